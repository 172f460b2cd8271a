package duckdb_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// sales is a feed of an id, an amount and what an expression makes of a column.
func sales() pipeline.Feed {
	return pipeline.Feed{
		Export: pipeline.Export{Feed: "sales", Columns: map[string]pipeline.Field{
			"customer_id": {From: "Id"}, "amount": {From: "Amount"}, "region": {From: "Region"},
		}},
		Contract: []pipeline.Column{
			{Name: "customer_id", Kind: pipeline.Text}, {Name: "amount", Kind: pipeline.Amount}, {Name: "region", Kind: pipeline.Text, Blank: true},
		},
		MoneyScale: 2,
	}
}

const loadedSales = "select file_no, line_no, customer_id, amount_minor, region from raw_sales order by file_no, line_no"

// Every record of a file is loaded, quarantined, filtered or blank, whatever it
// looks like.
func TestImportCounts(t *testing.T) {
	feed := sales()
	feed.Where = "Region <> 'test'"
	got, err := imported(t, feed, "sales.csv", "Id,Amount,Region\r\n"+
		"c1,1.00,north\r\n"+ // 2
		"\r\n"+
		"c2,two,south\r\n"+ // 4
		"c3,3.00,\"a\r\nb\"\r\n"+ // 5 and 6
		"c4,4.00,test\r\n"+ // 7
		"c5,5.00\r\n"+ // 8
		"c6,6.00,no\"rth\r\n"+ // 9
		"c7,7.00,\r\n"+ // 10: region is unknown, so it is not true that it is no test
		"c8,8.00,\"open") // 11
	if err != nil {
		t.Fatal(err)
	}
	d := got.deliveries[0]
	if d.Records != 9 || d.Loaded != 2 || d.Quarantined != 4 || d.Filtered != 2 || d.Blank != 1 {
		t.Errorf("got %+v", d)
	}
	sameLines(t, "loaded", got.rows(t, loadedSales), []string{"1|2|c1|100|north", "1|5|c3|300|a\r\nb"})
	sameLines(t, "quarantined", got.rows(t, "select feed, file_no, line_no, column_name, delivered, reason from raw_quarantined order by line_no"), []string{
		"sales|1|4|Amount|two|is not a number like -1234.55 with at most 2 decimals",
		"sales|1|8|null|null|has 2 fields, the header has 3",
		"sales|1|9|null|null|quote inside an unquoted field",
		"sales|1|11|null|null|quote is never closed",
	})
	sameLines(t, "raw", got.rows(t, "select raw from raw_quarantined order by line_no limit 2"), []string{"c2,two,south", "c5,5.00"})
}

// One stray quote takes one row, two take two, however many lines lie behind them.
func TestStrayQuotes(t *testing.T) {
	for _, test := range []struct {
		name        string
		strays      map[int]string
		quarantined []string
	}{
		{"never closed", map[int]string{1001: "\"north"}, []string{"1002|quote is never closed"}},
		{"closed by another", map[int]string{1001: "\"north", 1651: "north\""}, []string{"1002|quote holds lines that look like records", "1652|quote inside an unquoted field"}},
		{"closed by a sound one", map[int]string{1001: "\"north", 1651: "\"north\""}, []string{"1002|text after a closing quote, read on to where its quote ends"}},
	} {
		var text strings.Builder
		text.WriteString("Id,Amount,Region\n")
		for i := range 3001 {
			region := test.strays[i+1]
			if region == "" {
				region = "north"
			}
			fmt.Fprintf(&text, "c%d,1.00,%s\n", i+1, region)
		}
		got, err := imported(t, sales(), "sales.csv", text.String())
		if err != nil {
			t.Fatal(err)
		}
		if d := got.deliveries[0]; d.Records != 3001 || d.Loaded != 3001-int64(len(test.quarantined)) {
			t.Errorf("%s: got %+v", test.name, d)
		}
		sameLines(t, test.name, got.rows(t, "select line_no, reason from raw_quarantined order by line_no"), test.quarantined)
	}
}

// A row in quarantine keeps all of its columns, those that nothing reads too, the
// way the file writes them.
func TestQuarantinedRow(t *testing.T) {
	feed := sales()
	feed.Format.Delimiter = ";"
	const row = `;"a ""b""";two;"north;east";"line` + "\n" + `break";` + "x"
	got, err := imported(t, feed, "sales.csv", "New;Note;Amount;Region;More;Id\n"+row+"\n")
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "raw", got.rows(t, "select raw from raw_quarantined"), []string{row})
}

// A row of a very wide file keeps all of its columns, the empty ones too.
func TestQuarantinedWideRow(t *testing.T) {
	header, row := "Id,Amount,Region", "c1,two,north"
	for i := range 600 {
		header, row = header+fmt.Sprintf(",x%d", i), row+","
	}
	got, err := imported(t, sales(), "sales.csv", header+"\n"+row+"\n")
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "raw", got.rows(t, "select raw from raw_quarantined"), []string{row})
}

