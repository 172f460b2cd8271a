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

// parquet writes what a select gives, with a database of its own.
func parquet(t *testing.T, query string) string { return copied(t, query, "parquet") }

// copied writes it in a format of DuckDB's own.
func copied(t *testing.T, query, format string) string {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	path := filepath.Join(t.TempDir(), "lines.parquet")
	if _, err := db.Exec("copy (" + query + ") to '" + path + "' (format " + format + ")"); err != nil {
		t.Fatal(err)
	}
	return path
}

// sound is a select of three lines worth 1, 2 and 4; an amount of the second may
// be put in its place, as SQL.
func sound(amount string) string {
	return "select 'c' || i as id, date '2026-01-01' + cast(i as integer) as day, case i when 1 then " + amount +
		" else cast(power(2, i) as decimal(18, 2)) end as amount, 'ok' as note from range(3) as r(i) order by i"
}

func TestBadParquet(t *testing.T) {
	for _, test := range []struct {
		name    string
		query   string
		loaded  string
		refused string // reason of line 2, or of all
		says    string
	}{
		{"sound", sound("2.00"), "100 200 400", "", ""},
		{"double", sound("cast(2.5 as double)"), "100 250 400", "", ""},
		{"double_too_fine", sound("cast(2.239 as double)"), "100 400", "2|amount|2.239", ""},
		{"double_sum", sound("cast(0.1 as double) + cast(0.2 as double)"), "100 400", "2|amount|0.30000000000000004", ""},
		{"double_large", sound("cast(1e20 as double)"), "100 400", "2|amount|1e+20", ""},
		{"nan", sound("cast('nan' as double)"), "100 400", "2|amount|nan", ""},
		{"infinity", sound("cast('infinity' as double)"), "100 400", "2|amount|inf", ""},
		{"decimal_too_fine", sound("cast(2.001 as decimal(18, 3))"), "100 400", "2|amount|2.001", ""},
		{"decimal_too_large", sound("cast('1234567890123456789012345678901234.5' as decimal(38, 2))"), "100 400", "2|amount|1234567890123456789012345678901234.50", ""},
		{"amount_missing", sound("null"), "100 400", "2|amount|", ""},
		{"whole_numbers", "select 7 as id, date '2026-01-01' as day, 3 as amount, 'ok' as note", "300", "", ""},
		{"timestamp_for_date", "select 'c' as id, timestamp '2026-01-01 10:00:00' as day, 1.00 as amount, 'ok' as note", "", "1|day|2026-01-01 10:00:00", ""},
		{"text_for_amount", "select 'c' as id, date '2026-01-01' as day, 'x' as amount, 'ok' as note", "", "1|amount|x", ""},
		{"extra_column", "select 'c' as id, date '2026-01-01' as day, 1.00 as amount, 'ok' as note, [1] as more", "100", "", ""},
		{"missing_column", "select 'c' as id, date '2026-01-01' as day, 'ok' as note", "", "", `column "amount" is missing`},
		{"renamed_column", "select 'c' as id, date '2026-01-01' as day, 1.00 as total, 'ok' as note", "", "", `column "amount" is missing`},
		{"other_case", "select 'c' as ID, date '2026-01-01' as day, 1.00 as amount, 'ok' as note", "", "", `column "id" is missing`},
		{"list", "select 'c' as id, date '2026-01-01' as day, [1.00] as amount, 'ok' as note", "", "", `column "amount" is DECIMAL(3,2)[]`},
		{"structure", "select {'a': 'c'} as id, date '2026-01-01' as day, 1.00 as amount, 'ok' as note", "", "", `column "id" is STRUCT`},
		{"map", "select map {'a': 'c'} as id, date '2026-01-01' as day, 1.00 as amount, 'ok' as note", "", "", `column "id" is MAP`},
		{"bytes", "select cast('c' as blob) as id, date '2026-01-01' as day, 1.00 as amount, 'ok' as note", "", "", `column "id" is BLOB`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			feed := lines(noFormat)
			feed.Paths = []string{parquet(t, test.query)}
			got, err := read(t, feed)
			if test.says != "" {
				badInput{says: []string{test.says}}.isRefused(t, "lines.parquet", err)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			sameLines(t, "loaded", got.rows(t, "select revenue_minor from raw_lines order by line_no"), strings.Fields(test.loaded))
			var want []string
			if test.refused != "" {
				want = []string{test.refused}
			}
			sameLines(t, "quarantined", got.rows(t, "select line_no || '|' || column_name || '|' || coalesce(delivered, '') from raw_quarantined"), want)
		})
	}
}

