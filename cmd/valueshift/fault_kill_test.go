//go:build fault

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"valueshift/pipeline/fault"
)

// killEveryPoint kills a night at every point. Each time readers must find a
// complete set and history last night's or tonight's, and the night after must
// end as if nothing had happened.
//
// Without SOAK, history that is last night's to the bit is killed again at once:
// the night after starts from the same state. Every point that can change what is
// read is followed by a whole night all the same.
func killEveryPoint(t *testing.T, s *stage) {
	points := distinct(s.passes)
	t.Logf("%d points, passed %d times", len(points), len(s.passes))
	if !soaking {
		points = selected(s.passes, 24)
	}
	t.Logf("%d kills", len(points))
	spread(points, func(worker int, points []string) {
		p := s.before.fresh(t)
		for i, point := range points {
			if err := p.killed(point); err != nil {
				t.Errorf("%s: %v", point, err)
			}
			if !soaking && i != len(points)-1 && !isCommitted(point) {
				if err := p.asLastNight(s); err != nil {
					t.Errorf("%s: %v", point, err)
				}
				continue
			}
			if err := p.sound(s); err != nil {
				t.Errorf("%s: %v", point, err)
			}
			p = p.follow(t, s, point)
		}
	})
}

// killLaterPass kills a night at the last pass of what it passes more
// than once: the second file, the second table of a kind.
func killLaterPass(t *testing.T, s *stage) {
	times := map[string]int{}
	for _, point := range s.passes {
		times[point]++
	}
	points := slices.DeleteFunc(distinct(s.passes), func(point string) bool { return times[point] == 1 })
	if !soaking {
		points = every(points, 8)[1:]
	}
	t.Logf("%d points", len(points))
	spread(points, func(worker int, points []string) {
		p := s.before.fresh(t)
		for _, point := range points {
			if err := p.killed(fmt.Sprintf("%s:%d", point, times[point])); err != nil {
				t.Errorf("%s: %v", point, err)
			}
			if err := p.sound(s); err != nil {
				t.Errorf("%s: %v", point, err)
			}
			p = p.follow(t, s, point)
		}
	})
}

// killPairs kills a night, kills the one that follows, and lets the third one
// live: every pair of landmarks in the soak, one otherwise.
func killPairs(t *testing.T, s *stage) {
	steps := landmarks(s.passes)
	var pairs [][2]string
	for i, first := range steps {
		for j, second := range steps {
			if soaking || i == len(steps)/2 && j == len(steps)-3 {
				pairs = append(pairs, [2]string{first, second})
			}
		}
	}
	t.Logf("%d pairs of %d steps", len(pairs), len(steps))
	spread(pairs, func(worker int, pairs [][2]string) {
		p := s.before.fresh(t)
		for _, pair := range pairs {
			for _, point := range pair {
				// What the first night has done, the second need not do again.
				if err := p.killed(point); err != nil && !strings.Contains(err.Error(), "exit code 0") {
					t.Errorf("%s: %v", pair, err)
				}
				if err := p.sound(s); err != nil {
					t.Errorf("%s: %v", pair, err)
				}
			}
			p = p.follow(t, s, strings.Join(pair[:], ", "))
		}
	})
}

// killAnyTime kills nights at any time, not only at points, twice in a row.
func killAnyTime(t *testing.T, s *stage) {
	kills := make([]time.Duration, 4)
	if soaking {
		kills = make([]time.Duration, 200)
	}
	random := rand.New(rand.NewPCG(3, 20261031))
	for i := range kills {
		kills[i] = time.Duration(random.Int64N(int64(s.took)))
	}
	dead := make([]int, 2)
	spread(kills, func(worker int, kills []time.Duration) {
		p := s.before.fresh(t)
		for i, after := range kills {
			ctx, cancel := context.WithTimeout(t.Context(), after)
			cmd := p.command(tonight)
			child := exec.CommandContext(ctx, cmd.Path, cmd.Args[1:]...) // SIGKILL, also to one that has just begun
			child.Dir, child.Env = cmd.Dir, cmd.Env
			code, _ := run(child)
			cancel()
			if code == -1 {
				dead[worker]++
			}
			if err := p.sound(s); err != nil {
				t.Errorf("after %s: %v", after, err)
			}
			if i%2 == 1 {
				p = p.follow(t, s, after.String())
			}
		}
	})
	t.Logf("%d of %d nights were killed", dead[0]+dead[1], len(kills))
}

