package reports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// download offers a report table as data/<name>.csv and data/<name>.parquet.
func (w *writer) download(t Table) error {
	text, err := csvOf(t.Records)
	if err != nil {
		return fmt.Errorf("csv: %w", err)
	}
	if err := w.put("data/"+t.Name+".csv", text); err != nil {
		return err
	}
	raw, err := parquetOf(t.Records)
	if err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	return w.put("data/"+t.Name+".parquet", raw)
}

// csvOf writes a table as people's programs open it: money in integer minor
// units, dates as YYYY-MM-DD, nothing for null, and no text that a spreadsheet
// would take for a formula.
func csvOf(records arrow.RecordBatch) ([]byte, error) {
	var out bytes.Buffer
	c := csv.NewWriter(&out)
	line := make([]string, records.NumCols())
	for i := range line {
		line[i] = inert(records.ColumnName(i))
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

// field is one cell as text.
func field(column arrow.Array, r int) string {
	if column.IsNull(r) {
		return ""
	}
	switch column := column.(type) {
	case *array.String:
		return inert(column.Value(r))
	case *array.LargeString:
		return inert(column.Value(r))
	case *array.Date32:
		return column.Value(r).ToTime().Format("2006-01-02")
	case *array.Date64:
		return column.Value(r).ToTime().Format("2006-01-02")
	case *array.Timestamp:
		unit := column.DataType().(*arrow.TimestampType).Unit
		return column.Value(r).ToTime(unit).Format("2006-01-02T15:04:05")
	case *array.Dictionary:
		return field(column.Dictionary(), column.GetValueIndex(r))
	case *array.Binary, *array.LargeBinary, *array.FixedSizeBinary:
		return inert(column.ValueStr(r))
	}
	if arrow.IsNested(column.DataType().ID()) {
		return inert(column.ValueStr(r))
	}
	return column.ValueStr(r)
}

// inert puts an apostrophe before text that starts like a formula.
func inert(text string) string {
	for _, r := range text {
		if strings.ContainsRune("=+-@\t\r＝＋－＠", r) {
			return "'" + text
		}
		break
	}
	return text
}

// parquetOf writes the table as it is, one row group, types kept.
func parquetOf(records arrow.RecordBatch) ([]byte, error) {
	var out bytes.Buffer
	properties := parquet.NewWriterProperties(
		parquet.WithCompression(compress.Codecs.Zstd),
		parquet.WithCreatedBy("valueshift"),
		parquet.WithAllocator(memory.DefaultAllocator))
	arrowProperties := pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema(), pqarrow.WithAllocator(memory.DefaultAllocator))
	f, err := pqarrow.NewFileWriter(records.Schema(), &out, properties, arrowProperties)
	if err != nil {
		return nil, err
	}
	if err := f.Write(records); err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
