package reports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// download offers a report table as <folder>/data/<name>.csv and .parquet.
func (w *writer) download(folder string, t Table) error {
	file := path.Join(folder, "data", t.Name)
	for _, kind := range []struct {
		suffix  string
		content func(arrow.RecordBatch) ([]byte, error)
	}{{".csv", csvOf}, {".parquet", parquetOf}} {
		content, err := kind.content(t.Records)
		if err == nil {
			err = w.put(file+kind.suffix, content)
		}
		if err != nil {
			return fmt.Errorf("%s%s: %w", file, kind.suffix, err)
		}
	}
	return nil
}

// ownDownloads writes into a segment's folder the tables that its page names, each
// with the segment's rows alone.
func (w *writer) ownDownloads(p page) error {
	named := map[string]bool{}
	for _, s := range p.Sections {
		for _, r := range s.Rows {
			for _, f := range r {
				for _, source := range f.Sources {
					named[source.Table] = true
				}
			}
		}
	}
	for _, t := range w.book.Tables {
		if !named[t.Name] {
			continue
		}
		if err := w.download(path.Dir(p.file), w.ofScope(t, p.of)); err != nil {
			return err
		}
	}
	return nil
}

// csvOf writes a table as people's programs open it: money in integer minor
// units, dates as YYYY-MM-DD, nothing for null, and no text that a spreadsheet
// would take for a formula.
func csvOf(records arrow.RecordBatch) ([]byte, error) {
	var out bytes.Buffer
	c := csv.NewWriter(&out)
	line := make([]string, records.NumCols())
	for i := range line {
		line[i] = Inert(records.ColumnName(i))
	}
	if err := c.Write(line); err != nil {
		return nil, err
	}
	for r := range int(records.NumRows()) {
		for i := range line {
			line[i] = field(records.Column(i), r)
		}
		if err := c.Write(line); err != nil {
			return nil, err
		}
	}
	c.Flush()
	return out.Bytes(), c.Error()
}

// field is one cell as text. Report tables hold texts, dates, numbers and truths.
func field(column arrow.Array, r int) string {
	if column.IsNull(r) {
		return ""
	}
	switch column := column.(type) {
	case *array.String:
		return Inert(column.Value(r))
	case *array.Date32:
		return column.Value(r).ToTime().Format(time.DateOnly)
	}
	return column.ValueStr(r)
}

// Inert puts an apostrophe before text that starts like a formula.
func Inert(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	if text != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", first) {
		return "'" + text
	}
	return text
}
