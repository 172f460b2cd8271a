//go:build duckdb_arrow

package duckdb

import (
	"context"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	duckdb "github.com/duckdb/duckdb-go/v2"

	"valueshift/pipeline/fault"
)

// Read returns a small result as one Arrow batch.
func (e *Engine) Read(ctx context.Context, query string) (arrow.RecordBatch, error) {
	if err := fault.Point("read", query); err != nil {
		return nil, classify(err)
	}
	var batch arrow.RecordBatch
	err := e.conn.Raw(func(conn any) error {
		handle, err := duckdb.NewArrowFromConn(conn.(*duckdb.Conn))
		if err != nil {
			return err
		}
		reader, err := handle.QueryContext(ctx, query)
		if err != nil {
			return classify(err)
		}
		defer reader.Release()
		batch, err = gather(reader)
		return classify(err)
	})
	return batch, err
}

// gather joins a stream's batches into one.
func gather(reader array.RecordReader) (arrow.RecordBatch, error) {
	var batches []arrow.RecordBatch
	rows := int64(0)
	for reader.Next() {
		batch := reader.RecordBatch()
		batch.Retain()
		defer batch.Release()
		batches = append(batches, batch)
		rows += batch.NumRows()
	}
	if err := reader.Err(); err != nil {
		return nil, err
	}
	schema := reader.Schema()
	columns := make([]arrow.Array, schema.NumFields())
	for i := range columns {
		parts := make([]arrow.Array, len(batches))
		for j, batch := range batches {
			parts[j] = batch.Column(i)
		}
		if len(parts) == 0 {
			columns[i] = array.MakeArrayOfNull(memory.DefaultAllocator, schema.Field(i).Type, 0)
			continue
		}
		column, err := array.Concatenate(parts, memory.DefaultAllocator)
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", schema.Field(i).Name, err)
		}
		columns[i] = column
	}
	return array.NewRecordBatch(schema, columns, rows), nil
}