// A header may be in another order or have more columns; anything else is refused
// before a row is read.
func TestImportHeaders(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"reordered", "Region,Amount,Id\nnorth,1.00,c1\n", ""},
		{"more columns", "New,Id,Amount,Region,Other\nx,c1,1.00,north,y\n", ""},
		{"byte order mark", "\xef\xbb\xbfId,Amount,Region\nc1,1.00,north\n", ""},
		{"quoted", "\"Id\",\"Amount\",\"Region\"\nc1,1.00,north\n", ""},
		{"nameless column", ",Id,Amount,Region\n1,c1,1.00,north\n", ""},
		{"columns called like ours", "Id,Amount,Region,line_no,File_No,problem,text_1,value_1\nc1,1.00,north,7,8,9,10,11\n", ""},
		{"strange names", "Id,Amount,Region,a'b,\"c\"\"d\",{},--\nc1,1.00,north,1,2,3,4\n", ""},
		{"renamed", "Id,Betrag,Region\nc1,1.00,north\n", `column "Amount" is missing; the header has "Id", "Betrag", "Region"`},
		{"another case", "ID,Amount,Region\nc1,1.00,north\n", `column "Id" is missing`},
		{"padded", "Id, Amount,Region\nc1,1.00,north\n", `column "Amount" is missing`},
		{"missing", "Id,Region\nc1,north\n", `column "Amount" is missing`},
		{"twice", "Id,Amount,Region,Amount\nc1,1.00,north,2.00\n", `column "Amount" stands twice in the header`},
		{"twice in another case", "Id,Amount,Region,amount\nc1,1.00,north,2.00\n", `stands twice in the header`},
		{"our own name", "Id,Amount,Region,#File\nc1,1.00,north,1\n", `column "#File" has a name that valueshift needs for itself`},
		{"our own other name", "#line,Id,Amount,Region\n1,c1,1.00,north\n", `column "#line" has a name`},
		{"no header", "c1,1.00,north\n", `is missing`},
		{"other delimiter", "Id;Amount;Region\nc1;1.00;north\n", `is missing`},
		{"nothing", "", "is empty"},
		{"error page", "<!DOCTYPE html>\n<html></html>\n", `is missing`},
		{"UTF-16", "\xff\xfeI\x00d\x00\n\x00", "header holds a NUL byte"},
		{"open quote", "\"Id,Amount,Region\nc1,1.00,north\n", "header quote is never closed"},
	} {
		got, err := imported(t, sales(), "sales.csv", test.text)
		if test.want == "" {
			if err != nil {
				t.Errorf("%s: %v", test.name, err)
				continue
			}
			sameLines(t, test.name, got.rows(t, loadedSales), []string{"1|2|c1|100|north"})
			continue
		}
		if !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "sales.csv") {
			t.Errorf("%s: got %v", test.name, err)
		}
	}
	got, err := imported(t, sales(), "sales.csv", "New,Id,Amount,Region\nx,c1,1.00,north\n")
	if err != nil || !slices.Equal(got.deliveries[0].Unmapped, []string{"New"}) {
		t.Errorf("columns that nothing reads: %+v, %v", got.deliveries, err)
	}
}

// A check of the headers loads nothing and finds what is wrong with any file.
func TestImportHeaderOnly(t *testing.T) {
	feed := sales()
	feed.HeaderOnly = true
	got, err := imported(t, feed, "sales.csv", "Id,Amount,Region\nc1,one,north\n")
	if err != nil || len(got.deliveries) != 1 {
		t.Fatalf("%+v, %v", got.deliveries, err)
	}
	sameLines(t, "loaded", got.rows(t, loadedSales), []string{})
	first := filepath.Join(t.TempDir(), "first.csv")
	if err := os.WriteFile(first, []byte("Id,Amount,Region\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	feed.Paths = []string{first}
	if _, err := imported(t, feed, "second.csv", "Id,Region\n"); !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), "second.csv") {
		t.Errorf("got %v", err)
	}
}

// Files of one feed may differ in the order of their columns; each counts for
// itself.
func TestImportSeveralFiles(t *testing.T) {
	dir := t.TempDir()
	feed := sales()
	for name, text := range map[string]string{
		"a.csv": "Id,Amount,Region\nc1,1.00,north\n", "b.csv": "Id,Amount,Region\nc2,x,north\n\nc3,3.00,\n", "c.csv": "Region,Amount,Id\nwest,4.00,c4\n", "d.csv": "Id,Amount,Region\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		feed.Paths = append(feed.Paths, filepath.Join(dir, name))
	}
	slices.Sort(feed.Paths)
	got, err := read(t, feed)
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "loaded", got.rows(t, loadedSales), []string{"1|2|c1|100|north", "2|4|c3|300|null", "3|2|c4|400|west"})
	for i, want := range []int64{1, 3, 1, 0} {
		if d := got.deliveries[i]; d.Records != want || d.FileNo != i+1 {
			t.Errorf("got %+v, want %d records", d, want)
		}
	}
}

