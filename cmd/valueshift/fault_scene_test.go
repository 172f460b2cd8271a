//go:build fault

package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"valueshift/pipeline/demo"
	"valueshift/pipeline/fault"
)

// The scene of the fault suite: last night closed August and September, tonight
// closes October. It is as small as a night can be that reads every kind of file.
const (
	lastNight = "2026-09-30"
	tonight   = "2026-10-31"
)

// soaking asks for every fault instead of a selection (make soak).
var soaking = os.Getenv("SOAK") != ""

// place is a folder in which nights happen.
type place struct{ dir string }

func (p place) database() string { return filepath.Join(p.dir, "valueshift.duckdb") }
func (p place) site() string     { return filepath.Join(p.dir, "site") }
func (p place) temp() string     { return filepath.Join(p.dir, "tmp") }

// stage is what the tests copy from; nobody writes there.
type stage struct {
	before, after place             // last night's end, and tonight's without a fault
	passes        []string          // every point that tonight passes, in order
	took          time.Duration     // how long tonight takes
	yesterday     map[string]string // contents of the history tables before …
	golden        map[string]string // … and after
	goldenSite    map[string]string
}

// TestFault does the whole suite on one scene.
func TestFault(t *testing.T) {
	s := newStage(t)
	for _, test := range []struct {
		name string
		run  func(*testing.T, *stage)
	}{
		{"kill", killEveryPoint},
		{"kill_later_pass", killLaterPass},
		{"kill_pairs", killPairs},
		{"kill_any_time", killAnyTime},
		{"kill_first_night", killFirstNight},
		{"kill_backup", killBackup},
		{"kill_restore", killRestore},
		{"fail", failEveryPoint},
		{"interrupt", interrupt},
		{"disk", fullDisk},
		{"small_files", smallFiles},
		{"memory", littleMemory},
		{"same_bytes", sameBytes},
	} {
		t.Run(test.name, func(t *testing.T) {
			began := time.Now()
			t.Cleanup(func() { t.Logf("took %s", time.Since(began).Round(time.Second)) })
			test.run(t, s)
		})
	}
}

func newStage(t *testing.T) *stage {
	t.Helper()
	root := t.TempDir()
	s := &stage{before: place{filepath.Join(root, "before")}, after: place{filepath.Join(root, "after")}}
	if err := s.prepare(filepath.Join(root, "passes")); err != nil {
		t.Fatal(err)
	}
	t.Logf("a night passes %d points", len(distinct(s.passes)))
	return s
}

// prepare does last night, and tonight without a fault.
func (s *stage) prepare(list string) (err error) {
	if err := s.before.settle(); err != nil {
		return err
	}
	if _, err := s.before.night(lastNight); err != nil {
		return err
	}
	if err := errors.Join(s.before.age(), s.before.copyTo(s.after)); err != nil {
		return err
	}
	began := time.Now()
	if _, err := s.after.night(tonight, fault.List+"="+list); err != nil {
		return err
	}
	s.took = time.Since(began)
	text, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	s.passes = strings.Split(strings.TrimSpace(string(text)), "\n")
	if s.yesterday, err = s.before.history(); err != nil {
		return err
	}
	if s.golden, err = s.after.history(); err != nil {
		return err
	}
	s.goldenSite, err = s.after.tree()
	return err
}

