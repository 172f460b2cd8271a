package duckdb_test

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

// kept makes, or goes on with, a history: some months of bounds, and a table of
// the night.
func keptTable(t *testing.T, path string, rows int) {
	t.Helper()
	e := opened(t, path)
	defer e.Close()
	_, err := e.Replace(t.Context(), "group_bounds", "plan_year", fmt.Sprint(rows),
		fmt.Sprintf("select %d as plan_year, 'whale' as basis, date '2026-01-31' as calibrated_on, i as destroyers_to_minor, 0 as neutral_band_minor, i * i as creators_from_minor from range(%d) as r(i)", rows, rows))
	_, made := e.Make(t.Context(), "things", fmt.Sprintf("select i, 'thing ' || i as name from range(%d) as r(i)", rows))
	if err := errors.Join(err, made, e.Keep(t.Context())); err != nil {
		t.Fatal(err)
	}
}

// keptInLog is a database whose last night stands in the write-ahead log, as after
// a kill between commit and checkpoint. It is copied while it is open.
func keptInLog(t *testing.T, to string, rows int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), filepath.Base(to))
	keptTable(t, path, rows)
	db, err := sql.Open("duckdb", path+"?storage_compatibility_version=v1.5.0")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		"set checkpoint_threshold = '1GB'",
		"begin",
		fmt.Sprintf("update history.group_bounds set basis = 'given' where destroyers_to_minor < %d", rows/2),
		"create table later as select i from range(1000) as r(i)",
		"commit",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	copyFile(t, path, to)
	copyFile(t, path+".wal", to+".wal")
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func execute(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("duckdb", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

// What is no history to build on is refused, with a sentence that says what to do,
// and is left as it lies.
func TestRefusedDatabases(t *testing.T) {
	for _, test := range []struct {
		name string
		make func(t *testing.T, path string)
		want string // what the message says after the database and "data refused: "
	}{
		{"empty", func(t *testing.T, path string) { write(t, path, nil) },
			"is empty (0 bytes); restore a backup, or remove it to begin a new history"},
		{"no_database", func(t *testing.T, path string) { write(t, path, []byte("this is no database")) },
			"is no DuckDB database; restore a backup, or name another file"},
		{"truncated", func(t *testing.T, path string) { keptTable(t, path, 10_000); cut(t, path, 0.5) },
			"is damaged; restore a backup ("},
		{"truncated_in_header", func(t *testing.T, path string) { keptTable(t, path, 10); cut(t, path, 0.01) },
			"is damaged; restore a backup ("},
		{"corrupt_header", func(t *testing.T, path string) { keptTable(t, path, 10); flip(t, path, 100) },
			"is damaged; restore a backup ("},
		{"newer_engine", newerEngine,
			"was written by a newer DuckDB; use the valueshift that wrote it, or restore a backup"},
		{"newer_format", func(t *testing.T, path string) {
			keptTable(t, path, 10)
			execute(t, path, "update history.format set version = 99, created_by = 'v9.0.0'")
		}, "its history has format 99 and was begun by v9.0.0; this program knows format 5: use a newer valueshift"},
		{"older_format", func(t *testing.T, path string) {
			keptTable(t, path, 10)
			execute(t, path, "update history.format set version = 2, created_by = 'v0.1.0'")
		}, "its history has format 2 and was begun by v0.1.0; this program needs format 5: use the valueshift that wrote it, or begin a new history beside it"},
		{"foreign", func(t *testing.T, path string) { execute(t, path, "create table orders (id integer)") },
			"is a DuckDB database, but not one of valueshift's; name another file under database"},
		{"foreign_history", func(t *testing.T, path string) {
			execute(t, path, "create schema history", "create view history.of_rome as select 753 as year")
		}, "is a DuckDB database, but not one of valueshift's; name another file under database"},
		{"log_alone", func(t *testing.T, path string) { keptInLog(t, path, 10); remove(t, path) },
			"is missing and its write-ahead log DATABASE.wal is not; restore a backup, or remove the log to begin a new history"},
		{"log_stale", func(t *testing.T, path string) {
			keptInLog(t, path, 10)
			old := path + ".old"
			copyFile(t, path+".wal", old)
			execute(t, path, "checkpoint", "create table more (i integer)", "checkpoint")
			copyFile(t, old, path+".wal")
			remove(t, old)
		}, "the write-ahead log DATABASE.wal is of another day than the database; restore a backup, or move the log away if the database is the one you want"},
		{"log_foreign", func(t *testing.T, path string) {
			keptInLog(t, path, 10)
			keptTable(t, path+".other", 10)
			if err := os.Rename(path+".other", path); err != nil {
				t.Fatal(err)
			}
			remove(t, path+".other.lock")
		}, "the write-ahead log DATABASE.wal belongs to another database; move it away, or restore a backup"},
		{"log_damaged", func(t *testing.T, path string) { keptInLog(t, path, 10); flip(t, path+".wal", 8*400) },
			"the write-ahead log DATABASE.wal is damaged; restore a backup ("},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "night.duckdb")
			test.make(t, path)
			before := files(t, path)
			for _, readOnly := range []bool{false, true} {
				e, err := duckdb.Open(t.Context(), duckdb.Settings{Path: path, ReadOnly: readOnly})
				if err == nil {
					e.Close()
				}
				want := "database " + path + ": data refused: " + strings.ReplaceAll(test.want, "DATABASE", path)
				if !errors.Is(err, pipeline.ErrRefused) || !strings.HasPrefix(err.Error(), want) ||
					!strings.HasSuffix(want, "(") && err.Error() != want {
					t.Errorf("read only %v: got  %v\nwant %s", readOnly, err, want)
				}
			}
			if after := files(t, path); after != before {
				t.Errorf("was %s, is %s", before, after)
			}
		})
	}
}