// A file that is cut off or overwritten is refused; one that was flipped in a page
// may decode, and then its manifest tells.
func TestDamagedParquet(t *testing.T) {
	whole, err := os.ReadFile(parquet(t, "select 'c' || i as id, date '2026-01-01' as day, cast(i as decimal(18, 2)) as amount, 'ok' as note from range(20000) as r(i)"))
	if err != nil {
		t.Fatal(err)
	}
	damaged := map[string][]byte{
		"magic": append([]byte("PAR0"), whole[4:len(whole)-4]...), "only_magic": []byte("PAR1PAR1"), "text": []byte("id,day\n"),
		"footer_zeroed": append(append([]byte{}, whole[:len(whole)-200]...), append(make([]byte, 192), whole[len(whole)-8:]...)...),
	}
	for _, share := range []int{1, 10, 50, 90, 99} {
		damaged["cut_at_"+strings.Repeat("i", share)] = whole[:len(whole)*share/100]
	}
	for name, data := range damaged {
		t.Run(name, func(t *testing.T) {
			if _, err := delivered(t, "lines.parquet", data, ""); !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), "lines.parquet") {
				t.Errorf("got %v", err)
			}
		})
	}
	for at := 100; at < len(whole)-1000; at += len(whole) / 12 {
		data := append([]byte{}, whole...)
		data[at] ^= 1
		if _, err := delivered(t, "lines.parquet", data, `{"sha256": "`+sha256Of(whole)+`"}`); !errors.Is(err, pipeline.ErrRefused) {
			t.Errorf("flipped at %d: got %v", at, err)
		}
	}
}

// Of many files that are read together the damaged one is named. To learn which it is,
// the others are read twice, and still are what their manifests say.
func TestDamagedAmongMany(t *testing.T) {
	feed := lines(noFormat)
	const query = "select 'c' || i as id, date '2026-01-01' as day, cast(hash(i) %% 1000 as decimal(18, 2)) as amount, 'ok %d' as note from range(20000) as r(i)"
	for i := range 4 {
		feed.Paths = append(feed.Paths, parquet(t, fmt.Sprintf(query, i)))
	}
	damaged, text := feed.Paths[2], filepath.Join(t.TempDir(), "lines.csv")
	data, err := os.ReadFile(damaged)
	if err != nil {
		t.Fatal(err)
	}
	first, err := os.ReadFile(feed.Paths[0])
	if err != nil {
		t.Fatal(err)
	}
	for path, content := range map[string]string{
		text: head + good(3) + "\n", text + ".manifest.json": `{"rows": 3}`,
		feed.Paths[0] + ".manifest.json": `{"rows": 20000, "sha256": "` + sha256Of(first) + `"}`,
	} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	feed.Paths = slices.Insert(feed.Paths, 0, text)
	for at := 8; at < len(data)/2; at++ { // the footer stays whole
		data[at] = 0xff
	}
	if err := os.WriteFile(damaged, data, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = read(t, feed)
	if !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), damaged+": cannot be decoded") {
		t.Errorf("got %v", err)
	}
	for _, path := range feed.Paths {
		if path != damaged && strings.Contains(err.Error(), path) {
			t.Errorf("names %s: %v", path, err)
		}
	}
}

// A footer that is flipped anywhere is the sender's mistake, not the disk's.
func TestDamagedFooter(t *testing.T) {
	whole, err := os.ReadFile(parquet(t, sound("2.00")))
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for at := len(whole) / 3; at < len(whole); at += 7 {
		data := append([]byte{}, whole...)
		data[at] ^= 1 << (at % 8)
		_, err := delivered(t, "lines.parquet", data, "")
		if err == nil {
			continue // a byte that says nothing
		}
		refused++
		if !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), "lines.parquet") {
			t.Errorf("flipped at %d: got %v", at, err)
		}
	}
	if refused == 0 {
		t.Error("no flip was noticed")
	}
}

// A sound file that cannot be opened is the machine's fault: the same delivery may
// pass the next time.
func TestUnopenableParquet(t *testing.T) {
	feed := lines(noFormat)
	feed.Paths = []string{parquet(t, sound("2.00"))}
	engine, err := duckdb.Open(t.Context(), duckdb.Settings{}) // which may read no folder
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	_, err = engine.Import(t.Context(), feed)
	if !errors.Is(err, pipeline.ErrIO) || errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), "lines.parquet: cannot be read") {
		t.Errorf("got %v", err)
	}
}