// Packed and encoded files are read as what they hold; the hash is of the bytes
// that were delivered.
func TestImportEncodings(t *testing.T) {
	const text = "Id,Amount,Region\nc1,1.00,Zürich €\n"
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, file, encoding, text, region string }{
		{"plain", "s.csv", "utf-8", text, "Zürich €"},
		{"packed", "s.csv.gz", "", packed.String(), "Zürich €"},
		{"cp1252", "s.csv", "cp1252", "Id,Amount,Region\nc1,1.00,Z\xfcrich \x80\n", "Zürich €"},
		{"latin-1", "s.csv", "latin-1", "Id,Amount,Region\nc1,1.00,Z\xfcrich\n", "Zürich"},
	} {
		feed := sales()
		feed.Format.Encoding = test.encoding
		got, err := imported(t, feed, test.file, test.text)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		sameLines(t, test.name, got.rows(t, loadedSales), []string{"1|2|c1|100|" + test.region})
		if sum := sha256.Sum256([]byte(test.text)); got.deliveries[0].SHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: the hash is not that of the file", test.name)
		}
	}
	feed := sales()
	feed.Format.Encoding = "cp1252"
	got, err := imported(t, feed, "s.csv", "Id,Amount,Region\nc1,1.00,\x81\nc2,2.00,ok\n")
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "undefined byte", got.rows(t, "select line_no, reason from raw_quarantined"), []string{"2|holds a byte that cp1252, the declared encoding, does not define"})
	if _, err := imported(t, sales(), "s.csv.gz", text); !errors.Is(err, pipeline.ErrRefused) {
		t.Errorf("a plain file named .gz: %v", err)
	}
	if _, err := imported(t, sales(), "s.csv", packed.String()); !errors.Is(err, pipeline.ErrRefused) {
		t.Errorf("a packed file named .csv: %v", err)
	}
	if _, err := imported(t, sales(), "s.csv.gz", packed.String()[:packed.Len()-9]); err == nil {
		t.Error("a packed file that was cut off is taken")
	}
}

func TestImportMissingFile(t *testing.T) {
	for _, name := range []string{"gone.csv", "gone.parquet"} {
		feed := sales()
		feed.Paths = []string{filepath.Join(t.TempDir(), name)}
		if _, err := read(t, feed); !errors.Is(err, pipeline.ErrNoInput) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A feed that is not delivered has its table, with every column and no row.
func TestImportNothing(t *testing.T) {
	got, err := read(t, sales())
	if err != nil || len(got.deliveries) != 0 {
		t.Fatalf("%+v, %v", got.deliveries, err)
	}
	sameLines(t, "loaded", got.rows(t, loadedSales), []string{})
}

// The amounts of every file are added up on their own, from the file: those of rows
// that are left out or in quarantine for the fault of another column too. What
// cannot be read is no amount, and never stands for zero.
func TestControlTotals(t *testing.T) {
	feed := lines(noFormat)
	feed.Where = "note <> 'test'"
	feed.Currency = "EUR"
	feed.Contract = append(feed.Contract, pipeline.Column{Name: "currency", Kind: pipeline.Currency, Blank: true})
	feed.Columns["currency"] = pipeline.Field{From: "in"}
	folder := t.TempDir()
	for name, text := range map[string]string{
		"a.csv": "id,day,amount,note,in\nc1,2026-01-01,1.00,ok,\nc2,2026-02-30,2.00,ok,EUR\nc3,2026-01-01,4.00,test,USD\n" +
			"c4,2026-01-01,-8.5,ok,USD\nc5,2026-01-01,16.00,ok,usd\nc6,2026-01-01,n/a,ok,\nc7,2026-01-01,,ok,\n" +
			"c8,2026-01-01,100000000000000,ok,\nc9,2026-01-01,32.00\n\n",
		"b.csv": "id,day,amount,note,in\n\"c1\nc2\n",
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		feed.Paths = append(feed.Paths, path)
	}
	slices.Sort(feed.Paths)
	got, err := read(t, feed)
	if err != nil {
		t.Fatal(err)
	}
	// 1 + 2 + 4 - 8.50 + 16, of which the where leaves out 4.
	sameLines(t, "totals", got.rows(t, `select file_no, cast(sum(amounts) as bigint), cast(sum(amount_minor) as bigint),
		cast(sum(filtered) as bigint), cast(sum(filtered_minor) as bigint) from raw_amounts group by file_no order by file_no`),
		[]string{"1|5|1450|1|400", "2|0|0|0|0"})
	sameLines(t, "loaded", got.rows(t, "select revenue_minor, currency from raw_lines order by line_no"), []string{"100|null", "-850|USD"})
	sameLines(t, "quarantined", got.rows(t, "select file_no, line_no, amount_minor, currency from raw_quarantined order by file_no, line_no"), []string{
		"1|3|200|null", "1|6|1600|usd", "1|7|null|null", "1|8|null|null", "1|9|null|null", "1|10|null|null", "2|2|null|null", "2|3|null|null",
	})
}
