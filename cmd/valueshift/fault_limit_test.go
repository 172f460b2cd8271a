//go:build fault

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// fullDisk gives nights a disk of their own that is too small, step by step until
// it is large enough: one that has history, and the first of all, which needs the
// most room.
func fullDisk(t *testing.T, s *stage) {
	disk := filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1g", "tmpfs", disk).CombinedOutput(); err != nil {
		t.Skipf("no disk of our own: %v: %s", err, out)
	}
	defer exec.Command("umount", disk).Run()
	steps := []int{0, 8, 256}
	if soaking {
		steps = []int{0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256}
	}
	p := place{filepath.Join(disk, "place")}
	climb(t, s, p, "a night", steps, func() error { return s.before.copyTo(p) })
	first := *s
	first.yesterday = nil
	climb(t, &first, p, "the first night", steps, func() error {
		return errors.Join(s.before.copyTo(p), os.RemoveAll(p.site()), os.Remove(p.database()))
	})
}

// climb tries ever larger disks for one kind of night.
func climb(t *testing.T, s *stage, p place, what string, steps []int, settle func() error) {
	disk := filepath.Dir(p.dir)
	for _, free := range steps {
		if err := errors.Join(remount(disk, 1024), os.RemoveAll(p.dir), settle()); err != nil {
			t.Fatal(err)
		}
		if err := remount(disk, usedMB(t, disk)+free); err != nil {
			t.Fatal(err)
		}
		code, err := p.night(tonight)
		if code != exitDone {
			unharmed(t, p, s, fmt.Sprintf("%s on %d MB", what, free), code, err)
			continue
		}
		t.Logf("%s: %d MB were enough", what, free)
		if err := p.complete(); err != nil {
			t.Error(err)
		}
		if err := remount(disk, 1024); err != nil {
			t.Fatal(err)
		}
		if _, err := p.night(tonight); err != nil {
			t.Error(err)
		}
		if err := errors.Join(p.complete(), p.nothingLeft()); err != nil {
			t.Error(err)
		}
		return
	}
	t.Errorf("%s never passed", what)
}

func remount(disk string, megabytes int) error {
	out, err := exec.Command("mount", "-o", fmt.Sprintf("remount,size=%dm", megabytes), disk).CombinedOutput()
	if err != nil {
		err = fmt.Errorf("mount: %w: %s", err, out)
	}
	return err
}

// smallFiles limits how large a file may grow, which needs no rights.
func smallFiles(t *testing.T, s *stage) {
	p := s.before.fresh(t)
	for _, kilobytes := range []int64{16, 256, 1 << 20} {
		cmd := p.command(tonight)
		cmd.Path = "/bin/sh"
		cmd.Args = []string{"sh", "-c", fmt.Sprintf("ulimit -f %d; exec valueshift run --as-of %s", 2*kilobytes, tonight)}
		code, err := run(cmd)
		if code == exitDone {
			t.Logf("%d kB were enough", kilobytes)
			p.follow(t, s, "small files")
			return
		}
		unharmed(t, p, s, fmt.Sprintf("files of %d kB", kilobytes), code, err)
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
	if s.yesterday != nil {
		if err := p.sound(s); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		return
	}
	if _, err := os.Lstat(filepath.Join(p.site(), "current")); err == nil {
		t.Errorf("%s: pages are shown", what)
	}
	if _, err := os.Stat(p.database()); err != nil {
		return
	}
	// Kept before the pages found no room, and so whole.
	if contents, err := p.history(); err != nil || len(contents) == 0 {
		t.Errorf("%s: history is %v: %v", what, contents, err)
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
	limits := []string{"4MB", "16MB", "64MB", "256MB"}
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
