package pipeline

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"valueshift/reports"
)

// exactly is a decimal written out, for settings that SQL multiplies money with.
type exactly string

// rate is an exchange rate written out.
type rate string

// values writes a slice of structs as a select: what a statement needs from Go is
// a table, too. Column names are the field names in snake case. Every column is
// cast to its type, once and outside of the rows, so that a table without rows has
// the same columns and one with thousands is read in no time.
func values(slice any) string {
	rows := reflect.ValueOf(slice)
	row := rows.Type().Elem()
	var columns, casts []string
	for i := range row.NumField() {
		field := row.Field(i)
		column, kind := reports.ColumnName(field.Name), field.Type
		if kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		columns = append(columns, column)
		casts = append(casts, "cast("+column+" as "+sqlType(kind)+") as "+column)
	}
	lines := make([]string, max(rows.Len(), 1))
	for i := range lines {
		line := reflect.Zero(row)
		if i < rows.Len() {
			line = rows.Index(i)
		}
		items := make([]string, row.NumField())
		for f := range items {
			items[f] = literal(line.Field(f))
		}
		lines[i] = "(" + strings.Join(items, ", ") + ")"
	}
	query := "select " + strings.Join(casts, ", ") + "\nfrom (values\n" + strings.Join(lines, ",\n") +
		"\n) as given (" + strings.Join(columns, ", ") + ")"
	if rows.Len() == 0 {
		query += "\nwhere false"
	}
	return query
}

// literal writes one value without its type.
func literal(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return "null"
		}
		v = v.Elem()
	}
	if date, ok := v.Interface().(time.Time); ok {
		if date.IsZero() {
			return "null"
		}
		return "'" + date.Format(time.DateOnly) + "'"
	}
	switch v.Kind() {
	case reflect.String:
		return "'" + strings.ReplaceAll(v.String(), "'", "''") + "'"
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Float64:
		return "'" + strconv.FormatFloat(v.Float(), 'g', -1, 64) + "'"
	default:
		return strconv.FormatInt(v.Int(), 10)
	}
}

func sqlType(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return "date"
	case t == reflect.TypeFor[exactly]():
		return "decimal(9, 6)"
	case t == reflect.TypeFor[rate]():
		return "decimal(18, 10)"
	}
	switch t.Kind() {
	case reflect.String:
		return "varchar"
	case reflect.Bool:
		return "boolean"
	case reflect.Float64:
		return "double"
	case reflect.Int:
		return "integer"
	case reflect.Int64:
		return "bigint"
	}
	panic(fmt.Sprintf("no SQL type for %s", t))
}
