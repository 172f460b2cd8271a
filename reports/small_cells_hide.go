package reports

import (
	"math"
	"strings"
	"time"

	"valueshift/segments"
)

// hideMonths hides the totals of a segment in months in which it was small.
func (c *cells) hideMonths() {
	few := c.fewMonths()
	for i, m := range c.book.Months {
		if few[mixID(m.ScopeID, m.Month, 0)] {
			c.hide("report_months", i, Few)
		}
	}
	for i, w := range c.book.Whales {
		if few[mixID(w.ScopeID, w.Month, 0)] {
			c.hide("report_whales", i, Few)
		}
	}
	for i, x := range c.book.Fx {
		if few[mixID(x.ScopeID, x.Month, 0)] {
			c.hide("report_fx", i, Few)
		}
	}
	for i, r := range c.book.SegmentRestatements {
		if c.isFew(r.FrozenCustomers) || c.isFew(r.RestatedCustomers) {
			c.hide("report_segment_restatements", i, Few)
		}
	}
	for i, s := range c.book.Scopes {
		if c.scopes[s.ScopeID] {
			c.hide("report_scopes", i, Few)
		}
	}
}

// hideCells hides the rows that stand for one cell each.
func (c *cells) hideCells() {
	for i, m := range c.book.Mix {
		c.hide("report_mix", i, c.isHidden(mixID(m.ScopeID, m.Month, m.GroupCode)))
	}
	for i, m := range c.book.Migrations {
		c.hide("report_migrations", i, c.isHidden(wayID(m.ScopeID, m.FromMonth, m.ToMonth, m.FromCode, m.ToCode)))
		if c.isHidden(mixID(m.ScopeID, m.FromMonth, m.FromCode)) != Shown {
			c.hideColumn("report_migrations", i, "from_share")
		}
	}
	for i, b := range c.book.Bridge {
		c.hide("report_bridge", i, c.classHiding(b.ScopeID, b.Comparison, b.Class))
	}
	for i, s := range c.book.Scorecards {
		c.hide("report_scorecards", i, c.isHidden(c.partID(s)))
		moved := map[string]string{"inflow": "moved_in", "outflow": "moved_out"}[s.Part]
		for _, column := range []struct{ class, columns string }{{"up", "up_customers"}, {"down", "down_customers"}, {moved, "moved_customers moved_minor"}} {
			if (s.Part == "same") != (column.class == moved) && c.classHiding(s.ScopeID, s.Comparison, column.class) != Shown {
				c.hideColumn("report_scorecards", i, strings.Fields(column.columns)...)
			}
		}
	}
}

// hideShiftTests hides what tells of hidden ways: with what a group was and is, how far
// its share moved among those judged at both ends tells who came from Out and New or went
// there; with its error or p, how many came from the other groups in all, and how many went.
// How many were judged tells of the ways of all who were not.
func (c *cells) hideShiftTests() {
	type end struct {
		comparison
		group segments.Group
	}
	hidden, outside := map[end]bool{}, map[end]bool{} // groups with a hidden way; with one from or to Out or New
	isOutside := func(g segments.Group) bool { return g == segments.Out || g == segments.New }
	for _, m := range c.book.Migrations {
		if c.isHidden(wayID(m.ScopeID, m.FromMonth, m.ToMonth, m.FromCode, m.ToCode)) == Shown {
			continue
		}
		for _, g := range []segments.Group{m.FromCode, m.ToCode} {
			at := end{comparison{m.ScopeID, m.Comparison}, g}
			hidden[at] = true
			outside[at] = outside[at] || isOutside(m.FromCode) || isOutside(m.ToCode)
		}
	}
	for i, s := range c.book.Shifts {
		at := end{comparison{s.ScopeID, s.Comparison}, s.GroupCode}
		if hidden[at] {
			c.hideColumn("report_shifts", i, "standard_error", "p_value")
		}
		if outside[at] {
			c.hideColumn("report_shifts", i, "paired_shift")
		}
	}
	for i, n := range c.book.Intents { // of whom all ways of the group are a part
		if hidden[end{comparison{n.ScopeID, AgainstBase}, n.GroupCode}] {
			c.hideColumn("report_intents", i, "trend_customers")
		}
	}
	for i, t := range c.book.ShiftTests {
		of := comparison{t.ScopeID, t.Comparison}
		isHidden := hidden[end{of, segments.Out}] || hidden[end{of, segments.New}]
		for _, class := range []string{"entered", "moved_in", "left", "moved_out", "graduated"} {
			isHidden = isHidden || c.classHiding(t.ScopeID, t.Comparison, class) != Shown
		}
		if isHidden {
			c.hideColumn("report_shift_tests", i, "customers")
		}
	}
}

func (c *cells) classHiding(scope int, comparison, class string) Hiding {
	return c.isHidden(c.classID(scope, comparison, class))
}

