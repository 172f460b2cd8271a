package pipeline

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"valueshift/reports"
)

// readRows runs a select and decodes its rows into the slice that rows points to.
func readRows(ctx context.Context, from Reader, query string, rows any) error {
	batch, err := from.Read(ctx, query)
	if err != nil {
		return err
	}
	defer batch.Release()
	return decode(batch, rows)
}

// read is readRows of what the night makes.
func (n Night) read(ctx context.Context, query string, rows any) error {
	return readRows(ctx, n.Engine, query, rows)
}

// decode fills a slice of structs from a batch. Every field needs a column of its
// name in snake case, unless it is tagged column:"-"; a column without a field is passed over.
func decode(batch arrow.RecordBatch, rows any) error {
	slice := reflect.ValueOf(rows).Elem()
	row := slice.Type().Elem()
	slice.Set(reflect.MakeSlice(slice.Type(), int(batch.NumRows()), int(batch.NumRows())))
	for f := range row.NumField() {
		if row.Field(f).Tag.Get("column") == "-" {
			continue
		}
		name := reports.ColumnName(row.Field(f).Name)
		at := batch.Schema().FieldIndices(name)
		if len(at) != 1 {
			return fmt.Errorf("%s: no column %s", row, name)
		}
		column := batch.Column(at[0])
		for i := range slice.Len() {
			if err := setField(slice.Index(i).Field(f), column, i); err != nil {
				return fmt.Errorf("%s.%s, row %d: %w", row, row.Field(f).Name, i, err)
			}
		}
	}
	return nil
}

func setField(field reflect.Value, column arrow.Array, i int) error {
	if column.IsNull(i) {
		// A date or an instant that is not there is the zero time; any other value needs a pointer.
		if field.Kind() != reflect.Pointer && field.Type() != reflect.TypeFor[time.Time]() {
			return fmt.Errorf("is null")
		}
		return nil
	}
	if field.Kind() == reflect.Pointer {
		field.Set(reflect.New(field.Type().Elem()))
		field = field.Elem()
	}
	switch column := column.(type) {
	case *array.String:
		field.SetString(strings.Clone(column.Value(i))) // the batch is released, and may take its memory with it
	case *array.Int32:
		field.SetInt(int64(column.Value(i)))
	case *array.Int64:
		field.SetInt(column.Value(i))
	case *array.Float64:
		field.SetFloat(column.Value(i))
	case *array.Boolean:
		field.SetBool(column.Value(i))
	case *array.Timestamp:
		unit := column.DataType().(*arrow.TimestampType).Unit
		field.Set(reflect.ValueOf(column.Value(i).ToTime(unit).UTC()))
	case *array.Date32:
		field.Set(reflect.ValueOf(column.Value(i).ToTime().UTC()))
	default:
		return fmt.Errorf("cannot read %s", column.DataType())
	}
	return nil
}