// settle writes the exports of two small segments and a configuration for them.
func (p place) settle() error {
	exports := filepath.Join(p.dir, "exports")
	config, err := os.ReadFile("../../config.yaml")
	if err != nil {
		return err
	}
	targets := regexp.MustCompile(`(?m)^  - \{.*baseline.*\n`)
	config = targets.ReplaceAll(config, nil)
	config = bytes.Replace(config, []byte("\ntargets:\n"), []byte("\ntargets: []\n"), 1)
	// Of so few lines the demo's dirty ones are a large share.
	config = bytes.Replace(config, []byte("max_quarantined_share: 0.01"), []byte("max_quarantined_share: 1"), 1)
	config = bytes.Replace(config, []byte("limits: {max_orphan_share: 0.005}"), []byte("limits: {max_quarantined_share: 1, max_orphan_share: 1}"), 1)
	if err := errors.Join(
		os.MkdirAll(p.temp(), 0o700),
		demo.Write(context.Background(), exports, demo.Options{
			Customers: 300, Months: 5, Seed: demo.Default.Seed,
			Until: time.Date(2026, time.October, 31, 0, 0, 0, 0, time.UTC),
		}),
		os.WriteFile(filepath.Join(p.dir, "config.yaml"), config, 0o600),
	); err != nil {
		return err
	}
	return keepSegments(exports, ",Families,", ",Prepaid,")
}

// keepSegments cuts the exports to the customers of some segments and the first
// lines of every month.
func keepSegments(exports string, segments ...string) error {
	path := filepath.Join(exports, "customers.csv")
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var kept []string
	for i, line := range strings.SplitAfter(string(text), "\n") {
		if i == 0 || strings.Contains(line, segments[0]) || strings.Contains(line, segments[1]) {
			kept = append(kept, line)
		}
	}
	errs := []error{os.WriteFile(path, []byte(strings.Join(kept, "")), 0o600)}
	months, err := filepath.Glob(filepath.Join(exports, "revenue", "*.csv"))
	errs = append(errs, err)
	for _, month := range months {
		text, err := os.ReadFile(month)
		lines := strings.SplitAfter(string(text), "\n")
		errs = append(errs, err, os.WriteFile(month, []byte(strings.Join(lines[:min(200, len(lines))], "")), 0o600))
	}
	return errors.Join(errs...)
}

// age adds the versions of a fortnight, so that tonight prunes one.
func (p place) age() error {
	for day := range 14 {
		version := filepath.Join(p.site(), "runs", fmt.Sprintf("2026-08-%02d-00000000", day+1))
		long := time.Now().Add(-time.Duration(20-day) * 24 * time.Hour)
		if err := errors.Join(os.Mkdir(version, 0o755),
			os.WriteFile(filepath.Join(version, "manifest.json"), []byte("[]\n"), 0o644),
			os.Chtimes(version, long, long)); err != nil {
			return err
		}
	}
	return nil
}

// copyTo copies a place with its links and times.
func (p place) copyTo(to place) error {
	if out, err := exec.Command("cp", "-a", p.dir, to.dir).CombinedOutput(); err != nil {
		return fmt.Errorf("cp: %w: %s", err, out)
	}
	return nil
}

// fresh is a copy of a place that a test may do anything to.
func (p place) fresh(t *testing.T) place {
	t.Helper()
	to := place{filepath.Join(t.TempDir(), "place")}
	if err := p.copyTo(to); err != nil {
		t.Fatal(err)
	}
	return to
}

// command is the child that does one night; variables are added to its own.
func (p place) command(asOf string, variables ...string) *exec.Cmd {
	return p.valueshift([]string{"run", "--as-of", asOf, "--log", "text"}, variables...)
}

// valueshift is a child that does something else.
func (p place) valueshift(args []string, variables ...string) *exec.Cmd {
	cmd := exec.Command("valueshift", args...)
	cmd.Dir = p.dir
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "TMPDIR=" + p.temp(),
		"VALUESHIFT_WINDOW_MONTHS=3", "VALUESHIFT_ENGINE_THREADS=1",
	}, variables...)
	return cmd
}

// night runs the child and returns its exit code, -1 when it was killed. Only a
// code other than 0 and anything but an exit are errors.
func (p place) night(asOf string, variables ...string) (int, error) {
	return run(p.command(asOf, variables...))
}

func run(cmd *exec.Cmd) (int, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	err := cmd.Run()
	if err == nil {
		return 0, nil
	}
	lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
	return cmd.ProcessState.ExitCode(), fmt.Errorf("%w: %s", err, cmp.Or(lines[len(lines)-1], "no word"))
}
