package duckdb_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// dated is the feed of sales with a day.
func dated() pipeline.Feed {
	feed := sales()
	feed.Contract = append(feed.Contract, pipeline.Column{Name: "booked_on", Kind: pipeline.Date, Blank: true})
	feed.Columns["booked_on"] = pipeline.Field{From: "Day"}
	return feed
}

// A value of a Parquet file meets the same contract as a text: what is not exact
// to the minor unit, or no number at all, is quarantined.
func TestParquetValues(t *testing.T) {
	const row = "select '%s' as Id, %s as Amount, 'north' as Region, %s as Day"
	const notAnAmount = "Amount|is not a number like -1234.55 with at most 2 decimals"
	const notADay = "Day|is not a date written %Y-%m-%d"
	for _, test := range []struct{ name, amount, day, want string }{
		{"decimal", "cast(12.50 as decimal(18, 2))", "date '2026-01-31'", "1250|2026-01-31"},
		{"finer decimal that fits", "cast(12.50 as decimal(18, 4))", "date '2026-01-31'", "1250|2026-01-31"},
		{"finer decimal", "cast(12.505 as decimal(18, 4))", "date '2026-01-31'", notAnAmount},
		{"integer", "cast(12 as integer)", "date '2026-01-31'", "1200|2026-01-31"},
		{"double", "cast(12.5 as double)", "date '2026-01-31'", "1250|2026-01-31"},
		{"double with a tail", "cast(0.1 as double) + cast(0.2 as double)", "date '2026-01-31'", notAnAmount},
		{"over-precise double", "cast(1.239 as double)", "date '2026-01-31'", notAnAmount},
		{"not a number", "cast('nan' as double)", "date '2026-01-31'", notAnAmount},
		{"infinity", "cast('-infinity' as double)", "date '2026-01-31'", notAnAmount},
		{"huge double", "cast(1e20 as double)", "date '2026-01-31'", "Amount|is larger than 99999999999999.99"},
		{"huge negative float", "cast(-1e30 as float)", "date '2026-01-31'", "Amount|is less than -99999999999999.99"},
		{"largest", "cast('-99999999999999.99' as decimal(38, 2))", "date '2026-01-31'", "-9999999999999999|2026-01-31"},
		{"larger", "cast('100000000000000.00' as decimal(38, 2))", "date '2026-01-31'", "Amount|is larger than 99999999999999.99"},
		{"large integer", "cast(100000000000000 as bigint)", "date '2026-01-31'", "Amount|is larger than 99999999999999.99"},
		{"widest decimal", "cast('100000000000000000000000000000000000.00' as decimal(38, 2))", "date '2026-01-31'", "Amount|is larger than 99999999999999.99"},
		{"too wide to compare", "cast('12' as decimal(38, 0))", "date '2026-01-31'", "1200|2026-01-31"},
		{"text", "'12.50'", "'2026-01-31'", "1250|2026-01-31"},
		{"wrong text", "'12,50'", "date '2026-01-31'", notAnAmount},
		{"instant", "1", "timestamp '2026-01-31 10:00:00'", notADay},
		{"infinite date", "1", "date 'infinity'", notADay},
		{"no date", "1", "cast(null as date)", "100|null"},
		{"missing amount", "cast(null as double)", "date '2026-01-31'", "Amount|is blank, and a value is required"},
	} {
		feed := dated()
		feed.Paths = []string{parquet(t, fmt.Sprintf(row, "good", "cast(1 as bigint)", "date '2026-01-01'")), parquet(t, fmt.Sprintf(row, "this", test.amount, test.day))}
		got, err := read(t, feed)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		found := got.rows(t, `select amount_minor || '|' || coalesce(cast(booked_on as varchar), 'null') from raw_sales where file_no = 2
			union all select column_name || '|' || reason from raw_quarantined where file_no = 2 and line_no = 1`)
		sameLines(t, test.name, found, []string{test.want})
	}
}

// An instant with a zone and one without are the same in Parquet as in a text.
func TestParquetTimestamps(t *testing.T) {
	feed := column(pipeline.Timestamp, pipeline.Field{}, 2)
	for _, value := range []string{"date '2026-09-30'", "timestamp '2026-09-30 14:05:06.5'", "cast('2026-09-30 14:05:06+02' as timestamptz)", "'2026-09-30T14:05'", "20260930"} {
		feed.Paths = append(feed.Paths, parquet(t, "select '1' as No, "+value+" as Value"))
	}
	got, err := read(t, feed)
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "loaded", got.rows(t, "select file_no, cast(value as varchar) from raw_things order by file_no"),
		[]string{"1|2026-09-30 00:00:00", "2|2026-09-30 14:05:06.5", "3|2026-09-30 12:05:06", "4|2026-09-30 14:05:00"})
}

// Files of the same columns and types are read together, and every row knows its
// file and its place there: also when the files are not in the order of their names
// and one has no rows. A column may have the name by which DuckDB tells files.
func TestParquetFilesTogether(t *testing.T) {
	for _, extra := range []string{"", ", 7 as file_index", ", 7 as File_Index"} {
		feed := dated()
		for i, rows := range []int{2, 0, 1, 2} {
			feed.Paths = append(feed.Paths, parquet(t, fmt.Sprintf(
				"select 'c%d' || i as Id, cast(i as decimal(9, 2)) as Amount, 'north' as Region, date '2026-01-01' as Day%s from range(%d) as r(i)", i, extra, rows)))
		}
		feed.Paths[0], feed.Paths[3] = feed.Paths[3], feed.Paths[0]
		got, err := read(t, feed)
		if err != nil {
			t.Fatal(err)
		}
		sameLines(t, "loaded", got.rows(t, loadedSales), []string{
			"1|1|c30|0|north", "1|2|c31|100|north", "3|1|c20|0|north", "4|1|c00|0|north", "4|2|c01|100|north",
		})
	}
}

