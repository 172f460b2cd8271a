package reports

import (
	"bytes"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

// parquetOf writes the table as it is, one row group, types kept. It uses the
// Parquet writer itself: the bridge from Arrow records would bring gRPC into the
// program.
func parquetOf(records arrow.RecordBatch) ([]byte, error) {
	fields := make(schema.FieldList, records.NumCols())
	for i := range fields {
		node, err := parquetNode(records.ColumnName(i), records.Column(i))
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", records.ColumnName(i), err)
		}
		fields[i] = node
	}
	root, err := schema.NewGroupNode("schema", parquet.Repetitions.Required, fields, -1)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w, err := file.NewParquetWriterWithError(&out, root, file.WithWriterProps(parquet.NewWriterProperties(
		parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCreatedBy("valueshift"))))
	if err != nil {
		return nil, err
	}
	rows, err := w.AppendRowGroupChecked()
	if err != nil {
		return nil, err
	}
	for i := range fields {
		if err := writeColumn(rows, records.Column(i)); err != nil {
			return nil, fmt.Errorf("column %s: %w", records.ColumnName(i), err)
		}
	}
	if err := rows.Close(); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// parquetNode is the column's type in Parquet. Every column may hold nulls.
func parquetNode(name string, column arrow.Array) (schema.Node, error) {
	logical := func(kind schema.LogicalType, stored parquet.Type) (schema.Node, error) {
		return schema.NewPrimitiveNodeLogical(name, parquet.Repetitions.Optional, kind, stored, -1, -1)
	}
	switch column.(type) {
	case *array.String:
		return logical(schema.StringLogicalType{}, parquet.Types.ByteArray)
	case *array.Date32:
		return logical(schema.DateLogicalType{}, parquet.Types.Int32)
	case *array.Int32:
		return logical(schema.NewIntLogicalType(32, true), parquet.Types.Int32)
	case *array.Int64:
		return logical(schema.NewIntLogicalType(64, true), parquet.Types.Int64)
	case *array.Float64:
		return schema.NewPrimitiveNode(name, parquet.Repetitions.Optional, parquet.Types.Double, -1, -1)
	case *array.Boolean:
		return schema.NewPrimitiveNode(name, parquet.Repetitions.Optional, parquet.Types.Boolean, -1, -1)
	}
	return nil, fmt.Errorf("type %s has no download", column.DataType())
}

// writeColumn writes the next column of a row group.
func writeColumn(rows file.SerialRowGroupWriter, column arrow.Array) error {
	next, err := rows.NextColumn()
	if err != nil {
		return err
	}
	levels := make([]int16, column.Len()) // 1: there is a value, 0: null
	for i := range levels {
		if column.IsValid(i) {
			levels[i] = 1
		}
	}
	switch w := next.(type) {
	case *file.ByteArrayColumnChunkWriter:
		_, err = w.WriteBatch(present(column, func(i int) parquet.ByteArray {
			return parquet.ByteArray(column.(*array.String).Value(i))
		}), levels, nil)
	case *file.Int32ColumnChunkWriter:
		_, err = w.WriteBatch(present(column, func(i int) int32 {
			if dates, ok := column.(*array.Date32); ok {
				return int32(dates.Value(i))
			}
			return column.(*array.Int32).Value(i)
		}), levels, nil)
	case *file.Int64ColumnChunkWriter:
		_, err = w.WriteBatch(present(column, column.(*array.Int64).Value), levels, nil)
	case *file.Float64ColumnChunkWriter:
		_, err = w.WriteBatch(present(column, column.(*array.Float64).Value), levels, nil)
	case *file.BooleanColumnChunkWriter:
		_, err = w.WriteBatch(present(column, column.(*array.Boolean).Value), levels, nil)
	}
	if err != nil {
		return err
	}
	return next.Close()
}

// present gathers the values that are not null.
func present[T any](column arrow.Array, value func(int) T) []T {
	values := make([]T, 0, column.Len())
	for i := range column.Len() {
		if column.IsValid(i) {
			values = append(values, value(i))
		}
	}
	return values
}
