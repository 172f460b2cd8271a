package reports

import (
	"reflect"
	"slices"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// tablesOf makes the report tables that a book was read from: one for every slice,
// with a column for every field and the scope's name beside its number.
func tablesOf(b Book) []Table {
	names := map[int]string{}
	for _, s := range b.Scopes {
		names[s.ScopeID] = s.Name
	}
	var list []Table
	fields := reflect.ValueOf(b)
	for i := range fields.NumField() {
		name := ColumnName(fields.Type().Field(i).Name)
		if rows := fields.Field(i); rows.Kind() == reflect.Slice && !slices.Contains([]string{"tables", "checks", "rules"}, name) {
			list = append(list, Table{"report_" + name, batchOf(rows, names)})
		}
	}
	return list
}

func batchOf(rows reflect.Value, names map[int]string) arrow.RecordBatch {
	row := rows.Type().Elem()
	var fields []arrow.Field
	n := row.NumField()
	if row.Field(n-1).Name == "Hidden" { // is no column
		n--
	}
	for f := range n {
		fields = append(fields, arrow.Field{Name: ColumnName(row.Field(f).Name), Type: arrowType(row.Field(f).Type), Nullable: true})
	}
	scope, hasScope := row.FieldByName("ScopeID")
	_, isNamed := row.FieldByName("Scope")
	addName := hasScope && !isNamed
	if addName {
		fields = append(fields, arrow.Field{Name: "scope", Type: arrow.BinaryTypes.String, Nullable: true})
	}
	build := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer build.Release()
	for r := range rows.Len() {
		for f := range n {
			appendValue(build.Field(f), rows.Index(r).Field(f))
		}
		if addName {
			id := reflect.Indirect(rows.Index(r).FieldByIndex(scope.Index))
			if id.IsValid() {
				build.Field(n).(*array.StringBuilder).Append(names[int(id.Int())])
			} else {
				build.Field(n).AppendNull()
			}
		}
	}
	return build.NewRecordBatch()
}

func arrowType(t reflect.Type) arrow.DataType {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[time.Time]():
		return arrow.FixedWidthTypes.Date32
	case t == reflect.TypeFor[int64]():
		return arrow.PrimitiveTypes.Int64
	case t.Kind() == reflect.Float64:
		return arrow.PrimitiveTypes.Float64
	case t.Kind() == reflect.Bool:
		return arrow.FixedWidthTypes.Boolean
	case t.Kind() == reflect.String:
		return arrow.BinaryTypes.String
	}
	return arrow.PrimitiveTypes.Int32
}

func appendValue(to array.Builder, v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			to.AppendNull()
			return
		}
		v = v.Elem()
	}
	switch to := to.(type) {
	case *array.Date32Builder:
		if on := v.Interface().(time.Time); on.IsZero() {
			to.AppendNull()
		} else {
			to.Append(arrow.Date32FromTime(on))
		}
	case *array.Int32Builder:
		to.Append(int32(v.Int()))
	case *array.Int64Builder:
		to.Append(v.Int())
	case *array.Float64Builder:
		to.Append(v.Float())
	case *array.BooleanBuilder:
		to.Append(v.Bool())
	case *array.StringBuilder:
		to.Append(v.String())
	}
}
