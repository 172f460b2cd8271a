package reports

import (
	"reflect"
	"slices"
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
	"report_targets":              "target_no scope_id scope group_code metric direction baseline_month is_rebased target_month target target_low target_high glidepath is_inconclusive status_colour reason outlook_colour outlook_reason colour",
	"report_target_months":        "target_no metric month",
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
	{"report_intents", "trend_customers", "trend_mean_minor trend_error_minor trend_share trend_z"},
	{"report_intents", "answers", "nps nps_error promoter_share answer_share shrunk_nps shrunk_error hurdle_z"},
	{"report_intents", "headroom_customers", "headroom_mean_minor headroom_potentials"},
	{"report_intents", "headroom_potentials", ""},
	{"report_intents", "young_customers", ""},
	{"report_intent_results", "same_customers", "change_mean_minor change_error_minor cost_change_mean_minor cost_change_error_minor"},
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
	isSecret  bool    // hidden for its own sake, not for that of others
	isKnown   [2]bool // its customers, its amounts follow from what is told
	rank      int     // how dear it is to readers
	weight    int64   // the same among those of one rank
}

// cellID is what a cell is about.
type cellID struct {
	kind     string // mix, way, class, part, decile, profit, decile move
	scope    int
	when     string // month-end, of what compares two the earlier one, of a decile with its measure
	from, to segments.Group
	name     string
}

// comparison is one scope against one earlier month.
type comparison struct {
	scope int
	name  string
}

// cells finds what to hide in a book.
type cells struct {
	min     int64
	book    *Book
	known   map[cellID]*smallCell
	then    map[comparison]time.Time // what is compared with
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
	c := &cells{min: int64(b.Run.MinCustomers), book: b, known: map[cellID]*smallCell{}, then: map[comparison]time.Time{}, scopes: map[int]bool{},
		gone: map[string]map[int]bool{}, rows: map[string]map[int]Hiding{}, columns: map[string]map[int]map[string]bool{}}
	for _, m := range b.Migrations {
		c.then[comparison{m.ScopeID, m.Comparison}] = m.FromMonth
	}
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
	c.hideShiftTests()
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
	if keys[table] == "" {
		panic("reports: no rows are hidden of " + table)
	}
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

// hideColumn marks numbers of a row. A name that is misspelt would hide nothing.
func (c *cells) hideColumn(table string, row int, columns ...string) {
	c.mustHave(table, columns...)
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

func (c *cells) mustHave(table string, columns ...string) {
	row := bookTable(c.book, table).Type().Elem()
	for _, name := range columns {
		if !slices.ContainsFunc(reflect.VisibleFields(row), func(f reflect.StructField) bool { return ColumnName(f.Name) == name }) {
			panic("reports: no " + table + "." + name)
		}
	}
}

// cell is the cell of an id; it is made when it is new.
func (c *cells) cell(id cellID, customers int64) *smallCell {
	if at := c.known[id]; at != nil {
		return at
	}
	at := &smallCell{customers: customers, rank: rankOf(id)}
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

// drop takes a row away altogether.
func (c *cells) drop(table string, row int) {
	if c.gone[table] == nil {
		c.gone[table] = map[int]bool{}
	}
	c.gone[table][row] = true
}
