package reports

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"time"

	"valueshift/segments"
)

// addTargets promises six things: one cannot be judged, one is inconclusive, two
// have an outlook. Baseline is the third month; the paths run from there to
// December 2026.
func addTargets(b *Book) {
	profit := func(scope int, m int) float64 { return float64(b.Months[scope*13+m].ProfitMinor) }
	stock := func(scope int, g segments.Group, m int) Mix {
		for _, x := range b.Mix {
			if x.ScopeID == scope && x.GroupCode == g && x.Month.Equal(monthEnd(m)) {
				return x
			}
		}
		return Mix{}
	}
	share := func(g segments.Group) func(int) float64 {
		return func(m int) float64 { return *stock(0, g, m).CustomerShare }
	}
	promise(b, Target{Metric: "profit", Direction: "at_least"}, func(m int) float64 { return profit(0, m) }, 1.08)
	promise(b, Target{GroupCode: segments.Eroders, Metric: "customer_share", Direction: "at_most"}, share(segments.Eroders), 0.85)
	promise(b, Target{GroupCode: segments.Destroyers, Metric: "customer_share", Direction: "at_most"}, share(segments.Destroyers), 0.6)
	promise(b, Target{ScopeID: 1, GroupCode: segments.Eroders, Metric: "customers", Direction: "at_most"},
		func(m int) float64 { return float64(stock(1, segments.Eroders, m).Customers) }, 0.7)
	b.Targets = append(b.Targets, Target{TargetNo: 5, GroupCode: segments.Neutral, Metric: "profit_per_customer", Direction: "hold",
		BaselineMonth: monthEnd(2), TargetMonth: monthEnd(14), Target: 500, Colour: "none", StatusColour: "none", Reason: "the baseline month is not closed yet",
		OutlookColour: "none", OutlookReason: "no forecast was made"})
	promise(b, Target{GroupCode: segments.Creators, Metric: "promoter_share", Direction: "at_least"},
		func(m int) float64 { return 0.3 + float64(m)/500 }, 1.2)
	unsure, likely := &b.Targets[5], &b.Targets[0]
	unsure.IsInconclusive, unsure.StatusColour, unsure.Colour, unsure.StandardError = true, "amber", "amber", new(0.021)
	likely.HitShare, likely.Median, likely.Low80, likely.High80 = new(0.62), new(likely.Target*1.01), new(likely.Target*0.97), new(likely.Target*1.06)
	likely.OutlookColour, likely.OutlookReason = "amber", ""
	for scope := range 3 {
		for _, g := range append([]segments.Group{segments.Out}, segments.InPortfolio...) {
			b.TargetCells = append(b.TargetCells, cellOf(b, scope, g))
		}
	}
}

// cellOf counts the targets of a group and takes the worst of them.
func cellOf(b *Book, scope int, g segments.Group) TargetCell {
	c := TargetCell{ScopeID: scope, GroupCode: g, Colour: "no target"}
	rank := map[string]int{"no target": 0, "none": 1, "green": 2, "amber": 3, "red": 4}
	for _, t := range b.Targets {
		if t.ScopeID == scope && t.GroupCode == g {
			c.Targets++
			if rank[t.Colour] > rank[c.Colour] {
				c.Colour = t.Colour
			}
		}
	}
	return c
}

// promise asks for a multiple of what the baseline month closed with.
func promise(b *Book, t Target, at func(m int) float64, factor float64) {
	const from, now, to = 2, 12, 14
	t.TargetNo = len(b.Targets) + 1
	t.BaselineMonth, t.TargetMonth, t.Glidepath = monthEnd(from), monthEnd(to), "linear"
	baseline := at(from)
	t.Baseline, t.Target = &baseline, baseline*factor
	glide := func(m int) float64 { return baseline + (t.Target-baseline)*float64(m-from)/(to-from) }
	for m := from; m <= now; m++ {
		b.TargetMonths = append(b.TargetMonths, TargetMonth{t.TargetNo, t.Metric, monthEnd(m), new(at(m)), new(glide(m))})
	}
	t.Actual, t.Glide, t.Gap = new(at(now)), new(glide(now)), new(at(now)-glide(now))
	t.Attainment = new((at(now) - baseline) / (glide(now) - baseline))
	t.Progress = new((at(now) - baseline) / (t.Target - baseline))
	t.StandardError, t.OutlookColour, t.OutlookReason = new(0.0), "none", "fewer than 12 months of history"
	switch {
	case *t.Attainment >= 0.95:
		t.Colour = "green"
	case *t.Attainment >= 0.8:
		t.Colour = "amber"
	default:
		t.Colour = "red"
	}
	t.StatusColour = t.Colour
	b.Targets = append(b.Targets, t)
}

