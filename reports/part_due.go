package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"valueshift/segments"
)

// due is something that a person has to decide.
type due struct {
	what    string
	sub     string // in small letters below it
	stake   int64
	segment cell
	group   segments.Group
	owner   string
	by      time.Time // zero: no day is set
}

// mostDue is how many decisions are listed; what is behind the others is on the page
// of the portfolio.
const mostDue = 5

// dueFigure lists what has to be decided: overrides that end, groups that only an
// approval protects from being retired, and intents without a budget. Targets that
// are behind have a figure of their own.
func (w *writer) dueFigure() figure {
	f := figure{ID: "due", Title: "Nothing waits for a decision", Sources: w.sources(tableOverrides, tableGuards, tableIntents)}
	overrides, approvals, parked := w.endingOverrides(), w.awaited(), w.parked()
	var counts []string
	for _, c := range []struct {
		list      []due
		one, many string
	}{
		{overrides, "override that ends", "overrides that end"}, {approvals, "approval to retire", "approvals to retire"}, {parked, "parked intent", "parked intents"},
	} {
		if n := int64(len(c.list)); n > 0 {
			counts = append(counts, w.plural(n, c.one, c.many))
		}
	}
	if len(counts) == 0 {
		f.Empty = "No override ends soon, no customer group waits for an approval to be retired, and no parked intent has a known stake."
		return f
	}
	list := append(append(overrides, approvals...), parked...)
	t := table{ID: "due-table", Class: "dense", Head: heads("<Segment", "<Group", "<Decision", "<Owner", "<By")}
	for _, d := range list[:min(mostDue, len(list))] {
		by := none
		if !d.by.IsZero() {
			by = w.dayName(d.by)
		}
		t.Rows = append(t.Rows, row{Cells: []cell{d.segment, {Mark: groupMark(d.group), Class: "l"},
			{Text: d.what, Sub: d.sub, Class: "l long"}, {Text: orNone(d.owner), Class: "l"}, {Text: by, Class: "l"}}})
	}
	f.Title = "To decide: " + strings.Join(counts, ", ")
	f.Sub, f.Period, f.N = "What waits for a person", "at "+w.dayName(w.book.Run.AsOf), w.portfolio().size()
	if more := len(list) - len(t.Rows); more > 0 {
		f.How = fmt.Sprintf("the first %d of %d", len(t.Rows), len(list))
	}
	f.Views = []table{t}
	return f
}

// endingOverrides are those that expire soon, and those that have and still stand in
// the configuration.
func (w *writer) endingOverrides() []due {
	var list []due
	for _, o := range w.book.Overrides {
		d := due{segment: cell{Text: o.Scope, IsHead: true, Class: "name"}, group: o.GroupCode, owner: o.Owner, by: o.ExpiresOn}
		for _, s := range w.segments() {
			if o.ScopeID != nil && *o.ScopeID == s.scope.ScopeID {
				d.segment = segmentCell(s)
			}
		}
		switch {
		case o.IsEnding:
			d.what = "renew or end: " + string(o.Intent)
		case o.State == "expired":
			d.what = "renew or remove: " + string(o.Intent)
		default:
			continue
		}
		list = append(list, d)
	}
	return list
}

// awaited are the groups that could be retired if somebody approved it.
func (w *writer) awaited() []due {
	var list []due
	for _, g := range guards(w.segments()) {
		if awaitsApproval(g.RetireGuard) {
			list = append(list, due{what: "approve: retire", segment: segmentCell(g.sheet), group: g.GroupCode, owner: g.sheet.scope.Owner})
		}
	}
	return list
}

// awaitsApproval tells that an approval is all that a group lacks to be retired.
func awaitsApproval(g RetireGuard) bool {
	holds := func(known *bool) bool { return known != nil && *known }
	return g.IsAvoidableLoss && g.IsReengineered && g.IsLargeEnough && holds(g.IsUnblocked) && holds(g.IsUnlinked) && g.IsWithinShare && !g.IsApproved
}

// parked are the intents that got no budget, the one with most at stake first. To
// maintain takes none.
func (w *writer) parked() []due {
	var list []due
	m := w.portfolio().money
	for _, i := range w.allIntents() {
		// What is at stake where it is hidden or unknown waits for nobody.
		if i.IsParked && i.ParkedIntent != segments.Maintain && i.AtStakeMinor != nil {
			list = append(list, due{what: "fund or leave parked: " + string(i.ParkedIntent), sub: m.short(*i.AtStakeMinor) + " at stake", stake: *i.AtStakeMinor,
				segment: segmentCell(i.sheet), group: i.GroupCode, owner: i.sheet.scope.Owner})
		}
	}
	slices.SortStableFunc(list, func(a, b due) int { return cmp.Compare(b.stake, a.stake) })
	return list
}
