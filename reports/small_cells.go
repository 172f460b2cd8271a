package reports

import (
	"math"
	"slices"
	"strings"
	"time"

	"valueshift/segments"
)

// A number about very few customers tells about each of them. So the rows that
// stand for one to Run.MinCustomers-1 customers are shown without their numbers,
// on pages and in downloads alike; and where one alone would be hidden, another is
// hidden beside it, for otherwise anybody could subtract.
//
// cells says which rows these are, applySmallCells takes the numbers out of the
// book and of its tables before anything else sees them.

// Hiding says whether the numbers of a row are told.
type Hiding uint8

const (
	Shown  Hiding = iota
	Few           // of fewer customers than may be told of
	Beside        // of more, but a hidden number could be computed from it
	Partly        // some of its numbers are hidden
)

// keys are the columns that a hidden row keeps: what it is about, and words. A table
// that is not listed has no row that is hidden by itself.
var keys = map[string]string{
	"report_scopes":               "scope_id name owner",
	"report_months":               "scope_id scope month",
	"report_whales":               "scope_id scope month",
	"report_fx":                   "scope_id scope month",
	"report_mix":                  "scope_id scope month group_code group_name",
	"report_migrations":           "scope_id scope comparison from_month to_month from_code from_group to_code to_group",
	"report_monthly_moves":        "scope_id scope from_month to_month from_code from_group to_code to_group",
	"report_deciles":              "scope_id scope month measure decile",
	"report_profit_classes":       "scope_id scope month class_no above_minor up_to_minor",
	"report_decile_moves":         "then_decile now_decile",
	"report_bridge":               "scope_id scope comparison position class",
	"report_scorecards":           "scope_id scope comparison position part",
	"report_effects":              "scope_id scope comparison group_code group_name",
	"report_shifts":               "scope_id scope comparison group_code group_name",
	"report_intents":              "scope_id scope group_code group_name engine_intent intent secondary rule engine_reason reason is_parked parked_intent override_owner override_expires_on since_month previous_intent",
	"report_intent_results":       "scope_id scope group_code group_name intent since_month months is_rebased expected verdict evidence",
	"report_retire_guards":        "scope_id scope group_code group_name cycles approved_by may_retire failing",
	"report_forecasts":            "scope_id scope month group_code group_name",
	"report_required_moves":       "scope_id scope target_month months_left from_code from_name to_code to_name",
	"report_targets":              "target_no scope_id scope group_code metric direction baseline_month target_month target target_low target_high glidepath is_inconclusive status_colour reason outlook_colour outlook_reason colour",
	"report_target_months":        "target_no month",
	"report_outlooks":             "target_no scope_id scope group_code metric direction target_month target tolerance months_of_history reason",
	"report_segment_restatements": "month segment is_same_config run_version",
}

// columnCells are numbers of a row that stand for fewer customers than the row:
// where the count is small, it and the others are hidden.
var columnCells = []struct {
	table, count string
	columns      string
}{
	{"report_months", "loss_makers", "loss_minor"},
	{"report_intents", "trend_customers", "trend_mean trend_error trend_share trend_z"},
	{"report_intents", "answers", "nps nps_error promoter_share answer_share shrunk_nps shrunk_error hurdle_z"},
	{"report_intents", "headroom_customers", "headroom_mean headroom_potentials"},
	{"report_intents", "headroom_potentials", ""},
	{"report_intents", "young_customers", ""},
	{"report_intent_results", "same_customers", "same_then_mean change_mean change_error cost_change_mean cost_change_error"},
	{"report_retire_guards", "blocked_customers", "blocked_share"},
	{"report_retire_guards", "linked_customers", ""},
}

// unknownTo are tables whose hidden rows the pages do without.
var unknownTo = []string{"report_months", "report_whales", "report_fx", "report_forecasts", "report_required_moves",
	"report_retire_guards", "report_target_months", "report_segment_restatements"}

// smallCell is a number of customers that several rows may stand for.
type smallCell struct {
	customers int64
	hidden    Hiding
}

// cellID is what a cell is about.
type cellID struct {
	kind     string // mix, migration, class, part, decile, profit, decile move
	scope    int
	when     string // month-end or comparison, of a decile with its measure
	from, to segments.Group
	name     string
}

// sum says that cells of two sides have the same customers; without cells on the
// right, that the sum of those on the left is told somewhere.
type sum struct{ left, right []*smallCell }