func addQuality(b *Book) {
	add := func(boundary string, amount int64) {
		b.Bounds = append(b.Bounds, Bound{PlanYear: 2026, Position: len(b.Bounds) + 1, Boundary: boundary, AmountMinor: amount, CalibratedOn: monthEnd(2), Basis: "calibrated"})
	}
	add("destroyers_to", -60_000)
	add("neutral_from", -2_500)
	add("neutral_to", 2_500)
	add("creators_from", 120_000)
	b.Deliveries = []Delivery{
		{Feed: "costs", File: "exports/costs/2026-10.csv.gz", Sha256: "c0ffee00aa", RowsRead: 8_410, Loaded: 8_402, Quarantined: 3, Filtered: 4, Blank: 1, AmountMinor: new(int64(4_123_456_78)), QuarantinedMinor: new(int64(0)), Unread: new(int64(3))},
		{Feed: "customers", File: "exports/customers.csv", Sha256: "beef00aa11", RowsRead: 900, Loaded: 900},
		{Feed: "revenue", File: "exports/revenue/2026-09.csv", Sha256: "0123456789", RowsRead: 10_240, Loaded: 10_240, AmountMinor: new(int64(9_876_543_21)), QuarantinedMinor: new(int64(0)), Unread: new(int64(0))},
		{Feed: "revenue", File: "exports/revenue/2026-10.csv", Sha256: "9876543210", RowsRead: 10_311, Loaded: 10_309, Quarantined: 2, AmountMinor: new(int64(9_912_345_67)), QuarantinedMinor: new(int64(2_200_50)), Unread: new(int64(0))},
	}
	b.Quarantine = []Quarantine{
		{Feed: "costs", File: "exports/costs/2026-10.csv.gz", ColumnName: "amount", Reason: "is not a number", RowsRead: 3, ExampleLine: 4_411, ExampleValue: "12,5O"},
		{Feed: "revenue", File: "exports/revenue/2026-10.csv", ColumnName: "booked_on", Reason: "is not a date like 2026-10-31", RowsRead: 2, ExampleLine: 17, ExampleValue: "31.10.2026"},
	}
	b.Reconciled = []Reconciled{
		{1, "revenue", new(int64(19_788_888_88)), 19_788_888_88, 12_345_00, 776_543_88, 19_000_000_00},
		{2, "direct cost", new(int64(8_100_000_00)), 8_100_000_00, 0, 100_000_00, 8_000_000_00},
		{3, "cost to serve", new(int64(4_123_456_78)), 4_123_456_78, 0, 0, 4_123_456_78},
		{5, "capital charge", nil, 83_353_20, 0, 3_353_20, 80_000_00},
		{6, "profit", nil, 7_482_078_90, 12_345_00, 673_190_68, 6_796_543_22},
	}
	b.Restatements = []Restatement{
		{monthEnd(11), "revenue", 18_900_000_00, 18_901_234_56, 1_234_56, true, "2026-10-31-0a1b2c3d"},
		{monthEnd(11), "profit", 1_120_000_00, 1_121_234_56, 1_234_56, true, "2026-10-31-0a1b2c3d"},
		{monthEnd(3), "cost to serve", 4_000_000_00, 3_999_000_00, -1_000_00, false, "2026-06-30-99887766"},
	}
	b.SegmentRestatements = []SegmentRestatement{
		{monthEnd(3), "Families", 4_100, 4_100, 3_000_000_00, 3_000_000_00, 210_000_00, 211_500_00, 1_500_00, false, "2026-06-30-99887766"},
		{monthEnd(11), "Families", 4_200, 4_203, 3_100_000_00, 3_101_234_56, 220_000_00, 221_234_56, 1_234_56, true, "2026-10-31-0a1b2c3d"},
		{monthEnd(3), "SMB", 810, 809, 5_000_000_00, 5_000_000_00, 90_000_00, 89_500_00, -500_00, false, "2026-06-30-99887766"},
	}
	b.Rules = []segments.Rule{
		{Rule: "R0", Groups: []string{"new"}, Intent: "observe", Reason: "UNPROVEN"},
		{Rule: "R4", Groups: []string{"destroyers"}, Fixable: "no", Persistent: "yes", Residual: "negative", Advocacy: "not_high", Intent: "retire", Reason: "PERSISTENT_LOSS"},
		{Rule: "R9", Groups: []string{"creators", "contributors"}, Trend: "down", Intent: "re-engineer", Reason: "OUR OWN WORDS"},
	}
	b.Checks = []Check{
		{"x190_check_rows_add_up", "-- One row per file whose rows do not add up."},
		{"x290_check_bookings_match_exports", "-- One row per feed whose amounts differ from the export."},
	}
	b.Warnings = []Warning{
		{Topic: "data", Text: "12 345.00 EUR of revenue are booked on the unknown customer", ScopeID: new(0)},
		{Topic: "targets", Text: "target 4 has no baseline: December 2025 is not closed"},
		{Topic: "migration", Text: "Families: 2 customers changed their segment and are counted in the new one", ScopeID: new(1)},
	}
}

