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
		list := filepath.Join(t.TempDir(), "passes")
		cmd := p.command(tonight, fault.List+"="+list)
		signal := []os.Signal{syscall.SIGINT, syscall.SIGTERM}[i%2]
		var sent time.Time
		var before int
		timer := time.AfterFunc(s.took*time.Duration(share)/100, func() {
			before, sent = passed(list), time.Now()
			cmd.Process.Signal(signal)
		})
		code, err := run(cmd)
		if !timer.Stop() && code == 0 {
			p = p.follow(t, s, fmt.Sprint("a signal at ", share, " %")) // the machine was faster this time
			continue
		}
		after := passed(list) - before
		t.Logf("%s at %d %%: over after %s and %d of %d points", signal, share, time.Since(sent).Round(time.Millisecond), after, len(s.passes)-before)
		if code != exitInterrupted || after > (len(s.passes)-before)/2 {
			t.Errorf("%s at %d %%: code %d, %d more points passed: %v", signal, share, code, after, err)
		}
		if err := p.nothingLeft(); err != nil {
			t.Errorf("%s at %d %%: %v", signal, share, err)
		}
		if err := p.sound(s); err != nil {
			t.Errorf("%s at %d %%: %v", signal, share, err)
		}
	}
	p.follow(t, s, "the signals")
}

// passed counts the points that a night has passed so far.
func passed(list string) int {
	text, err := os.ReadFile(list)
	if err != nil {
		return 0 // it has not come to the first
	}
	return bytes.Count(text, []byte("\n"))
}