// cells finds what to hide in a book.
type cells struct {
	min     int64
	book    *Book
	known   map[cellID]*smallCell
	sums    []sum
	tenths  map[window][]int64                 // after how many customers, ranked by profit, tenths end
	ends    map[window][]int64                 // the same, of tenths and classes
	scopes  map[int]bool                       // hidden as a whole
	gone    map[string]map[int]bool            // rows that nobody gets, by table
	rows    map[string]map[int]Hiding          // rows without numbers
	columns map[string]map[int]map[string]bool // single columns of rows
	lumps   map[string]map[int][]int           // rows that stand in another: of the one all of them, of the others nil
}

// isFew tells that a number of customers may not be told.
func (c *cells) isFew(customers int64) bool { return customers > 0 && customers < c.min }

// findSmallCells decides what is hidden.
func findSmallCells(b *Book) *cells {
	c := &cells{min: int64(b.Run.MinCustomers), book: b, known: map[cellID]*smallCell{}, scopes: map[int]bool{},
		gone: map[string]map[int]bool{}, rows: map[string]map[int]Hiding{}, columns: map[string]map[int]map[string]bool{}}
	c.findScopes()
	c.findMixes()
	c.findMoves()
	c.findParts()
	c.findSpread()
	c.findEnds()
	c.findMonthlyMoves()
	c.complete()
	c.hideMonths()
	c.hideCells()
	c.hideSpread()
	c.lumpCube()
	c.hideGroups()
	c.hideTargets()
	c.hideColumns()
	c.thinCurves()
	return c
}

// hide marks a row; the stronger reason stays.
func (c *cells) hide(table string, row int, h Hiding) {
	if h == Shown {
		return
	}
	if c.rows[table] == nil {
		c.rows[table] = map[int]Hiding{}
	}
	if c.rows[table][row] != Few {
		c.rows[table][row] = h
	}
}

func (c *cells) hideColumn(table string, row int, columns ...string) {
	if c.columns[table] == nil {
		c.columns[table] = map[int]map[string]bool{}
	}
	if c.columns[table][row] == nil {
		c.columns[table][row] = map[string]bool{}
	}
	for _, name := range columns {
		c.columns[table][row][name] = true
	}
}

// cell is the cell of an id; it is made when it is new.
func (c *cells) cell(id cellID, customers int64) *smallCell {
	if at := c.known[id]; at != nil {
		return at
	}
	at := &smallCell{customers: customers}
	if c.isFew(customers) {
		at.hidden = Few
	}
	c.known[id] = at
	return at
}

// isHidden tells what became of a cell; one that is not there is not hidden.
func (c *cells) isHidden(id cellID) Hiding {
	if at := c.known[id]; at != nil {
		return at.hidden
	}
	return Shown
}

func mixID(scope int, month time.Time, g segments.Group) cellID {
	return cellID{kind: "mix", scope: scope, when: month.Format(time.DateOnly), to: g}
}

// people are all whom the row of a mix stands for.
func (m Mix) people() int64 {
	if m.GroupCode == segments.Out {
		return m.Leavers
	}
	return m.Customers
}

// findScopes hides segments that are small altogether.
func (c *cells) findScopes() {
	leavers := map[int]int64{}
	for _, m := range c.book.Mix {
		if m.Month.Equal(c.book.Run.AsOf) {
			leavers[m.ScopeID] += m.Leavers
		}
	}
	for _, m := range c.book.Months {
		if m.ScopeID != 0 && m.Month.Equal(c.book.Run.AsOf) {
			c.scopes[m.ScopeID] = c.isFew(m.Customers) || m.Customers == 0 && c.isFew(leavers[m.ScopeID])
		}
	}
}

// findMixes has a cell for every group and month. The groups sum to the month, with
// the bookings of those who left in money, without them in customers.
func (c *cells) findMixes() {
	var list, inside []*smallCell
	for i, m := range c.book.Mix {
		at := c.cell(mixID(m.ScopeID, m.Month, m.GroupCode), m.people())
		list = append(list, at)
		if m.GroupCode != segments.Out {
			inside = append(inside, at)
		}
		if n := i + 1; n == len(c.book.Mix) || c.book.Mix[n].ScopeID != m.ScopeID || !c.book.Mix[n].Month.Equal(m.Month) {
			c.sums = append(c.sums, sum{left: list}, sum{left: inside})
			list, inside = nil, nil
		}
	}
}