// killFirstNight kills nights of a portfolio that has no history yet.
func killFirstNight(t *testing.T, s *stage) {
	points := []string{"copy/keep", "copy/sync kept", "publish/kept"}
	golden := place{filepath.Join(t.TempDir(), "golden")}
	blank(t, s, golden)
	if _, err := golden.night(tonight); err != nil {
		t.Fatal(err)
	}
	want := *s
	var err error
	if want.golden, err = golden.history(); err != nil {
		t.Fatal(err)
	}
	if want.goldenSite, err = golden.tree(); err != nil {
		t.Fatal(err)
	}
	p := place{filepath.Join(t.TempDir(), "first")}
	blank(t, s, p)
	for _, point := range points {
		if err := p.killed(point); err != nil {
			t.Errorf("%s: %v", point, err)
		}
		if _, err := os.Lstat(filepath.Join(p.site(), "current")); err == nil {
			t.Errorf("%s: pages are shown", point)
		}
	}
	if _, err := p.night(tonight); err != nil {
		t.Fatal(err)
	}
	if err := p.converged(&want); err != nil {
		t.Error(err)
	}
}

// blank makes a place without history.
func blank(t *testing.T, s *stage, p place) {
	t.Helper()
	if err := s.before.copyTo(p); err != nil {
		t.Fatal(err)
	}
	os.RemoveAll(p.site())
	os.Remove(p.database())
}

// killed runs a night that must die at a point.
func (p place) killed(point string) error {
	code, err := p.night(tonight, fault.Armed+"="+point+":kill")
	if code != -1 {
		return fmt.Errorf("the night lived, exit code %d: %v", code, err)
	}
	return nil
}

// follow does the night after a fault, compares everything, and starts over.
func (p place) follow(t *testing.T, s *stage, fault string) place {
	t.Helper()
	if _, err := p.night(tonight); err != nil {
		t.Errorf("the night after %s: %v", fault, err)
	} else if err := p.converged(s); err != nil {
		t.Errorf("the night after %s: %v", fault, err)
	}
	if err := os.RemoveAll(p.dir); err != nil {
		t.Fatal(err)
	}
	if err := s.before.copyTo(p); err != nil {
		t.Fatal(err)
	}
	return p
}

// spread gives two workers every other item each.
func spread[T any](items []T, work func(worker int, items []T)) {
	var group sync.WaitGroup
	for worker := range 2 {
		var own []T
		for i := worker; i < len(items); i += 2 {
			own = append(own, items[i])
		}
		group.Go(func() { work(worker, own) })
	}
	group.Wait()
}

// distinct lists points once, in the order of their first pass.
func distinct(passes []string) []string {
	var points []string
	for _, point := range passes {
		if !slices.Contains(points, point) {
			points = append(points, point)
		}
	}
	return points
}

// every keeps the first of n.
func every(points []string, n int) []string {
	var kept []string
	for i := 0; i < len(points); i += n {
		kept = append(kept, points[i])
	}
	return kept
}

// selected are the landmarks and one in n of the other points, in order.
func selected(passes []string, n int) []string {
	points := distinct(passes)
	steps, others := landmarks(passes), every(points, n)
	return slices.DeleteFunc(points, func(point string) bool {
		return !slices.Contains(steps, point) && !slices.Contains(others, point)
	})
}

// landmarks are the points that stand for the others: the first of every kind of
// step, a few statements of the middle, and everything that changes what is read.
func landmarks(passes []string) []string {
	var steps []string
	kinds := map[string]int{}
	for _, point := range distinct(passes) {
		kind, _, _ := strings.Cut(point, " ") // statement/insert, of statement/insert moves
		if step, _, _ := strings.Cut(point, "/"); step != "statement" {
			kind = step
		}
		kinds[kind]++
		n := kinds[kind]
		if kind == "publish" || kind == "copy" || n == 1 || n%30 == 0 || strings.HasSuffix(point, "manifest.json") {
			steps = append(steps, point)
		}
	}
	return steps
}