// hideGroups hides the rows about a group that is hidden in the mix now, or at the
// month-end that it is compared with.
func (c *cells) hideGroups() {
	now := func(scope int, g segments.Group) Hiding { return c.isHidden(mixID(scope, c.book.Run.AsOf, g)) }
	both := func(table string, i, scope int, against string, g segments.Group) {
		c.hide(table, i, now(scope, g))
		c.hide(table, i, c.isHidden(mixID(scope, c.then[comparison{scope, against}], g)))
	}
	for i, e := range c.book.Effects {
		both("report_effects", i, e.ScopeID, e.Comparison, e.GroupCode)
	}
	for i, h := range c.book.Shifts {
		both("report_shifts", i, h.ScopeID, h.Comparison, h.GroupCode)
	}
	for i, n := range c.book.Intents {
		c.hide("report_intents", i, now(n.ScopeID, n.GroupCode))
	}
	for i, r := range c.book.IntentResults {
		c.hide("report_intent_results", i, now(r.ScopeID, r.GroupCode))
		c.hide("report_intent_results", i, c.isHidden(mixID(r.ScopeID, r.SinceMonth, r.GroupCode)))
		if c.isFew(r.ThenCustomers) || c.isFew(r.Members) {
			c.hide("report_intent_results", i, Few)
		}
		if c.isFew(r.Members - r.SameCustomers) { // who left
			c.hideColumn("report_intent_results", i, "same_customers")
		}
	}
	for i, g := range c.book.RetireGuards {
		c.hide("report_retire_guards", i, now(g.ScopeID, g.GroupCode))
	}
	for i, f := range c.book.Forecasts {
		c.hide("report_forecasts", i, now(f.ScopeID, f.GroupCode))
		if c.isFew(int64(math.Round(f.CustomersMedian))) {
			c.hide("report_forecasts", i, Few)
		}
	}
	for i, m := range c.book.RequiredMoves {
		c.hide("report_required_moves", i, now(m.ScopeID, m.FromCode))
		c.hide("report_required_moves", i, now(m.ScopeID, m.ToCode))
	}
}

// hideTargets hides the numbers of targets for hidden groups, not what was promised.
func (c *cells) hideTargets() {
	of := map[int]Target{}
	hiding := map[int]Hiding{}
	for i, t := range c.book.Targets {
		of[t.TargetNo] = t
		for _, month := range []time.Time{t.BaselineMonth, c.book.Run.AsOf} {
			if h := c.isHidden(mixID(t.ScopeID, month, t.GroupCode)); h != Shown && t.GroupCode != segments.Out {
				c.hide("report_targets", i, h)
				hiding[t.TargetNo] = h
			}
		}
	}
	for i, m := range c.book.TargetMonths {
		t := of[m.TargetNo]
		if t.GroupCode != segments.Out {
			c.hide("report_target_months", i, c.isHidden(mixID(t.ScopeID, m.Month, t.GroupCode)))
		}
		c.hide("report_target_months", i, hiding[m.TargetNo])
		if c.scopes[t.ScopeID] {
			c.drop("report_target_months", i)
		}
	}
	for i, o := range c.book.Outlooks {
		c.hide("report_outlooks", i, hiding[o.TargetNo])
	}
}

// hideColumns hides single numbers of rows. What loss makers lose could be computed
// from what the others earn, and the other way round, and what a few of either earn from
// a tenth that ends beside them.
func (c *cells) hideColumns() {
	for _, rule := range columnCells {
		c.mustHave(rule.table, append(strings.Fields(rule.columns), rule.count)...)
		rows := bookTable(c.book, rule.table)
		for i := range rows.Len() {
			if n, ok := numberOf(rows.Index(i), rule.count); ok && c.isFew(n) {
				c.hideColumn(rule.table, i, append(strings.Fields(rule.columns), rule.count)...)
			}
		}
	}
	losses := map[cellID]int{}
	for i, m := range c.book.Months {
		losses[mixID(m.ScopeID, m.Month, 0)] = i
	}
	for i, w := range c.book.Whales {
		if w.Customers < 5*c.min {
			c.hideColumn("report_whales", i, "top20_share")
		}
		at, ok := losses[mixID(w.ScopeID, w.Month, 0)]
		tenths := c.tenths[windowOf(w.ScopeID, w.Month)]
		isTold := c.isFew(w.CustomersAtPeak) || c.isNear(tenths, w.CustomersAtPeak)
		if ok {
			n := c.book.Months[at].LossMakers
			isTold = isTold || c.isFew(n) || n > 0 && c.isNear(tenths, w.Customers-n)
		}
		if isTold {
			c.hideColumn("report_whales", i, "peak_minor", "peak_ratio", "customers_at_peak", "erosion_rate")
			if ok {
				c.hideColumn("report_months", at, "loss_minor", "loss_makers")
			}
		}
	}
}

// thinCurves leaves points of the whale curve between which enough customers stand.
func (c *cells) thinCurves() {
	customers := map[int]int64{}
	for _, w := range c.book.Whales {
		if w.Month.Equal(c.book.Run.AsOf) {
			customers[w.ScopeID] = w.Customers
		}
	}
	points := c.book.WhalePoints
	at := func(i int) int64 {
		return int64(math.Round(points[i].CustomersShare * float64(customers[points[i].ScopeID])))
	}
	for from := 0; from < len(points); {
		to := from
		for to < len(points) && points[to].ScopeID == points[from].ScopeID {
			to++
		}
		last := to - 1
		for i, kept := from+1, from; i < last; i++ {
			if at(i)-at(kept) < c.min || at(last)-at(i) < c.min || c.isNear(c.ends[windowOf(points[i].ScopeID, c.book.Run.AsOf)], at(i)) {
				c.drop("report_whale_points", i)
			} else {
				kept = i
			}
		}
		from = to
	}
}
