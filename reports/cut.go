package reports

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// ofScope cuts a table to one scope. Rows without a scope, such as those of
// deliveries, are the portfolio's alone; those of a target belong to its scope. The
// cut holds copies: nothing of another scope is left in it, whoever reads it.
func (w *writer) ofScope(t Table, s *sheet) Table {
	scopes, _ := column(t.Records, "scope_id").(*array.Int32)
	targets, _ := column(t.Records, "target_no").(*array.Int32)
	isOwn := map[int]bool{}
	for _, own := range s.targets {
		isOwn[own.TargetNo] = true
	}
	var rows []int
	for r := range int(t.Records.NumRows()) {
		var own bool
		switch {
		case scopes != nil && scopes.IsValid(r):
			own = int(scopes.Value(r)) == s.scope.ScopeID
		case scopes == nil && targets != nil && !s.isPortfolio():
			own = isOwn[int(targets.Value(r))]
		default:
			own = s.isPortfolio()
		}
		if own {
			rows = append(rows, r)
		}
	}
	return Table{Name: t.Name, Records: pick(t.Records, rows)}
}

// column is the column of a name; nil when there is none.
func column(records arrow.RecordBatch, name string) arrow.Array {
	if at := records.Schema().FieldIndices(name); len(at) == 1 {
		return records.Column(at[0])
	}
	return nil
}

// pick copies some rows of a table.
func pick(records arrow.RecordBatch, rows []int) arrow.RecordBatch {
	build := array.NewRecordBuilder(memory.DefaultAllocator, records.Schema())
	defer build.Release()
	for i, from := range records.Columns() {
		for _, r := range rows {
			copyValue(build.Field(i), from, r)
		}
	}
	return build.NewRecordBatch()
}

// copyValue appends one value of a column to a builder of its type. Types that
// have no download have no value here either.
func copyValue(to array.Builder, from arrow.Array, r int) {
	if from.IsNull(r) {
		to.AppendNull()
		return
	}
	switch from := from.(type) {
	case *array.String:
		to.(*array.StringBuilder).Append(from.Value(r))
	case *array.Date32:
		to.(*array.Date32Builder).Append(from.Value(r))
	case *array.Int32:
		to.(*array.Int32Builder).Append(from.Value(r))
	case *array.Int64:
		to.(*array.Int64Builder).Append(from.Value(r))
	case *array.Float64:
		to.(*array.Float64Builder).Append(from.Value(r))
	case *array.Boolean:
		to.(*array.BooleanBuilder).Append(from.Value(r))
	default:
		to.AppendNull()
	}
}
