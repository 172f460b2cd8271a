package duckdb_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"
	_ "github.com/duckdb/duckdb-go/v2"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

// opened is an engine on a database; an empty path is one in memory.
func opened(t *testing.T, path string) *duckdb.Engine {
	t.Helper()
	engine, err := duckdb.Open(t.Context(), duckdb.Settings{Path: path, Threads: 1, MemoryLimit: "1GB"})
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

// reading is an engine after an import.
type reading struct {
	*duckdb.Engine
	deliveries []pipeline.Delivery
}

// imported writes one file and reads it as the only file of a feed. The rows that
// could not be used must add up, whatever the test looks at.
func imported(t *testing.T, feed pipeline.Feed, name, text string) (reading, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	feed.Paths = append(feed.Paths, path)
	return read(t, feed)
}

func read(t *testing.T, feed pipeline.Feed) (reading, error) {
	t.Helper()
	feed.FirstFile = 1
	var folders []string
	for _, path := range feed.Paths {
		folders = append(folders, filepath.Dir(path))
	}
	engine, err := duckdb.Open(t.Context(), duckdb.Settings{Threads: 1, MemoryLimit: "1GB", Inputs: folders})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	deliveries, err := engine.Import(t.Context(), feed)
	for _, d := range deliveries {
		if d.Records != d.Loaded+d.Quarantined+d.Filtered+d.Blank && !feed.HeaderOnly {
			t.Errorf("%s does not add up: %+v", filepath.Base(d.File), d)
		}
	}
	return reading{engine, deliveries}, err
}

// rows reads a select as text, values between bars.
func (r reading) rows(t *testing.T, query string) []string { return rowsOf(t, r.Engine, query) }

func rowsOf(t *testing.T, e *duckdb.Engine, query string) []string {
	t.Helper()
	batch, err := e.Read(t.Context(), query)
	if err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	defer batch.Release()
	lines := make([]string, batch.NumRows())
	for i := range lines {
		values := make([]string, batch.NumCols())
		for c := range values {
			values[c] = batch.Column(c).ValueStr(i)
		}
		lines[i] = strings.ReplaceAll(strings.Join(values, "|"), array.NullValueStr, "null")
	}
	return lines
}

func sameLines(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func TestMakeReplacesATable(t *testing.T) {
	e := opened(t, "")
	defer e.Close()
	for i, query := range []string{"select 1 as a union all select 2", "-- One row per nothing.\nselect 1 as b where false"} {
		if n, err := e.Make(t.Context(), "things", query); err != nil || n != int64(2-2*i) {
			t.Errorf("%d rows, %v", n, err)
		}
	}
	_, err := e.Make(t.Context(), "things", "-- One row per nothing.\nselect\n    nobody")
	if err == nil || !strings.Contains(err.Error(), "LINE 3:") {
		t.Errorf("the line of the select is missing in: %v", err)
	}
}

// A result without rows has its columns; a large one is one batch.
func TestRead(t *testing.T) {
	e := opened(t, "")
	defer e.Close()
	for _, rows := range []int64{0, 1, 10_000} {
		batch, err := e.Read(t.Context(), fmt.Sprintf("select i, cast(i as varchar) as s, date '2026-01-31' as d from range(%d) as r(i)", rows))
		if err != nil {
			t.Fatal(err)
		}
		if batch.NumRows() != rows || batch.NumCols() != 3 || batch.ColumnName(2) != "d" || int64(batch.Column(1).Len()) != rows {
			t.Errorf("want %d rows, got %s", rows, batch.Schema())
		}
		batch.Release()
	}
	if _, err := e.Read(t.Context(), "select nobody"); err == nil {
		t.Error("a wrong select gives no error")
	}
}

// Replace exchanges the rows of one key, of all, or of none.
func TestReplace(t *testing.T) {
	e := opened(t, "")
	defer e.Close()
	month := "select date '%s' as month, 2026 as plan_year, '%s' as config_hash, 'i' as input_hash, date '2025-01-01' as window_from, date '2024-01-01' as data_from, 'v' as version"
	for _, step := range []struct {
		key, value, query string
		added             int64
		want              []string
	}{
		{"month", "2026-01-31", fmt.Sprintf(month, "2026-01-31", "a"), 1, []string{"2026-01-31|a"}},
		{"month", "2026-02-28", fmt.Sprintf(month, "2026-02-28", "b"), 1, []string{"2026-01-31|a", "2026-02-28|b"}},
		{"month", "2026-01-31", fmt.Sprintf(month, "2026-01-31", "c"), 1, []string{"2026-01-31|c", "2026-02-28|b"}},
		{"plan_year", "2025", fmt.Sprintf(month, "2025-12-31", "d"), 1, []string{"2025-12-31|d", "2026-01-31|c", "2026-02-28|b"}},
		{"month", "2026-01-31", fmt.Sprintf(month, "2026-01-31", "e") + " where false", 0, []string{"2025-12-31|d", "2026-02-28|b"}},
		{"", "", fmt.Sprintf(month, "2024-01-31", "f"), 1, []string{"2024-01-31|f"}},
	} {
		n, err := e.Replace(t.Context(), "closed_months", step.key, step.value, step.query)
		if err != nil || n != step.added {
			t.Fatalf("%s: %d rows, %v", step.query, n, err)
		}
		sameLines(t, step.query, rowsOf(t, e, "select month, config_hash from history.closed_months order by month"), step.want)
	}
}

// Columns of a select may come in any order: they are taken by name.
func TestReplaceByName(t *testing.T) {
	e := opened(t, "")
	defer e.Close()
	if _, err := e.Replace(t.Context(), "customer_keys", "", "", "select true as is_listed, 'c' as customer_id, 7 as customer_key"); err != nil {
		t.Fatal(err)
	}
	sameLines(t, "by name", rowsOf(t, e, "select customer_key, customer_id from history.customer_keys"), []string{"7|c"})
	if _, err := e.Replace(t.Context(), "customer_keys", "", "", "select true as is_listed, null as customer_id, 7 as customer_key"); err == nil {
		t.Error("a missing value was taken")
	}
}

// A table by month takes from its select the months that are touched and keeps the
// others as they were; it is made whole where there is nothing to keep.
func TestAmend(t *testing.T) {
	path := filepath.Join(t.TempDir(), "night.duckdb")
	for _, night := range []struct {
		about, touched string
		sum            int
		want           []string
	}{
		{"the first night", "select date '2026-02-01' as month_start", 1, []string{"2026-01-01|1", "2026-02-01|1", "2026-03-01|1"}},
		{"two months", "select unnest([date '2026-03-01', date '2026-02-01']) as month_start", 2, []string{"2026-01-01|1", "2026-02-01|2", "2026-03-01|2"}},
		{"none", "select date '2026-02-01' as month_start where false", 3, []string{"2026-01-01|1", "2026-02-01|2", "2026-03-01|2"}},
		{"one that is gone", "select date '2026-01-01' as month_start", 0, []string{"2026-02-01|2", "2026-03-01|2"}},
		{"one that comes", "select date '2026-01-01' as month_start", 4, []string{"2026-01-01|4", "2026-02-01|2", "2026-03-01|2"}},
		{"all", "select month_start from sums", 5, []string{"2026-01-01|5", "2026-02-01|5", "2026-03-01|5"}},
	} {
		e := opened(t, path)
		for _, make := range []func() (int64, error){
			func() (int64, error) { return e.Make(t.Context(), "touched", night.touched) },
			func() (int64, error) {
				return e.Amend(t.Context(), "sums", "touched", fmt.Sprintf(`select sum(%d)::bigint as amount, m as month_start
from (select unnest([date '2026-01-01', date '2026-02-01', date '2026-03-01']) as m) where %[1]d > 0 group by m -- each`, night.sum))
			},
		} {
			if _, err := make(); err != nil {
				t.Fatalf("%s: %v", night.about, err)
			}
		}
		sameLines(t, night.about, rowsOf(t, e, "select strftime(month_start, '%Y-%m-%d'), amount from sums order by all"), night.want)
		if err := errors.Join(e.Keep(t.Context()), e.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// What is kept is there the next night, and nothing else is.
func TestKeep(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "folder", "night.duckdb")
	for _, night := range []struct {
		value  string
		isKept bool
	}{{"first", true}, {"second", false}, {"third", true}} {
		e := opened(t, path)
		if _, err := e.Make(t.Context(), "things", "select '"+night.value+"' as thing"); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Replace(t.Context(), "customer_keys", "", "", "select 1 as customer_key, '"+night.value+"' as customer_id, true as is_listed"); err != nil {
			t.Fatal(err)
		}
		if night.isKept {
			if err := e.Keep(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		want := night.value
		if !night.isKept {
			want = "first"
		}
		e = opened(t, path)
		sameLines(t, night.value, rowsOf(t, e, "select customer_id from history.customer_keys union all select thing from things"), []string{want, want})
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A commit after an error that was overlooked says so instead of losing a night.
func TestKeepAfterAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "night.duckdb")
	e := opened(t, path)
	if _, err := e.Make(t.Context(), "things", "select 1 as a"); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Make(t.Context(), "others", "select cast('x' as integer) as a"); err == nil {
		t.Fatal("no error")
	}
	if err := e.Keep(t.Context()); err == nil {
		t.Error("kept in spite of an error")
	}
	if err := e.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

// The folder of a night is gone when it is closed, and what is no database is
// refused.
func TestOpenAndClose(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	path := filepath.Join(t.TempDir(), "night.duckdb")
	left := filepath.Join(filepath.Dir(path), ".night.duckdb.temp-killed")
	if err := os.Mkdir(left, 0o700); err != nil {
		t.Fatal(err)
	}
	e := opened(t, path)
	folders, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".night.duckdb.temp-*"))
	if err != nil || len(folders) != 1 || folders[0] == left {
		t.Errorf("temporary folders: %v, %v", folders, err)
	} else if info, err := os.Stat(folders[0]); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if !strings.HasPrefix(e.Version(), "DuckDB v1.") {
		t.Errorf("version is %s", e.Version())
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	for folder, want := range map[string][]string{temp: nil, filepath.Dir(path): {"night.duckdb.lock"}} {
		var names []string
		entries, err := os.ReadDir(folder)
		for _, entry := range entries {
			names = append(names, entry.Name())
		}
		if err != nil || !slices.Equal(names, want) {
			t.Errorf("left: %v, %v", names, err)
		}
	}
}

func TestCancelledWork(t *testing.T) {
	e := opened(t, "")
	defer e.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Make(ctx, "things", "select 1 as a"); err == nil {
		t.Error("a cancelled night goes on")
	}
	if _, err := e.Read(ctx, "select count(*) from range(100000000000) as r(i) where i % 7 = 3"); err == nil {
		t.Error("a cancelled night goes on reading")
	}
}

// A statement that would run for hours ends when it is cancelled, and the engine
// can go back to where it was.
func TestRunningWorkIsCancelled(t *testing.T) {
	e := opened(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	var cancelled time.Time
	timer := time.AfterFunc(100*time.Millisecond, func() { cancelled = time.Now(); cancel() })
	defer timer.Stop()
	_, err := e.Make(ctx, "things", "select sum(hash(i)) as a from range(10000000000000) as r(i)")
	if err == nil || cancelled.IsZero() {
		t.Errorf("ended by itself: %v", err)
	}
	t.Logf("over %s after it was cancelled", time.Since(cancelled))
	if err := e.Close(); err != nil {
		t.Error(err)
	}
}

// The file is a plain DuckDB database that any tool opens.
func TestKeptTablesAreReadableElsewhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "night.duckdb")
	e := opened(t, path)
	if _, err := e.Make(t.Context(), "things", "select 1 as a"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(e.Keep(t.Context()), e.Close()); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", path+"?access_mode=read_only")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int
	if err := db.QueryRow("select count(*) from things").Scan(&n); err != nil || n != 1 {
		t.Errorf("%d rows, %v", n, err)
	}
}