// Row groups are read by several threads, and every row still knows its place.
func TestParquetFilesOfManyRowGroups(t *testing.T) {
	const rows = 130_000
	feed := dated()
	for i := range 3 {
		feed.Paths = append(feed.Paths, parquet(t, fmt.Sprintf(
			"select 'c%d-' || i as Id, cast(1 as decimal(9, 2)) as Amount, 'north' as Region, date '2026-01-01' as Day from range(%d) as r(i)", i, rows)))
	}
	slices.Reverse(feed.Paths)
	got, err := read(t, feed)
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "rows at their place", got.rows(t,
		"select file_no, count(*), count(distinct line_no) from raw_sales where customer_id = 'c' || (3 - file_no) || '-' || (line_no - 1) group by file_no order by file_no"),
		[]string{"1|130000|130000", "2|130000|130000", "3|130000|130000"})
}

// The first one's types are not forced on the next.
func TestParquetFilesDiffer(t *testing.T) {
	feed := dated()
	feed.Where = "Region <> 'test'"
	feed.Paths = []string{
		parquet(t, "select 'c1' as Id, cast(1 as decimal(9, 1)) as Amount, 'north' as Region, date '2026-01-01' as Day"),
		parquet(t, "select date '2026-01-02' as Day, 'n' as Extra, 9 as line_no, 8 as file_no, 2.239 as Amount, 'c2' as Id, 'south' as Region"),
		parquet(t, "select unnest(['c3', 'c4', ' c5']) as Id, 3 as Amount, unnest(['test', 'west', 'west']) as Region, '2026-01-03' as Day"),
	}
	got, err := read(t, feed)
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "loaded", got.rows(t, loadedSales), []string{"1|1|c1|100|north", "3|2|c4|300|west"})
	sameLines(t, "quarantined", got.rows(t, "select file_no, line_no, column_name from raw_quarantined order by file_no, line_no"), []string{"2|1|Amount", "3|3|Id"})
	if d := got.deliveries[2]; d.Records != 3 || d.Filtered != 1 || d.Loaded != 1 || d.Quarantined != 1 || len(d.SHA256) != 64 {
		t.Errorf("got %+v", d)
	}
}

// A file's name is a name and no pattern: what it would match is another file.
func TestParquetFileNames(t *testing.T) {
	dir := t.TempDir()
	feed := dated()
	for i, name := range []string{"a1.parquet", "a?.parquet", "a[1].parquet", "a*.parquet", "a'1.parquet"} {
		path := filepath.Join(dir, name)
		query := fmt.Sprintf("select 'c%d' as Id, 1 as Amount, 'north' as Region, date '2026-01-01' as Day", i+1)
		if err := os.Rename(parquet(t, query), path); err != nil {
			t.Fatal(err)
		}
		feed.Paths = append(feed.Paths, path)
	}
	got, err := read(t, feed)
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "customers", got.rows(t, "select file_no || customer_id from raw_sales order by all"), []string{"1c1", "2c2", "3c3", "4c4", "5c5"})
}

func TestParquetRefused(t *testing.T) {
	whole, err := os.ReadFile(parquet(t, "select 'c1' as Id, 1.00 as Amount, 'north' as Region, date '2026-01-01' as Day"))
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.parquet")
	text := filepath.Join(t.TempDir(), "text.parquet")
	if err := errors.Join(os.WriteFile(cut, whole[:len(whole)/2], 0o600), os.WriteFile(text, []byte("Id,Amount\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, path, want string }{
		{"missing column", parquet(t, "select 'c1' as Id, 'north' as Region, date '2026-01-01' as Day"), `column "Amount" is missing`},
		{"renamed column", parquet(t, "select 'c1' as id, 1 as Amount, 'north' as Region, date '2026-01-01' as Day"), `column "Id" is missing`},
		{"column twice in another case", namesChanged(t, "Rmount", "amount"), `lines.parquet: column "amount" stands twice in the header`},
		{"column twice", namesChanged(t, "Rmount", "Amount"), `lines.parquet: column "Amount" stands twice in the header`},
		{"DuckDB's own name", parquet(t, "select 'c1' as Id, 1 as Amount, 'north' as Region, date '2026-01-01' as Day, 7 as File_row_number"), `column "File_row_number" has a name that DuckDB needs`},
		{"cut off", cut, "cut.parquet"},
		{"no Parquet", text, "text.parquet"},
	} {
		feed := dated()
		feed.Paths = []string{test.path}
		if _, err := read(t, feed); !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v", test.name, err)
		}
	}
}

// namesChanged is a Parquet file in which a column has a name that DuckDB would not
// write: it has another one already. Both must be as long.
func namesChanged(t *testing.T, from, to string) string {
	t.Helper()
	path := parquet(t, "select 'c1' as Id, 1 as Amount, {'a': [1], 'Amount': 2} as More, 'north' as Region, date '2026-01-01' as Day, 2 as Rmount")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.ReplaceAll(data, []byte(from), []byte(to)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
