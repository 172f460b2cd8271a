package demo

import (
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestCancelledLeavesNothing(t *testing.T) {
	parent := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	err := Write(ctx, filepath.Join(parent, "exports"), Default)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want the deadline's", err)
	}
	if left := names(t, parent); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestCancelledKeepsThePredecessor(t *testing.T) {
	dir := write(t, tiny)
	before := sums(t, dir)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Write(ctx, dir, small); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want canceled", err)
	}
	if !maps.Equal(before, sums(t, dir)) {
		t.Error("the predecessor was changed")
	}
	if left := names(t, filepath.Dir(dir)); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestFirstErrorStopsTheRest(t *testing.T) {
	broken := errors.New("disk is full")
	bad := export{"bad.csv", func(context.Context, io.Writer) error { return broken }}
	err := writeAll(t.Context(), t.TempDir(), []export{bad, bad, bad})
	if !errors.Is(err, broken) || err.Error() != "demo: bad.csv: disk is full" {
		t.Errorf("error %v", err)
	}
}

func TestReplacesItsOwnFolder(t *testing.T) {
	dir := write(t, tiny)
	shorter := tiny
	shorter.Months = 2
	if err := Write(t.Context(), dir, shorter); err != nil {
		t.Fatal(err)
	}
	if got := len(sums(t, dir)); got != 3*2+4 {
		t.Errorf("%d files, want 10: months of the predecessor must be gone", got)
	}
	if left := names(t, filepath.Dir(dir)); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestRefusesAForeignFolder(t *testing.T) {
	for name, make := range map[string]func(dir string) error{
		"other files":         func(dir string) error { return os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o600) },
		"our names, not ours": func(dir string) error { return os.WriteFile(filepath.Join(dir, "customers.csv"), nil, 0o600) },
		"foreign file among ours": func(dir string) error {
			if err := Write(context.Background(), dir, tiny); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(dir, "revenue", "corrected.csv"), nil, 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := make(dir); err != nil {
				t.Fatal(err)
			}
			before := sums(t, dir)
			err := Write(t.Context(), dir, tiny)
			if err == nil || !strings.Contains(err.Error(), "which the demo did not write") {
				t.Errorf("error %v", err)
			}
			if !maps.Equal(before, sums(t, dir)) {
				t.Error("the folder was changed")
			}
		})
	}
}

func TestRefusesAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "exports")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Write(t.Context(), path, tiny); err == nil {
		t.Error("a file was replaced")
	}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}