// addNotes marks two days for everybody, one of them before all months, and two for
// the first segment, a day apart.
func addNotes(b *Book) {
	day := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, time.UTC) }
	for _, scope := range b.Scopes {
		b.Notes = append(b.Notes, Note{scope.ScopeID, monthEnd(0).AddDate(0, 0, -1), "before the first month-end"})
		b.Notes = append(b.Notes, Note{scope.ScopeID, day(time.March, 15), "price change"})
		if scope.ScopeID == 1 {
			b.Notes = append(b.Notes, Note{1, day(time.May, 4), "campaign for families"}, Note{1, day(time.May, 5), "strike at the depot"})
		}
	}
}

// addTables offers two downloads, one with text that spreadsheets would run.
func addTables(b *Book) {
	b.Tables = []Table{{"report_months", monthsBatch(b.Months)}, {"report_quarantine", textBatch()}}
}

func monthsBatch(months []Month) arrow.RecordBatch {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "scope_id", Type: arrow.PrimitiveTypes.Int32}, {Name: "month", Type: arrow.FixedWidthTypes.Date32},
		{Name: "customers", Type: arrow.PrimitiveTypes.Int64}, {Name: "profit_minor", Type: arrow.PrimitiveTypes.Int64},
		{Name: "share", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	}, nil)
	build := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer build.Release()
	for i, m := range months {
		build.Field(0).(*array.Int32Builder).Append(int32(m.ScopeID))
		build.Field(1).(*array.Date32Builder).Append(arrow.Date32FromTime(m.Month))
		build.Field(2).(*array.Int64Builder).Append(m.Customers)
		build.Field(3).(*array.Int64Builder).Append(m.ProfitMinor)
		if i%2 == 0 {
			build.Field(4).(*array.Float64Builder).Append(-0.25)
		} else {
			build.Field(4).(*array.Float64Builder).AppendNull()
		}
	}
	return build.NewRecordBatch()
}

// formulas are cells that a spreadsheet would take for a formula, and some that
// only look like it.
var formulas = []string{"=1+1", "+49 30", "-2", "@sum", "\tx", "\rx", "＝x", "＋x", "－x", "＠x", "a=b", "", "7"}

func textBatch() arrow.RecordBatch {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "example_value", Type: arrow.BinaryTypes.String}, {Name: "change_minor", Type: arrow.PrimitiveTypes.Int64},
	}, nil)
	build := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer build.Release()
	for i, text := range formulas {
		build.Field(0).(*array.StringBuilder).Append(text)
		build.Field(1).(*array.Int64Builder).Append(int64(-i))
	}
	return build.NewRecordBatch()
}
