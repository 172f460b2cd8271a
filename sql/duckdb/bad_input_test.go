package duckdb_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// badInput is one delivered file of the feed lines (see lines) and what must
// become of it: either every row is accounted for, or the file is refused.
type badInput struct {
	name string
	file string // its bytes
	as   string // its name; empty: lines.csv

	loaded  string   // amounts that are loaded, in order: "1 2 4"
	refused []string // line|column|value|reason of every row in quarantine
	blank   int64

	says   []string // parts of the error; the kind is ErrRefused
	format pipeline.Format
}

// head is the header of the feed; good returns n sound lines with the amounts 1,
// 2, 4, 8, … so that every subset has its own sum.
const head = "id,day,amount,note\n"

func good(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "c%d,2026-01-%02d,%d.00,ok\n", i+1, i+1, 1<<i)
	}
	return b.String()
}

// amid puts text between three sound lines and one: it begins on line 5.
func amid(text string) string { return head + good(3) + text + "c9,2026-01-31,512.00,ok\n" }

// around is what is loaded of amid when its middle is not.
const around = "1 2 4 512"

// lines is the feed of the suite.
func lines(format pipeline.Format) pipeline.Feed {
	return pipeline.Feed{
		Export: pipeline.Export{Feed: "lines", Format: format, Columns: map[string]pipeline.Field{
			"customer_id": {From: "id"}, "booked_on": {From: "day"}, "revenue": {From: "amount"}, "product": {From: "note"},
		}},
		Contract: []pipeline.Column{
			{Name: "customer_id", Kind: pipeline.Text, Blank: true}, {Name: "booked_on", Kind: pipeline.Date},
			{Name: "revenue", Kind: pipeline.Amount}, {Name: "product", Kind: pipeline.Text, Blank: true},
		},
		MoneyScale: 2,
	}
}

// judge delivers the file and holds what became of it against what must.
func (b badInput) judge(t *testing.T) {
	t.Parallel()
	name := b.as
	if name == "" {
		name = "lines.csv"
	}
	got, err := imported(t, lines(b.format), name, b.file)
	if len(b.says) > 0 {
		b.isRefused(t, name, err)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	d := got.deliveries[0]
	if d.Records != d.Loaded+d.Quarantined+d.Filtered+d.Blank || d.Blank != b.blank {
		t.Errorf("does not reconcile: %+v", d)
	}
	var want []string
	for _, amount := range strings.Fields(b.loaded) {
		want = append(want, amount+".00")
	}
	sameLines(t, "loaded", got.rows(t, "select printf('%.2f', revenue_minor / 100) from raw_lines order by line_no"), want)
	sameLines(t, "quarantined", got.rows(t, `select line_no || '|' || coalesce(column_name, '') || '|' || coalesce(delivered, '') || '|' || reason
		from raw_quarantined order by line_no`), b.refused)
	for _, raw := range got.rows(t, "select coalesce(raw, '') from raw_quarantined") {
		if raw == "" {
			t.Error("a row in quarantine has lost its text")
		}
	}
}

func (b badInput) isRefused(t *testing.T, name string, err error) {
	t.Helper()
	if !errors.Is(err, pipeline.ErrRefused) {
		t.Fatalf("got %v, want it refused", err)
	}
	for _, part := range append([]string{name}, b.says...) {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is missing in: %v", part, err)
		}
	}
}

func judgeAll(t *testing.T, inputs []badInput) {
	t.Helper()
	for _, input := range inputs {
		t.Run(input.name, input.judge)
	}
}

// one is a file with one bad cell on line 5, which must be quarantined.
func one(name, row, column, value, reason string) badInput {
	return badInput{name: name, file: amid(row + "\n"), loaded: around, refused: []string{"5|" + column + "|" + value + "|" + reason}}
}

// badAmount, badDate: the cell as it stands in the file, and as it is read.
func badAmount(name, cell, value string) badInput {
	return one(name, "c4,2026-01-04,"+cell+",ok", "amount", value, "is not a number like -1234.55 with at most 2 decimals")
}

func badDate(name, cell string) badInput {
	return one(name, "c4,"+cell+",8.00,ok", "day", cell, "is not a date written %Y-%m-%d")
}

// broken is a record that cannot be taken apart.
func broken(name, record, reason string) badInput {
	return badInput{name: name, file: amid(record), loaded: around, refused: []string{"5|||" + reason}}
}

// kept is a file whose odd line on line 5 is good, for 8.00.
func kept(name, row string) badInput {
	return badInput{name: name, file: amid(row + "\n"), loaded: "1 2 4 8 512"}
}

// A file that is not what it says leaves no doubt about which file it is.
func TestBadFilesOnDisk(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "real.csv"), []byte(amid("")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		make func(path string) error
		kind error
		says string
	}{
		{"missing", func(string) error { return nil }, pipeline.ErrNoInput, "missing.csv"},
		{"folder", func(path string) error { return os.Mkdir(path, 0o700) }, pipeline.ErrRefused, "folder.csv: is no file but a folder"},
		{"empty", func(path string) error { return os.WriteFile(path, nil, 0o600) }, pipeline.ErrRefused, "empty.csv: is empty, it has 0 bytes"},
		{"dangling", func(path string) error { return os.Symlink("nowhere", path) }, pipeline.ErrNoInput, "dangling.csv"},
		{"link", func(path string) error { return os.Symlink("real.csv", path) }, nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(folder, test.name+".csv")
			if err := test.make(path); err != nil {
				t.Fatal(err)
			}
			feed := lines(pipeline.Format{})
			feed.Paths = []string{path}
			got, err := read(t, feed)
			if !errors.Is(err, test.kind) || err != nil && (!strings.Contains(err.Error(), test.says) || !strings.HasPrefix(err.Error(), test.kind.Error())) {
				t.Errorf("got %v", err)
			}
			if test.kind == nil && got.deliveries[0].Loaded != 4 {
				t.Errorf("got %+v", got.deliveries)
			}
		})
	}
}