// comparison is one scope against one earlier month.
type comparison struct {
	scope int
	name  string
}

// findMoves has a cell for every way between groups and for every class of the
// bridge. A row of the matrix sums to the group then, a column to the group now, and
// the ways of a class to the class.
func (c *cells) findMoves() {
	rows, columns := map[cellID][]*smallCell{}, map[cellID][]*smallCell{}
	ways, bridges := map[cellID][]*smallCell{}, map[comparison][]*smallCell{}
	var rowIDs, columnIDs, classIDs []cellID
	add := func(to map[cellID][]*smallCell, order *[]cellID, id cellID, at *smallCell) {
		if to[id] == nil {
			*order = append(*order, id)
		}
		to[id] = append(to[id], at)
	}
	for _, m := range c.book.Migrations {
		at := c.cell(cellID{kind: "migration", scope: m.ScopeID, when: m.Comparison, from: m.FromCode, to: m.ToCode}, m.Customers)
		if m.FromCode != segments.Out {
			id := mixID(m.ScopeID, m.FromMonth, m.FromCode)
			id.name = m.Comparison
			add(rows, &rowIDs, id, at)
		}
		if m.ToCode != segments.Out {
			id := mixID(m.ScopeID, m.ToMonth, m.ToCode)
			id.name = m.Comparison
			add(columns, &columnIDs, id, at)
		}
		add(ways, &classIDs, cellID{kind: "class", scope: m.ScopeID, when: m.Comparison, name: bridgeClassOf(m.FromCode, m.ToCode)}, at)
	}
	for _, list := range []struct {
		of  map[cellID][]*smallCell
		ids []cellID
	}{{rows, rowIDs}, {columns, columnIDs}} {
		for _, id := range list.ids {
			whole := id
			whole.name = ""
			s := sum{left: list.of[id]}
			if at := c.known[whole]; at != nil {
				s.right = []*smallCell{at}
			}
			c.sums = append(c.sums, s)
		}
	}
	var order []comparison
	for _, b := range c.book.Bridge {
		if b.Class == classFx {
			continue
		}
		at := comparison{b.ScopeID, b.Comparison}
		if bridges[at] == nil {
			order = append(order, at)
		}
		bridges[at] = append(bridges[at], c.class(b))
	}
	for _, at := range order {
		c.sums = append(c.sums, sum{left: bridges[at]})
	}
	for _, id := range classIDs {
		s := sum{left: ways[id]}
		for _, name := range bothWays(id.name) {
			other := id
			other.name = name
			if at := c.known[other]; at != nil {
				s.right = append(s.right, at)
			}
		}
		c.sums = append(c.sums, s)
	}
}

// class is the cell of a class of the bridge. One without a customer may still have
// the last bookings of some who left before: nobody knows how many.
func (c *cells) class(b BridgeClass) *smallCell {
	customers := b.Customers
	if customers == 0 && (b.ThenMinor != 0 || b.NowMinor != 0) {
		customers = 1
	}
	return c.cell(cellID{kind: "class", scope: b.ScopeID, when: b.Comparison, name: b.Class}, customers)
}

// bridgeClassOf is the class of the bridge that a way between two groups is part of; those
// who came from or went to another segment stand with who entered or left.
func bridgeClassOf(from, to segments.Group) string {
	switch {
	case to == segments.Out:
		return "left"
	case from == segments.Out:
		return "entered"
	case from == to:
		return "same"
	case from == segments.New:
		return "graduated"
	case from == segments.Dormant:
		return "reactivated"
	case to == segments.Dormant:
		return "dormant"
	case to == segments.New:
		return "same"
	case to > from:
		return "up"
	}
	return "down"
}

// bothWays are the classes that the ways of one class sum to together.
func bothWays(class string) []string {
	switch class {
	case "entered":
		return []string{"entered", "moved_in"}
	case "left":
		return []string{"left", "moved_out"}
	}
	return []string{class}
}

// findParts has a cell for every part of a scorecard; its classes sum to it.
func (c *cells) findParts() {
	all := map[comparison][]*smallCell{}
	var order []comparison
	for _, s := range c.book.Scorecards {
		at := comparison{s.ScopeID, s.Comparison}
		if all[at] == nil {
			order = append(order, at)
		}
		part := c.cell(cellID{kind: "part", scope: s.ScopeID, when: s.Comparison, name: s.Part}, s.Customers)
		all[at] = append(all[at], part)
		classes := sum{right: []*smallCell{part}}
		for _, name := range classesOf(s.Part) {
			if class := c.known[cellID{kind: "class", scope: s.ScopeID, when: s.Comparison, name: name}]; class != nil {
				classes.left = append(classes.left, class)
			}
		}
		c.sums = append(c.sums, classes)
	}
	for _, at := range order {
		c.sums = append(c.sums, sum{left: all[at]})
	}
}

