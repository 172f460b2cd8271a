//go:build fault

package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// fullDisk gives the night a disk of its own that is too small, step by step until
// it is large enough. Without the right to mount one, files may not grow instead.
func fullDisk(t *testing.T, s *stage) {
	room := t.TempDir()
	step := 16
	if soaking {
		step = 1
	}
	disk := place{filepath.Join(room, "disk")}
	if err := os.Mkdir(disk.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1g", "tmpfs", disk.dir).CombinedOutput(); err != nil {
		t.Logf("no tmpfs, files are limited instead: %v: %s", err, out)
		smallFiles(t, s, step)
		return
	}
	defer exec.Command("umount", disk.dir).Run()
	p := place{filepath.Join(disk.dir, "place")}
	if err := s.before.copyTo(p); err != nil {
		t.Fatal(err)
	}
	used := usedMB(t, disk.dir)
	for free := 0; free <= 128; free += step {
		size := fmt.Sprintf("remount,size=%dm", used+free)
		if out, err := exec.Command("mount", "-o", size, disk.dir).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		code, err := p.night(tonight)
		if code == exitDone {
			t.Logf("%d MB were enough", free)
			if err := p.converged(s); err != nil {
				t.Error(err)
			}
			return
		}
		unharmed(t, p, s, fmt.Sprintf("%d MB", free), code, err)
		os.RemoveAll(p.dir)
		if err := s.before.copyTo(p); err != nil {
			t.Fatal(err)
		}
	}
	t.Error("the night never passed")
}

// smallFiles limits how large a file may grow, from what the database has.
func smallFiles(t *testing.T, s *stage, step int) {
	p := s.before.fresh(t)
	info, err := os.Stat(p.database())
	if err != nil {
		t.Fatal(err)
	}
	for free := 0; free <= 128; free += step {
		blocks := info.Size()/512 + int64(free)*2048
		cmd := p.command(tonight)
		cmd.Args = []string{"sh", "-c", fmt.Sprintf("ulimit -f %d; exec valueshift run --as-of %s", blocks, tonight)}
		cmd.Path = "/bin/sh"
		code, err := run(cmd)
		if code == exitDone {
			t.Logf("%d MB were enough", free)
			return
		}
		unharmed(t, p, s, fmt.Sprintf("%d MB", free), code, err)
	}
	t.Error("the night never passed")
}

// unharmed makes sure that a night without enough of the machine ended with a
// code that says so, and harmed nothing.
func unharmed(t *testing.T, p place, s *stage, what string, code int, err error, others ...int) {
	t.Helper()
	t.Logf("%s: code %d: %v", what, code, err)
	if code != exitNoOutput && code != exitIO && !slices.Contains(others, code) {
		t.Errorf("%s: code %d", what, code)
	}
	if err := p.sound(s); err != nil {
		t.Errorf("%s: %v", what, err)
	}
	if contents, err := p.history(); err == nil && maps.Equal(contents, s.golden) {
		t.Logf("%s: history was kept, the pages come with the next night", what)
	}
}

func usedMB(t *testing.T, dir string) int {
	t.Helper()
	out, err := exec.Command("du", "-sm", dir).Output()
	if err != nil {
		t.Fatal(err)
	}
	var used int
	if _, err := fmt.Sscan(string(out), &used); err != nil {
		t.Fatal(err)
	}
	return used
}

// littleMemory gives the engine more memory step by step.
func littleMemory(t *testing.T, s *stage) {
	limits := []string{"4MB", "16MB", "64MB"}
	if soaking {
		limits = []string{"1MB", "2MB", "4MB", "8MB", "12MB", "16MB", "24MB", "32MB", "64MB", "128MB", "256MB", "512MB", "1GB"}
	}
	p := s.before.fresh(t)
	for _, limit := range limits {
		code, err := p.night(tonight, "VALUESHIFT_ENGINE_MEMORY_LIMIT="+limit)
		if code == exitDone {
			t.Logf("%s was enough", limit)
			p = p.follow(t, s, limit)
			continue
		}
		unharmed(t, p, s, limit, code, err, exitBug)
		if err := p.nothingLeft(); err != nil {
			t.Errorf("%s: %v", limit, err)
		}
	}
}

// sameBytes does the same night with other threads and in other time zones.
func sameBytes(t *testing.T, s *stage) {
	threads := []string{"1", "2", "8"}
	zones := []string{"UTC", "Europe/Zurich", "America/Los_Angeles"}
	type machine struct{ threads, zone string }
	var machines []machine
	for i, n := range threads {
		for j, zone := range zones {
			if soaking || i == 2 && j == 2 {
				machines = append(machines, machine{n, zone})
			}
		}
	}
	spread(machines, func(worker int, machines []machine) {
		p := s.before.fresh(t)
		for _, m := range machines {
			if _, err := p.night(tonight, "VALUESHIFT_ENGINE_THREADS="+m.threads, "TZ="+m.zone); err != nil {
				t.Errorf("%v: %v", m, err)
			}
			if err := p.converged(s); err != nil {
				t.Errorf("%v: %v", m, err)
			}
			p = p.follow(t, s, fmt.Sprint(m))
		}
	})
}
