package pipeline

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// exactly is a decimal written out, for settings that SQL multiplies money with.
type exactly string

// rate is an exchange rate written out.
type rate string

// values writes a slice of structs as a select: what a statement needs from Go is
// a table, too. Column names are the field names in snake case. Every value is
// written with its type, so that a table without rows has the same columns.
func values(slice any) string {
	rows := reflect.ValueOf(slice)
	if rows.Len() == 0 {
		return selectRow(reflect.Zero(rows.Type().Elem())) + " where false"
	}
	selects := make([]string, rows.Len())
	for i := range selects {
		selects[i] = selectRow(rows.Index(i))
	}
	return strings.Join(selects, "\nunion all\n")
}

func selectRow(row reflect.Value) string {
	items := make([]string, row.NumField())
	for i := range items {
		items[i] = literal(row.Field(i)) + " as " + snake(row.Type().Field(i).Name)
	}
	return "select " + strings.Join(items, ", ")
}

// literal writes one value with its type.
func literal(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return "cast(null as " + sqlType(v.Type().Elem()) + ")"
		}
		v = v.Elem()
	}
	kind := sqlType(v.Type())
	switch value := v.Interface().(type) {
	case time.Time:
		if value.IsZero() {
			return "cast(null as date)"
		}
		return "cast('" + value.Format(time.DateOnly) + "' as date)"
	case exactly:
		return "cast('" + string(value) + "' as " + kind + ")"
	case rate:
		return "cast('" + string(value) + "' as " + kind + ")"
	}
	switch v.Kind() {
	case reflect.String:
		return "cast('" + strings.ReplaceAll(v.String(), "'", "''") + "' as varchar)"
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Float64:
		return "cast('" + strconv.FormatFloat(v.Float(), 'g', -1, 64) + "' as double)"
	default:
		return "cast(" + strconv.FormatInt(v.Int(), 10) + " as " + kind + ")"
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

// snake turns a field name into a column name: AsOf → as_of, Top20Share →
// top20_share, ScopeID → scope_id.
func snake(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if unicode.IsUpper(r) && i > 0 && (unicode.IsLower(runes[i-1]) || unicode.IsDigit(runes[i-1]) ||
			(i+1 < len(runes) && unicode.IsLower(runes[i+1]))) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