func classesOf(part string) []string {
	switch part {
	case "inflow":
		return []string{"entered", "moved_in", "graduated"}
	case "outflow":
		return []string{"left", "moved_out"}
	}
	return []string{"same", "up", "down", "reactivated", "dormant"}
}

// complete hides more until no sum gives a hidden number away: never one number
// alone, and never some whose sum is small.
func (c *cells) complete() {
	for isDone := false; !isDone; {
		isDone = true
		for _, s := range c.sums {
			for s.tells(c.min) {
				next := s.smallest()
				if next == nil {
					break // all others are empty: the number is the sum itself
				}
				next.hidden, isDone = Beside, false
			}
		}
	}
}

// tells reports whether a hidden number, or a sum of few customers, can be computed.
func (s sum) tells(min int64) bool {
	var n, sides int
	var customers int64
	for _, side := range [][]*smallCell{s.left, s.right} {
		has := 0
		for _, at := range side {
			if at.hidden != Shown {
				n, has, customers = n+1, 1, customers+at.customers
			}
		}
		sides += has
	}
	return n == 1 || sides == 1 && customers < min
}

// smallest is the next cell to hide; nil when there is none with customers.
func (s sum) smallest() *smallCell {
	var least *smallCell
	for _, at := range append(slices.Clone(s.left), s.right...) {
		if at.hidden == Shown && at.customers > 0 && (least == nil || at.customers < least.customers) {
			least = at
		}
	}
	return least
}

// hideMonths hides the totals of a segment in months in which it was small.
func (c *cells) hideMonths() {
	few := map[cellID]bool{}
	for i, m := range c.book.Months {
		if m.ScopeID != 0 && c.isFew(m.Customers) {
			few[mixID(m.ScopeID, m.Month, 0)] = true
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
		c.hide("report_migrations", i, c.isHidden(cellID{kind: "migration", scope: m.ScopeID, when: m.Comparison, from: m.FromCode, to: m.ToCode}))
		if c.isHidden(mixID(m.ScopeID, m.FromMonth, m.FromCode)) != Shown {
			c.hideColumn("report_migrations", i, "from_share")
		}
	}
	for i, b := range c.book.Bridge {
		c.hide("report_bridge", i, c.classHiding(b.ScopeID, b.Comparison, b.Class))
	}
	for i, s := range c.book.Scorecards {
		c.hide("report_scorecards", i, c.isHidden(cellID{kind: "part", scope: s.ScopeID, when: s.Comparison, name: s.Part}))
		moved := map[string]string{"inflow": "moved_in", "outflow": "moved_out"}[s.Part]
		for _, column := range []struct{ class, columns string }{{"up", "up_customers"}, {"down", "down_customers"}, {moved, "moved_customers moved_minor"}} {
			if (s.Part == "same") != (column.class == moved) && c.classHiding(s.ScopeID, s.Comparison, column.class) != Shown {
				c.hideColumn("report_scorecards", i, strings.Fields(column.columns)...)
			}
		}
	}
}

func (c *cells) classHiding(scope int, comparison, class string) Hiding {
	return c.isHidden(cellID{kind: "class", scope: scope, when: comparison, name: class})
}

// hideGroups hides the rows about a group that is hidden in the mix now, or at the
// month-end that it is compared with.
func (c *cells) hideGroups() {
	now := func(scope int, g segments.Group) Hiding { return c.isHidden(mixID(scope, c.book.Run.AsOf, g)) }
	then := map[comparison]time.Time{}
	for _, m := range c.book.Migrations {
		then[comparison{m.ScopeID, m.Comparison}] = m.FromMonth
	}
	both := func(table string, i, scope int, against string, g segments.Group) {
		c.hide(table, i, now(scope, g))
		c.hide(table, i, c.isHidden(mixID(scope, then[comparison{scope, against}], g)))
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

// drop takes a row away altogether.
func (c *cells) drop(table string, row int) {
	if c.gone[table] == nil {
		c.gone[table] = map[int]bool{}
	}
	c.gone[table][row] = true
}
