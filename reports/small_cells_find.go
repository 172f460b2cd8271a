package reports

import (
	"time"

	"valueshift/segments"
)

// wayID is the cell of a way between two month-ends: of a comparison, of a month, or of
// both, if they are the same.
func wayID(scope int, from, to time.Time, m, n segments.Group) cellID {
	return cellID{kind: "way", scope: scope, when: from.Format(time.DateOnly) + to.Format(time.DateOnly), from: m, to: n}
}

// classID and partID are cells of a comparison, by the month-end that it is with.
func (c *cells) classID(scope int, against, class string) cellID {
	return cellID{kind: "class", scope: scope, when: c.then[comparison{scope, against}].Format(time.DateOnly), name: class}
}

func (c *cells) partID(s Scorecard) cellID {
	return cellID{kind: "part", scope: s.ScopeID, when: c.then[comparison{s.ScopeID, s.Comparison}].Format(time.DateOnly), name: s.Part}
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
// the bookings of those who left in money, without them in customers. Nobody is told
// of a month in which a segment was small.
func (c *cells) findMixes() {
	few, always := c.fewMonths(), map[cellID]int64{}
	for _, m := range c.book.Mix {
		always[mixID(m.ScopeID, time.Time{}, m.GroupCode)] += m.people()
	}
	var list, inside []*smallCell
	for i, m := range c.book.Mix {
		at := c.cell(mixID(m.ScopeID, m.Month, m.GroupCode), m.people())
		at.weight = always[mixID(m.ScopeID, time.Time{}, m.GroupCode)]
		list = append(list, at)
		if m.GroupCode != segments.Out {
			inside = append(inside, at)
		}
		if n := i + 1; n == len(c.book.Mix) || c.book.Mix[n].ScopeID != m.ScopeID || !c.book.Mix[n].Month.Equal(m.Month) {
			if !few[mixID(m.ScopeID, m.Month, 0)] {
				c.addSum(sum{of: []measure{ofAmounts}, left: list})
				c.addSum(sum{of: []measure{ofCustomers}, left: inside})
			}
			list, inside = nil, nil
		}
	}
}

// fewMonths are the months in which a segment was small.
func (c *cells) fewMonths() map[cellID]bool {
	few := map[cellID]bool{}
	for _, m := range c.book.Months {
		if m.ScopeID != 0 && c.isFew(m.Customers) {
			few[mixID(m.ScopeID, m.Month, 0)] = true
		}
	}
	return few
}

// findMoves has a cell for every way between groups and for every class of the
// bridge. A row of the matrix sums to the group then, a column to the group now, and
// the ways of a class to the class.
func (c *cells) findMoves() {
	c.findClasses()
	// A group then and one now may be the same cell, but not the same sum.
	var thens, nows, classes parts
	for _, m := range c.book.Migrations {
		at := c.cell(wayID(m.ScopeID, m.FromMonth, m.ToMonth, m.FromCode, m.ToCode), m.Customers)
		if m.FromCode != segments.Out {
			thens.add(mixID(m.ScopeID, m.FromMonth, m.FromCode), m.Comparison, at)
		}
		if m.ToCode != segments.Out {
			nows.add(mixID(m.ScopeID, m.ToMonth, m.ToCode), m.Comparison, at)
		}
		classes.add(c.classID(m.ScopeID, m.Comparison, bridgeClassOf(m.FromCode, m.ToCode)), m.Comparison, at)
	}
	thens.close(c, ofCustomers)
	nows.close(c, ofCustomers)
	classes.close(c, ofAll...)
}

// findClasses has a cell for every class of the bridge, whose sum is told.
func (c *cells) findClasses() {
	var bridges parts
	for _, b := range c.book.Bridge {
		if b.Class != classFx {
			bridges.add(cellID{kind: "bridge", scope: b.ScopeID}, b.Comparison, c.class(b))
		}
	}
	bridges.close(c, ofAll...)
}

// class is the cell of a class of the bridge. One without a customer may still have
// the last bookings of some who left before: nobody knows how many.
func (c *cells) class(b BridgeClass) *smallCell {
	at := c.cell(c.classID(b.ScopeID, b.Comparison, b.Class), b.Customers)
	at.hideAmounts(b.ThenMinor, b.NowMinor)
	return at
}

// hideAmounts hides a cell without customers that has amounts.
func (at *smallCell) hideAmounts(then, now int64) {
	if at.customers == 0 && (then != 0 || now != 0) {
		at.hidden = Few
	}
}

// bridgeClassOf is the class of the bridge that a way between two groups is part of.
// Who came from or went to another segment stands with who entered or left.
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

// bothWays are the classes that the ways of one class sum to together; any other cell
// by itself.
func bothWays(id cellID) []cellID {
	other := id
	switch id.name {
	case "entered":
		other.name = "moved_in"
	case "left":
		other.name = "moved_out"
	default:
		return []cellID{id}
	}
	return []cellID{id, other}
}

// findParts has a cell for every part of a scorecard; its classes sum to it.
func (c *cells) findParts() {
	var all parts
	for _, s := range c.book.Scorecards {
		part := c.cell(c.partID(s), s.Customers)
		part.hideAmounts(s.ThenMinor, s.NowMinor)
		all.add(cellID{kind: "parts", scope: s.ScopeID}, s.Comparison, part)
		classes := sum{of: ofAll, right: []*smallCell{part}}
		for _, name := range classesOf(s.Part) {
			if class := c.known[c.classID(s.ScopeID, s.Comparison, name)]; class != nil {
				classes.left = append(classes.left, class)
			}
		}
		c.addSum(classes)
	}
	all.close(c, ofAll...)
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

// findMonthlyMoves has a cell for every way between groups in a month; ways sum to
// the group at either end.
func (c *cells) findMonthlyMoves() {
	var thens, nows parts
	for _, m := range c.book.MonthlyMoves {
		at := c.cell(wayID(m.ScopeID, m.FromMonth, m.ToMonth, m.FromCode, m.ToCode), m.Customers)
		if m.FromCode != segments.Out {
			thens.add(mixID(m.ScopeID, m.FromMonth, m.FromCode), "", at)
		}
		if m.ToCode != segments.Out {
			nows.add(mixID(m.ScopeID, m.ToMonth, m.ToCode), "", at)
		}
	}
	thens.close(c, ofCustomers)
	nows.close(c, ofCustomers)
}
