package reports

import (
	"reflect"
	"testing"
)

// Every slice of the book that goes by scope reaches the sheet of its scope, and no
// other: one that is forgotten would be an empty figure and no error.
func TestEveryRowIsDealt(t *testing.T) {
	elsewhere := map[string]string{
		"Scopes":   "are the sheets",
		"Cube":     "is read by Explore, whole",
		"Products": "is read by Explore, whole",
		"Warnings": "are looked up by topic and scope",
		"Fx":       "is drawn on the portfolio's page alone",
	}
	var b Book
	var dealt []reflect.Type
	fields := reflect.ValueOf(&b).Elem()
	for i := range fields.NumField() {
		name, rows := fields.Type().Field(i).Name, fields.Field(i)
		if rows.Kind() != reflect.Slice || rows.Type().Elem().Kind() != reflect.Struct || elsewhere[name] != "" {
			continue
		}
		rows.Set(reflect.MakeSlice(rows.Type(), 1, 1))
		switch id := rows.Index(0).FieldByName("ScopeID"); {
		case !id.IsValid():
			rows.SetZero()
			continue
		case id.Kind() == reflect.Pointer:
			id.Set(reflect.New(id.Type().Elem()))
			id.Elem().SetInt(1)
		default:
			id.SetInt(1)
		}
		dealt = append(dealt, rows.Type().Elem())
	}
	all := make([]sheet, 2)
	deal(b, all, map[int]int{0: 0, 1: 1})
	for _, row := range dealt {
		if got := rowsOn(all[1], row); got != 1 {
			t.Errorf("%d rows of %s on the sheet of their scope, want 1", got, row)
		}
		if got := rowsOn(all[0], row); got != 0 {
			t.Errorf("%d rows of %s on the sheet of another scope", got, row)
		}
	}
	if len(dealt) < 20 {
		t.Errorf("only %d slices go by scope", len(dealt))
	}
}

// rowsOn counts the rows of a type that a sheet has, in a slice or by themselves.
func rowsOn(s sheet, row reflect.Type) (n int) {
	fields := reflect.ValueOf(s)
	for i := range fields.NumField() {
		switch f := fields.Field(i); {
		case f.Kind() == reflect.Slice && f.Type().Elem() == row:
			n += f.Len()
		case f.Kind() == reflect.Pointer && f.Type().Elem() == row && !f.IsNil():
			n++
		}
	}
	return n
}
