package reports

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

// TestRendererIsTheReleasedOne pins the file to the one in the npm package.
func TestRendererIsTheReleasedOne(t *testing.T) {
	sum := sha256.Sum256([]byte(echartsJS))
	if got := hex.EncodeToString(sum[:]); got != "b66b25aeb4df84e33199dc21694014d336d222cbd9deb0e5a7c14bd6aa0d0fd0" {
		t.Errorf("echarts-6.1.0.min.js has sha256 %s", got)
	}
}

// TestWorkersDoNotMatter writes the same book with 1, 2 and 4 workers; the last draw
// every chart again, the first finds what the two drew.
func TestWorkersDoNotMatter(t *testing.T) {
	want := fixtureFiles(t)
	for threads, drawings := range map[int]*Drawings{1: OpenDrawings(nil), 4: nil} {
		folder := t.TempDir()
		writeSite(t, folder, fixture(), drawings, threads)
		got := files(t, folder)
		if len(got) != len(want) {
			t.Errorf("%d workers: %d files, want %d", threads, len(got), len(want))
		}
		for name := range want {
			if got[name] != want[name] {
				t.Errorf("%d workers: %s differs", threads, name)
			}
		}
	}
}

func TestManifest(t *testing.T) {
	all := fixtureFiles(t)
	var list []File
	if err := json.Unmarshal([]byte(all["manifest.json"]), &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != len(all)-1 {
		t.Errorf("%d files listed, want %d", len(list), len(all)-1)
	}
	for i, f := range list {
		sum := sha256.Sum256([]byte(all[f.Name]))
		if hex.EncodeToString(sum[:]) != f.Sha256 || int64(len(all[f.Name])) != f.Bytes {
			t.Errorf("%s does not have the listed content", f.Name)
		}
		if i > 0 && list[i-1].Name >= f.Name {
			t.Errorf("%s is out of order", f.Name)
		}
	}
}

func TestCSV(t *testing.T) {
	all := fixtureFiles(t)
	rows, err := csv.NewReader(strings.NewReader(all["data/report_quarantine.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range formulas {
		want := text
		if i < 10 {
			want = "'" + text
		}
		// A reader of CSV turns a carriage return into nothing or a line's end.
		if got := rows[i+1][0]; got != want && text != "\rx" {
			t.Errorf("%q is written as %q, want %q", text, got, want)
		}
		if i > 0 && !strings.HasPrefix(rows[i+1][1], "-") {
			t.Errorf("the number %d is written as %q", -i, rows[i+1][1])
		}
	}
	months := all["data/report_months.csv"]
	if !strings.HasPrefix(months, "scope_id,month,customers,profit_minor,share\n0,2025-10-31,") || !strings.Contains(months, ",\n") {
		t.Errorf("unexpected CSV: %.80q", months)
	}
}

func TestParquetReadsBack(t *testing.T) {
	raw := fixtureFiles(t)["data/report_months.parquet"]
	reader, err := file.NewParquetReader(bytes.NewReader([]byte(raw)))
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	want := fixture().Tables[0].Records
	if reader.NumRows() != want.NumRows() {
		t.Fatalf("%d rows, want %d", reader.NumRows(), want.NumRows())
	}
	for i, f := range want.Schema().Fields() {
		column := reader.MetaData().Schema.Column(i)
		if column.Name() != f.Name {
			t.Errorf("column %s, want %s", column.Name(), f.Name)
		}
		chunk, err := reader.RowGroup(0).Column(i)
		if err != nil {
			t.Fatal(err)
		}
		for r, got := range columnTexts(t, chunk, want.NumRows()) {
			if text := field(want.Column(i), r); got != text {
				t.Errorf("%s, row %d: %q, want %q", f.Name, r, got, text)
			}
		}
	}
}

// columnTexts reads a column as the CSV would show it.
func columnTexts(t *testing.T, chunk file.ColumnChunkReader, rows int64) []string {
	levels := make([]int16, rows)
	var values []string
	switch c := chunk.(type) {
	case *file.Int32ColumnChunkReader:
		read := make([]int32, rows)
		_, n, _ := c.ReadBatch(rows, read, levels, nil)
		for _, v := range read[:n] {
			text := strconv.Itoa(int(v))
			if c.Descriptor().LogicalType().Equals(schema.DateLogicalType{}) {
				text = arrow.Date32(v).ToTime().Format("2006-01-02")
			}
			values = append(values, text)
		}
	case *file.Int64ColumnChunkReader:
		read := make([]int64, rows)
		_, n, _ := c.ReadBatch(rows, read, levels, nil)
		for _, v := range read[:n] {
			values = append(values, strconv.FormatInt(v, 10))
		}
	case *file.Float64ColumnChunkReader:
		read := make([]float64, rows)
		_, n, _ := c.ReadBatch(rows, read, levels, nil)
		for _, v := range read[:n] {
			values = append(values, strconv.FormatFloat(v, 'g', -1, 64))
		}
	case *file.ByteArrayColumnChunkReader:
		read := make([]parquet.ByteArray, rows)
		_, n, _ := c.ReadBatch(rows, read, levels, nil)
		for _, v := range read[:n] {
			values = append(values, string(v))
		}
	case *file.BooleanColumnChunkReader:
		read := make([]bool, rows)
		_, n, _ := c.ReadBatch(rows, read, levels, nil)
		for _, v := range read[:n] {
			values = append(values, strconv.FormatBool(v))
		}
	default:
		t.Fatalf("unexpected column %T", chunk)
	}
	texts := make([]string, rows)
	for r, level := range levels {
		if level == 1 {
			texts[r], values = values[0], values[1:]
		}
	}
	return texts
}

func TestWriteStops(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	if err := Write(ctx, root, crowded(), nil, 2, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the context's error", err)
	}
	if _, err := root.Stat("manifest.json"); err == nil {
		t.Error("half a site has a manifest")
	}
}

func TestEveryPageIsTold(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	told := 0
	if err := Write(context.Background(), root, fixture(), OpenDrawings(nil), 2, func(string) { told++ }); err != nil {
		t.Fatal(err)
	}
	if told != 15 {
		t.Errorf("%d pages were told, want 15", told)
	}
}