// The tables of history have the shape that goes with the format version. Whoever
// changes one counts formatVersion up and writes down the new pair: a night would
// stop in the middle of an older database.
func TestHistoryFormat(t *testing.T) {
	e := opened(t, filepath.Join(t.TempDir(), "night.duckdb"))
	defer e.Close()
	shape := strings.Join(rowsOf(t, e, `select table_name, column_name, data_type, is_nullable from duckdb_columns()
		where schema_name = 'history' order by table_name, column_index`), "\n")
	version := rowsOf(t, e, "select version from history.format")[0]
	if got, want := version+" "+sha256Of([]byte(shape)), "5 312664f8419a5f38ecdde402af7cd00bf29b47a07e9e1ecfddc2360e2f05f00c"; got != want {
		t.Errorf("format and shape are %s, not %s", got, want)
	}
}

// files says which of a database's two files are there, and how large they are.
func files(t *testing.T, path string) string {
	t.Helper()
	var all string
	for _, name := range []string{path, path + ".wal"} {
		data, err := os.ReadFile(name)
		all += fmt.Sprintf("%d bytes %v, ", len(data), err)
	}
	return all
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// cut keeps a share of a file.
func cut(t *testing.T, path string, share float64) {
	t.Helper()
	info, err := os.Stat(path)
	if err == nil {
		err = os.Truncate(path, int64(share*float64(info.Size())))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// flip turns one bit of a file around.
func flip(t *testing.T, path string, bit int64) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[bit/8] ^= 1 << (bit % 8)
	write(t, path, data)
}

// newerEngine gives a database a storage version that is not invented yet, with
// the checksum of DuckDB's main header that goes with it.
func newerEngine(t *testing.T, path string) {
	keptTable(t, path, 10)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	binary.LittleEndian.PutUint64(data[12:], 999)
	sum := uint64(5381)
	for at := 8; at < 4096; at += 8 {
		sum ^= binary.LittleEndian.Uint64(data[at:]) * 0xbf58476d1ce4e5b9
	}
	binary.LittleEndian.PutUint64(data, sum)
	write(t, path, data)
}

// inspected reads a database whole and says what is
// wrong with it.
func inspected(ctx context.Context, path string) (problems []string, err error) {
	e, err := duckdb.Open(ctx, duckdb.Settings{Path: path, ReadOnly: true, Threads: 1})
	if err != nil {
		return nil, err
	}
	defer e.Close()
	err = e.Inspect(ctx, func(found pipeline.Inspected) {
		for _, problem := range found.Problems {
			problems = append(problems, found.Name+": "+problem)
		}
	})
	return problems, err
}

// A history that was changed behind the program's back is told from the one that
// was kept, to the row.
func TestInspect(t *testing.T) {
	path := filepath.Join(t.TempDir(), "night.duckdb")
	keptTable(t, path, 3)
	keptTable(t, path, 5)
	if problems, err := inspected(t.Context(), path); err != nil || len(problems) > 0 {
		t.Fatalf("%q, %v", problems, err)
	}
	execute(t, path, "update history.group_bounds set creators_from_minor = 17 where plan_year = 5 and destroyers_to_minor = 2",
		"delete from history.group_bounds where plan_year = 3",
		"insert into history.group_bounds values (7, 'whale', null, 0, 0, 0)",
		"insert into history.last_run values ('2026-01-31-0')")
	problems, err := inspected(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "problems", problems, []string{
		"history.group_bounds: plan_year 3 is not what was kept: 0 rows now, 3 then",
		"history.group_bounds: plan_year 5 is not what was kept: 5 rows now, 5 then",
		"history.group_bounds: plan_year 7 is not what was kept: 1 rows now, 0 then",
		"history.last_run: has 1 rows now, none was ever kept",
	})
}
