//go:build fault

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"valueshift/pipeline/fault"
)

// failEveryPoint lets the disk fail at points instead: the night ends with the
// right code and leaves nothing, neither on the pages nor in history.
func failEveryPoint(t *testing.T, s *stage) {
	points := distinct(s.passes)
	if !soaking {
		points = every(landmarks(s.passes), 2)
	}
	t.Logf("%d errors", len(points))
	spread(points, func(worker int, points []string) {
		p := s.before.fresh(t)
		for i, point := range points {
			mode := []string{"eio", "enospc"}[i%2]
			code, err := p.night(tonight, fault.Armed+"="+point+":"+mode)
			if want := codeAt(point); code != want {
				t.Errorf("%s %s: code %d, want %d: %v", point, mode, code, want, err)
			}
			if err := p.nothingLeft(); err != nil {
				t.Errorf("%s %s: %v", point, mode, err)
			}
			if !isCommitted(point) {
				if err := p.asLastNight(s); err != nil {
					t.Errorf("%s %s: %v", point, mode, err)
				}
				continue
			}
			if err := p.sound(s); err != nil {
				t.Errorf("%s %s: %v", point, mode, err)
			}
			p = p.follow(t, s, point)
		}
	})
}

// codeAt is the exit code of an error at a point (README, "Exit codes").
func codeAt(point string) int {
	step, name, _ := strings.Cut(point, "/")
	switch {
	case step == "publish" && (name == "prune" || name == "version set aside" || name == "drawings" || name == "last.json"):
		return exitDone // the new pages are shown
	case step == "publish" || step == "page":
		return exitNoOutput
	}
	return exitIO
}

// interrupt sends the signals of a terminal and of a scheduler at different times
// of a night: it passes few of the points that were still to come, and leaves
// nothing behind. How long that takes is logged; how many points it passes does not
// depend on how busy the machine is.
func interrupt(t *testing.T, s *stage) {
	shares := []int{20, 70}
	if soaking {
		shares = []int{5, 10, 20, 30, 40, 50, 60, 70, 80, 90}
	}
	p := s.before.fresh(t)
	for i, share := range shares {
		signal := []os.Signal{syscall.SIGINT, syscall.SIGTERM}[i%2]
		about := fmt.Sprintf("%s at %d %%", signal, share)
		cut := p.signalled(t, signal, s.took*time.Duration(share)/100)
		for wait := s.took * time.Duration(share) / 200; cut.sent.IsZero() && wait > 50*time.Millisecond; wait /= 2 {
			p = p.follow(t, s, about) // the night was over by then: the machine was faster this time
			cut = p.signalled(t, signal, wait)
		}
		if cut.code == exitDone && (cut.before >= len(s.passes) || isCommitted(s.passes[cut.before])) {
			p = p.follow(t, s, about) // history was kept: what is left takes no time, and is done
			continue
		}
		t.Logf("%s: over after %s and %d of %d points", about, cut.took.Round(time.Millisecond), cut.after, len(s.passes)-cut.before)
		if cut.code != exitInterrupted || cut.after > (len(s.passes)-cut.before)/2 {
			t.Errorf("%s: code %d, %d more points passed: %v", about, cut.code, cut.after, cut.err)
		}
		if err := p.nothingLeft(); err != nil {
			t.Errorf("%s: %v", about, err)
		}
		if err := p.sound(s); err != nil {
			t.Errorf("%s: %v", about, err)
		}
	}
	p.follow(t, s, "the signals")
}

// signalled is what became of a night that got a signal.
type signalled struct {
	sent          time.Time     // zero: it was over before
	took          time.Duration // from then to its end
	before, after int           // points that it passed
	code          int
	err           error
}

// signalled does the night and sends it a signal after a while.
func (p place) signalled(t *testing.T, signal os.Signal, wait time.Duration) (cut signalled) {
	t.Helper()
	list := filepath.Join(t.TempDir(), "passes")
	cmd := p.command(tonight, fault.List+"="+list)
	done := make(chan struct{})
	timer := time.AfterFunc(wait, func() {
		defer close(done)
		cut.before, cut.sent = passed(list), time.Now()
		cmd.Process.Signal(signal)
	})
	code, err := run(cmd)
	if timer.Stop() {
		return signalled{code: code, err: err}
	}
	<-done
	cut.took, cut.after, cut.code, cut.err = time.Since(cut.sent), passed(list)-cut.before, code, err
	return cut
}

// passed counts the points that a night has passed so far.
func passed(list string) int {
	text, err := os.ReadFile(list)
	if err != nil {
		return 0 // it has not come to the first
	}
	return bytes.Count(text, []byte("\n"))
}
