package duckdb_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"valueshift/sql/duckdb"
)

// What an interrupted run has put aside is gone though nobody closes its engine, for
// the command may end first, and nothing of it is kept any more.
func TestInterruptedRunLeavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "night.duckdb")
	ctx, cancel := context.WithCancel(t.Context())
	e, err := duckdb.Open(ctx, duckdb.Settings{Path: path, Threads: 1, MemoryLimit: "1GB"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Make(ctx, "things", "select 1 as a"); err != nil {
		t.Fatal(err)
	}
	aside := filepath.Join(filepath.Dir(path), ".night.duckdb.temp-*")
	if found, err := filepath.Glob(filepath.Join(aside, "tonight.duckdb")); err != nil || len(found) != 1 {
		t.Fatalf("aside: %v, %v", found, err)
	}
	cancel()
	left := []string{aside}
	for began := time.Now(); len(left) > 0 && time.Since(began) < 5*time.Second; time.Sleep(5 * time.Millisecond) {
		if left, err = filepath.Glob(aside); err != nil {
			t.Fatal(err)
		}
	}
	if len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	if err := e.Keep(t.Context()); err == nil {
		t.Error("an interrupted night was kept")
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a database was made")
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
}
