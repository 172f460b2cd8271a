package duckdb_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

// What a borrowed engine makes takes the place of what it sees, and the database
// that it sees stays as it is, to the byte; so does its folder.
func TestBorrowWritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "night.duckdb")
	keptTable(t, path, 7)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := duckdb.Borrow(t.Context(), duckdb.Settings{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	for _, made := range []string{"select 1 as one union all select 2", "select 3 as one"} {
		if _, err := engine.Make(t.Context(), "run", made); err != nil {
			t.Error(err)
		}
	}
	if err := engine.See(t.Context(), "other", "select one + 1 as two from run"); err != nil {
		t.Error(err)
	}
	if _, err := engine.Make(t.Context(), "other", "select 5 as two"); err != nil {
		t.Error(err)
	}
	if _, err := engine.Replace(t.Context(), "closed_months", "", "", "select * from history.closed_months"); err == nil {
		t.Error("history was written")
	}
	if _, err := engine.Read(t.Context(), "select * from read_text("+"'"+path+"')"); err == nil {
		t.Error("a file outside was read")
	}
	if err := engine.Close(); err != nil {
		t.Error(err)
	}
	after, err := os.ReadFile(path)
	if err != nil || string(after) != string(before) {
		t.Errorf("the database was written, %v", err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
	if _, err := duckdb.Borrow(t.Context(), duckdb.Settings{Path: path + ".none"}); !errors.Is(err, pipeline.ErrNoInput) {
		t.Errorf("got %v", err)
	}
}
