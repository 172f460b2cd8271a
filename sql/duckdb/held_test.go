package duckdb_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

// shop is a folder that files arrive in, and the database of the nights that
// read them.
type shop struct {
	t                *testing.T
	folder, database string
	feed             pipeline.Feed
}

func (s shop) write(name, text string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.folder, name), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// imports imports what lies there.
func (s shop) imports(database string) (*duckdb.Engine, []pipeline.Delivery) {
	s.t.Helper()
	feed := s.feed
	var err error
	if feed.Paths, err = filepath.Glob(filepath.Join(s.folder, "sales*[tv]")); err != nil {
		s.t.Fatal(err)
	}
	feed.FirstFile = 1
	engine, err := duckdb.Open(s.t.Context(), duckdb.Settings{Path: database, Threads: 1, MemoryLimit: "1GB", Inputs: []string{s.folder}})
	if err != nil {
		s.t.Fatal(err)
	}
	deliveries, err := engine.Import(s.t.Context(), feed)
	if err != nil {
		engine.Close()
		s.t.Fatal(err)
	}
	return engine, deliveries
}

// night imports what lies there and keeps it. It returns the names of the files
// that were not read again, and every row of every table.
func (s shop) night(database string) (held, rows []string) {
	s.t.Helper()
	engine, deliveries := s.imports(database)
	defer engine.Close()
	for _, d := range deliveries {
		if d.IsHeld {
			held = append(held, filepath.Base(d.File))
		}
		d.IsHeld = false
		rows = append(rows, strings.Join(rowsOf(s.t, engine, "select '"+filepath.Base(d.File)+"', "+valuesOf(d)), ""))
	}
	for _, table := range []string{
		"raw_sales", "raw_quarantined",
		"(select file_no, sum(amounts), sum(amount_minor), sum(filtered), sum(filtered_minor) from raw_amounts group by file_no)",
		"(select file_no, sha256, rows_read, filtered, blank, unmapped, hash(query) from read_files)",
	} {
		rows = append(rows, rowsOf(s.t, engine, "select * from "+table+" order by all")...)
	}
	if err := engine.Keep(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	return held, rows
}

func valuesOf(d pipeline.Delivery) string {
	return fmt.Sprintf("%d, %d, %d, %d, %d, %d, '%s %q'", d.FileNo, d.Records, d.Loaded, d.Quarantined, d.Filtered, d.Blank, d.SHA256, d.Unmapped)
}

// Of a delivery only what changed is read again, and the tables are those of a
// night that reads everything.
func TestUnchangedFilesAreNotReadAgain(t *testing.T) {
	s := shop{t: t, folder: t.TempDir(), feed: sales()}
	s.database = filepath.Join(t.TempDir(), "valueshift.duckdb")
	s.feed.Where = "Region <> 'test'"
	const header = "Id,Amount,Region,New\n"
	s.write("sales-1.csv", header+"c1,1.00,north,x\nc2,two,south,x\n\nc3,3.00,test,x\nc4,4.00\n")
	s.write("sales-2.csv", header+"c5,5.00,north,x\n")
	s.write("sales-4.csv", header+"c6,6.00,north,x\nc7,,north,x\n")
	text, err := os.ReadFile(parquet(t, "select 'c8' as Id, 8.25 as Amount, 'north' as Region"))
	if err != nil {
		t.Fatal(err)
	}
	s.write("sales-5.parquet", string(text))
	all := []string{"sales-1.csv", "sales-2.csv", "sales-4.csv", "sales-5.parquet"}
	for _, night := range []struct {
		name   string
		change func()
		held   []string
	}{
		{"the first", func() {}, nil},
		{"the same again", func() {}, all},
		{"touched", func() { s.write("sales-2.csv", header+"c5,5.00,north,x\n") }, all},
		{"one of the same size and time is another", func() { s.rewrite("sales-2.csv", header+"c5,5.01,north,x\n") },
			[]string{"sales-1.csv", "sales-4.csv", "sales-5.parquet"}},
		{"one in between moves the numbers", func() { s.write("sales-3.csv", header+"c9,9.00,north,x\n") }, all},
		{"one has a broken record", func() { s.write("sales-3.csv", header+"c9,9.00,north,x\nc10,1\n") },
			[]string{"sales-1.csv", "sales-2.csv", "sales-4.csv", "sales-5.parquet"}},
		{"one is gone", func() { os.Remove(filepath.Join(s.folder, "sales-1.csv")) },
			[]string{"sales-2.csv", "sales-3.csv", "sales-4.csv", "sales-5.parquet"}},
		{"the sender says something", func() { s.write("sales-4.csv.manifest.json", `{"rows": 2}`) },
			[]string{"sales-2.csv", "sales-3.csv", "sales-5.parquet"}},
		{"and the same again", func() {}, []string{"sales-2.csv", "sales-3.csv", "sales-4.csv", "sales-5.parquet"}},
		{"another mapping", func() { s.feed.Where = "Region <> 'south'" }, nil},
		{"another scale", func() { s.feed.MoneyScale = 3 }, nil},
		{"the night before was of a program that noted less", func() { execOn(t, s.database, "alter table read_files drop column blake3") }, nil},
	} {
		night.change()
		held, rows := s.night(s.database)
		if !slices.Equal(held, night.held) {
			t.Errorf("%s: held %q, want %q", night.name, held, night.held)
		}
		_, fresh := s.night("")
		sameLines(t, night.name, rows, fresh)
	}
}

// execOn does a statement on a database that no engine has open.
func execOn(t *testing.T, database, statement string) {
	t.Helper()
	db, err := sql.Open("duckdb", database)
	if err == nil {
		_, err = db.Exec(statement)
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// rewrite changes a file's bytes and neither its size nor its time.
func (s shop) rewrite(name, text string) {
	s.t.Helper()
	path := filepath.Join(s.folder, name)
	before, err := os.Stat(path)
	if err != nil {
		s.t.Fatal(err)
	}
	s.write(name, text)
	if err := os.Chtimes(path, before.ModTime(), before.ModTime()); err != nil {
		s.t.Fatal(err)
	}
}

// A feed whose lookup changed is read again; the lookup itself always is.
func TestChangedLookupReadsItsFeedAgain(t *testing.T) {
	s := shop{t: t, folder: t.TempDir(), feed: priced(t, prices, "quarantine")}
	s.database = filepath.Join(t.TempDir(), "valueshift.duckdb")
	s.write("sales.csv", unitsSold)
	s.night(s.database)
	if held, _ := s.night(s.database); !slices.Equal(held, []string{"sales.csv"}) {
		t.Errorf("held %q", held)
	}
	lookup := s.feed.LookupPath["prices"][0]
	if err := os.WriteFile(lookup, []byte(strings.Replace(prices, "p1,DE,", "p1,DE,7.50", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	held, rows := s.night(s.database)
	if len(held) > 0 {
		t.Errorf("held %q", held)
	}
	_, fresh := s.night("")
	sameLines(t, "rows", rows, fresh)
}

// A night that was not kept leaves the rows of the one before to the next.
func TestAbandonedNightKeepsWhatWasRead(t *testing.T) {
	s := shop{t: t, folder: t.TempDir(), feed: sales()}
	s.database = filepath.Join(t.TempDir(), "valueshift.duckdb")
	s.write("sales.csv", "Id,Amount,Region\nc1,1.00,north\n")
	_, before := s.night(s.database)
	s.write("sales-2.csv", "Id,Amount,Region\nc2,2.00,north\n")
	engine, err := duckdb.Open(t.Context(), duckdb.Settings{Path: s.database, Threads: 1, MemoryLimit: "1GB"})
	if err != nil {
		t.Fatal(err)
	}
	feed := s.feed
	feed.Paths, feed.FirstFile = []string{filepath.Join(s.folder, "sales-2.csv")}, 1
	if _, err := engine.Import(t.Context(), feed); err != nil {
		t.Fatal(err)
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(s.folder, "sales-2.csv")); err != nil {
		t.Fatal(err)
	}
	held, rows := s.night(s.database)
	if !slices.Equal(held, []string{"sales.csv"}) {
		t.Errorf("held %q", held)
	}
	sameLines(t, "rows", rows, before)
}

// The database is copied when there is something to write, and not before: neither
// for a lookup, which is read every night, nor for a feed without a file.
func TestNothingNewIsNotCopied(t *testing.T) {
	s := shop{t: t, folder: t.TempDir(), feed: priced(t, prices, "quarantine")}
	s.database = filepath.Join(t.TempDir(), "valueshift.duckdb")
	s.write("sales.csv", unitsSold)
	s.night(s.database)
	engine, err := duckdb.Open(t.Context(), duckdb.Settings{Path: s.database, Threads: 1, MemoryLimit: "1GB"})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	none, held := sales(), s.feed
	none.Feed, held.Paths, held.FirstFile = "refunds", []string{filepath.Join(s.folder, "sales.csv")}, 1
	for _, step := range []struct {
		does   func() error
		copies int
	}{
		{func() error { _, err := engine.Import(t.Context(), held); return err }, 0},
		{func() error { _, err := engine.Import(t.Context(), none); return err }, 0},
		{func() error { _, err := engine.Make(t.Context(), "things", "select 1 as a"); return err }, 1},
	} {
		if err := step.does(); err != nil {
			t.Fatal(err)
		}
		copies, err := filepath.Glob(filepath.Join(filepath.Dir(s.database), ".*", "tonight.duckdb"))
		if err != nil || len(copies) != step.copies {
			t.Errorf("copies: %q, %v, want %d", copies, err, step.copies)
		}
	}
}

// A column that nothing reads is new in the night that it comes first, whether its
// file came before or not.
func TestNewColumnsAreNewOnce(t *testing.T) {
	s := shop{t: t, folder: t.TempDir(), feed: sales()}
	s.database = filepath.Join(t.TempDir(), "valueshift.duckdb")
	s.write("sales-1.csv", "Id,Amount,Region,Old\nc1,1.00,north,x\n")
	for _, night := range []struct {
		name   string
		change func()
		want   string
	}{
		{"the first", func() {}, "[]"},
		{"a file with a column more", func() { s.write("sales-2.csv", "Id,Amount,Region,Old,New\nc2,2.00,north,x,y\n") }, "[sales-2.csv [New]]"},
		{"the same again", func() {}, "[]"},
		{"the other has it, too", func() { s.write("sales-1.csv", "Id,Amount,Region,New\nc1,1.00,north,x\n") }, "[]"},
		{"it has another", func() { s.write("sales-1.csv", "Id,Amount,Region,Newer\nc1,1.00,north,x\n") }, "[sales-1.csv [Newer]]"},
		{"another mapping", func() {
			s.feed.Where = "Region <> 'south'"
			s.write("sales-1.csv", "Id,Amount,Region,Newest\nc1,1.00,north,x\n")
		}, "[]"},
	} {
		night.change()
		engine, deliveries := s.imports(s.database)
		if err := errors.Join(engine.Keep(t.Context()), engine.Close()); err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, d := range deliveries {
			if len(d.NewColumns) > 0 {
				found = append(found, fmt.Sprint(filepath.Base(d.File), " ", d.NewColumns))
			}
		}
		if got := fmt.Sprint(found); got != night.want {
			t.Errorf("%s: %s, want %s", night.name, got, night.want)
		}
	}
}
