package reports

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// applySmallCells takes hidden numbers out of a book and its tables. The rows of a
// table are those of the book's slice, one by one.
func applySmallCells(b Book) (Book, map[int]bool, error) {
	if b.Run.MinCustomers == 0 {
		return b, nil, nil
	}
	c := findSmallCells(&b)
	out := b
	out.Tables = nil
	for _, t := range b.Tables {
		records, err := c.records(t)
		if err != nil {
			return b, nil, err
		}
		out.Tables = append(out.Tables, Table{t.Name, records})
	}
	fields := reflect.ValueOf(&out).Elem()
	for i := range fields.NumField() {
		if field := fields.Field(i); field.Kind() == reflect.Slice {
			if table := tableName(fields.Type().Field(i)); !slices.Contains([]string{"report_tables", "report_checks", "report_rules"}, table) {
				field.Set(c.kept(table, field))
			}
		}
	}
	return out, c.scopes, nil
}

// kept copies the rows of one slice of the book without what is hidden.
func (c *cells) kept(table string, rows reflect.Value) reflect.Value {
	list := reflect.MakeSlice(rows.Type(), 0, rows.Len())
	for i := range rows.Len() {
		hidden := c.rows[table][i]
		together, isLumped := c.isLumped(table, i)
		if isLumped || c.isGone(table, i, scopeOf(rows.Index(i))) || hidden != Shown && slices.Contains(unknownTo, table) {
			continue
		}
		row := reflect.New(rows.Type().Elem()).Elem()
		row.Set(rows.Index(i))
		for f := range row.NumField() {
			name := ColumnName(row.Type().Field(f).Name)
			if name == "hidden" {
				if hidden == Shown && len(c.columns[table][i]) > 0 {
					hidden = Partly
				}
				row.Field(f).SetUint(uint64(hidden))
			} else if c.isWithout(table, i, name) {
				row.Field(f).SetZero()
			} else if together != nil && name == "group_code" {
				row.Field(f).SetInt(int64(fewCustomers))
			} else if v := row.Field(f); together != nil && v.Kind() == reflect.Int64 {
				v.SetInt(0)
				for _, from := range together {
					v.SetInt(v.Int() + rows.Index(from).Field(f).Int())
				}
			}
		}
		list = reflect.Append(list, row)
	}
	return list
}

// records copies a table without what is hidden. A table that may hide rows has one
// more column, which says why.
func (c *cells) records(t Table) (arrow.RecordBatch, error) {
	rows := bookTable(c.book, t.Name)
	if hides := len(c.rows[t.Name])+len(c.columns[t.Name])+len(c.gone[t.Name])+len(c.lumps[t.Name]) > 0; hides && int64(rows.Len()) != t.Records.NumRows() {
		return nil, fmt.Errorf("table %s: %d rows, and %d in the book", t.Name, t.Records.NumRows(), rows.Len())
	}
	fields := slices.Clone(t.Records.Schema().Fields())
	_, hasWhy := keys[t.Name]
	if hasWhy {
		fields = append(fields, arrow.Field{Name: "hidden", Type: arrow.BinaryTypes.String, Nullable: true})
	}
	for i := range fields {
		fields[i].Nullable = true
	}
	build := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer build.Release()
	scopes, _ := column(t.Records, "scope_id").(*array.Int32)
	for r := range int(t.Records.NumRows()) {
		scope := 0
		if scopes != nil && scopes.IsValid(r) {
			scope = int(scopes.Value(r))
		}
		together, isLumped := c.isLumped(t.Name, r)
		if isLumped || c.isGone(t.Name, r, scope) {
			continue
		}
		for i, from := range t.Records.Columns() {
			if c.isWithout(t.Name, r, t.Records.ColumnName(i)) {
				build.Field(i).AppendNull()
			} else if !lumpValue(build.Field(i), t.Records.ColumnName(i), from, together) {
				copyValue(build.Field(i), from, r)
			}
		}
		if hasWhy {
			why := build.Field(len(fields) - 1).(*array.StringBuilder)
			switch {
			case c.rows[t.Name][r] == Beside:
				why.Append("beside a hidden number")
			case c.rows[t.Name][r] == Few:
				why.Append(fmt.Sprintf("fewer than %d customers", c.min))
			case len(c.columns[t.Name][r]) > 0:
				why.Append("some columns")
			default:
				why.AppendNull()
			}
		}
	}
	return build.NewRecordBatch(), nil
}

// lumpValue sums a column of the rows that stand together, or names them; it is
// false where the column is that of each.
func lumpValue(to array.Builder, name string, from arrow.Array, together []int) bool {
	if together == nil {
		return false
	}
	switch name {
	case "group_code":
		to.(*array.Int32Builder).Append(int32(fewCustomers))
		return true
	case "group_name":
		to.(*array.StringBuilder).Append(fewName)
		return true
	}
	amounts, ok := from.(*array.Int64)
	if !ok {
		return false
	}
	all := int64(0)
	for _, r := range together {
		all += amounts.Value(r)
	}
	to.(*array.Int64Builder).Append(all)
	return true
}

// isGone tells of rows that nobody gets: those of hidden segments, but for the row
// that names the segment and for what people decided.
func (c *cells) isGone(table string, row, scope int) bool {
	return c.gone[table][row] || c.scopes[scope] && table != "report_scopes" && table != "report_overrides" && table != "report_warnings"
}

// isWithout tells whether a column of a row is hidden.
func (c *cells) isWithout(table string, row int, name string) bool {
	if c.columns[table][row][name] {
		return true
	}
	return c.rows[table][row] != Shown && !slices.Contains(strings.Fields(keys[table]), name)
}

// bookTable is the slice of the book that a table was read into; empty when there is
// none.
func bookTable(b *Book, table string) reflect.Value {
	if rows := b.Rows(table); rows != nil {
		return reflect.ValueOf(rows).Elem()
	}
	return reflect.ValueOf([]struct{}{})
}

// scopeOf is the scope of a row; 0 when it has none.
func scopeOf(row reflect.Value) int {
	if id := row.FieldByName("ScopeID"); id.IsValid() && id.Kind() == reflect.Int {
		return int(id.Int())
	}
	return 0
}

// numberOf is a count by the name of its column; ok is false when it is unknown.
func numberOf(row reflect.Value, column string) (n int64, ok bool) {
	for f := range row.NumField() {
		if ColumnName(row.Type().Field(f).Name) == column {
			v := reflect.Indirect(row.Field(f))
			if !v.IsValid() {
				return 0, false
			}
			return v.Int(), true
		}
	}
	return 0, false
}
