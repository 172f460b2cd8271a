package demo

import (
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

// answersPerGroup bounds what is held in memory before a row group is written.
const answersPerGroup = 1 << 16

// answers writes survey answers as Parquet. It uses the Parquet writer itself:
// the bridge from Arrow records would bring gRPC into the program.
type answers struct {
	out    *file.Writer
	ids    []parquet.ByteArray
	days   []int32 // since 1970-01-01
	scores []int32
	arena  []byte // where the ids lie
}

func newAnswers(w io.Writer) (*answers, error) {
	required := parquet.Repetitions.Required
	id, err1 := schema.NewPrimitiveNodeLogical("customer_id", required, schema.StringLogicalType{}, parquet.Types.ByteArray, -1, -1)
	day, err2 := schema.NewPrimitiveNodeLogical("answered_on", required, schema.DateLogicalType{}, parquet.Types.Int32, -1, -1)
	score, err3 := schema.NewPrimitiveNodeLogical("score", required, schema.NewIntLogicalType(32, true), parquet.Types.Int32, -1, -1)
	root, err4 := schema.NewGroupNode("schema", required, schema.FieldList{id, day, score}, -1)
	for _, err := range []error{err1, err2, err3, err4} {
		if err != nil {
			return nil, fmt.Errorf("parquet: %w", err)
		}
	}
	out, err := file.NewParquetWriterWithError(w, root, file.WithWriterProps(parquet.NewWriterProperties(
		parquet.WithCompression(compress.Codecs.Snappy),
		parquet.WithDictionaryFor("customer_id", false), // nearly every value is its own
	)))
	if err != nil {
		return nil, fmt.Errorf("parquet: %w", err)
	}
	return &answers{out: out}, nil
}

// add takes one answer; day counts from 1970-01-01.
func (a *answers) add(customer int, day, score int32) error {
	start := len(a.arena)
	a.arena = appendID(a.arena, customer)
	a.ids = append(a.ids, parquet.ByteArray(a.arena[start:]))
	a.days = append(a.days, day)
	a.scores = append(a.scores, score)
	if len(a.ids) < answersPerGroup {
		return nil
	}
	return a.group()
}

// group writes what was added as one row group.
func (a *answers) group() error {
	rows, err := a.out.AppendRowGroupChecked()
	if err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	for range a.out.NumColumns() {
		if err := a.column(rows); err != nil {
			return fmt.Errorf("parquet: %w", err)
		}
	}
	if err := rows.Close(); err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	a.ids, a.days, a.scores, a.arena = a.ids[:0], a.days[:0], a.scores[:0], a.arena[:0]
	return nil
}

// column writes the next column of a row group.
func (a *answers) column(rows file.SerialRowGroupWriter) error {
	next, err := rows.NextColumn()
	if err != nil {
		return err
	}
	switch w := next.(type) {
	case *file.ByteArrayColumnChunkWriter:
		_, err = w.WriteBatch(a.ids, nil, nil)
	case *file.Int32ColumnChunkWriter:
		values := a.days
		if w.Descr().Name() == "score" {
			values = a.scores
		}
		_, err = w.WriteBatch(values, nil, nil)
	}
	if err != nil {
		return err
	}
	return next.Close()
}

func (a *answers) close() error {
	if len(a.ids) > 0 {
		if err := a.group(); err != nil {
			return err
		}
	}
	if err := a.out.Close(); err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	return nil
}
