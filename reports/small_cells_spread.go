package reports

import (
	"slices"
	"strconv"
	"time"
)

// decileID, profitID and decileMoveID are the cells of how profit is spread.
func decileID(d Decile) cellID {
	return cellID{kind: "decile", scope: d.ScopeID, when: d.Measure + d.Month.Format(time.DateOnly), name: strconv.Itoa(d.Decile)}
}

// tenthID is the cell of a tenth of the portfolio that ways between tenths sum to.
func (c *cells) tenthID(month time.Time, tenth int) cellID {
	return decileID(Decile{Month: month, Measure: "profit", Decile: tenth})
}

func profitID(p ProfitClass) cellID {
	return cellID{kind: "profit", scope: p.ScopeID, when: p.Month.Format(time.DateOnly), name: strconv.Itoa(p.ClassNo)}
}

func decileMoveID(m DecileMove) cellID {
	return cellID{kind: "decile move", name: strconv.Itoa(m.ThenDecile) + " " + strconv.Itoa(m.NowDecile)}
}

// findSpread has a cell for every tenth, class of profit and way between tenths.
// Tenths and classes sum to the customers of the scope, ways to the tenth at either
// end.
func (c *cells) findSpread() {
	var all, thens, nows parts
	for _, d := range c.book.Deciles {
		whole := decileID(d)
		whole.name = ""
		all.add(whole, "", c.cell(decileID(d), d.Customers))
	}
	for _, p := range c.book.ProfitClasses {
		whole := profitID(p)
		whole.name = ""
		all.add(whole, "", c.cell(profitID(p), p.Customers))
	}
	for _, m := range c.book.DecileMoves {
		at := c.cell(decileMoveID(m), m.Customers)
		if m.ThenDecile > 0 {
			thens.add(c.tenthID(c.then[comparison{0, AgainstBase}], m.ThenDecile), "", at)
		}
		if m.NowDecile > 0 {
			nows.add(c.tenthID(c.book.Run.AsOf, m.NowDecile), "", at)
		}
	}
	all.close(c, ofAll...)
	thens.close(c, ofCustomers)
	nows.close(c, ofCustomers)
}

// window is one scope at the end of one window.
type window struct {
	scope int
	month string
}

func windowOf(scope int, month time.Time) window { return window{scope, month.Format(time.DateOnly)} }

// findEnds says after how many customers, ranked by profit, tenths and classes end.
// Where a tenth ends a few customers beside a class, the difference of their sums is
// theirs: the class and the next are hidden, so that nobody knows where the class ends.
func (c *cells) findEnds() {
	c.tenths, c.ends = map[window][]int64{}, map[window][]int64{}
	at := map[window]int64{}
	for _, d := range c.book.Deciles {
		if w := windowOf(d.ScopeID, d.Month); d.Measure == "profit" {
			at[w] += d.Customers
			c.tenths[w] = append(c.tenths[w], at[w])
			c.ends[w] = append(c.ends[w], at[w])
		}
	}
	clear(at)
	next := map[window]*smallCell{}
	for _, p := range slices.Backward(c.book.ProfitClasses) { // the best first
		w, class := windowOf(p.ScopeID, p.Month), c.known[profitID(p)]
		if p.Customers > 0 {
			if at[w] > 0 && c.isNear(c.tenths[w], at[w]) {
				class.hideBeside()
				next[w].hideBeside()
			}
			next[w] = class
		}
		at[w] += p.Customers
		c.ends[w] = append(c.ends[w], at[w])
	}
}

// isNear tells whether fewer customers than may be told of, but some, stand between
// a place in the ranking and one of others.
func (c *cells) isNear(places []int64, at int64) bool {
	for _, place := range places {
		if c.isFew(place-at) || c.isFew(at-place) {
			return true
		}
	}
	return false
}

// hideBeside hides a cell that tells of others.
func (at *smallCell) hideBeside() {
	if at != nil && at.hidden == Shown {
		at.hidden = Beside
	}
}

// hideSpread hides the rows of the cells above.
func (c *cells) hideSpread() {
	then := map[int]Hiding{}
	on := c.then[comparison{0, AgainstBase}]
	for i, d := range c.book.Deciles {
		h := c.isHidden(decileID(d))
		c.hide("report_deciles", i, h)
		if d.ScopeID == 0 && d.Measure == "profit" && d.Month.Equal(on) {
			then[d.Decile] = h
		}
	}
	for i, p := range c.book.ProfitClasses {
		c.hide("report_profit_classes", i, c.isHidden(profitID(p)))
	}
	for i, m := range c.book.DecileMoves {
		c.hide("report_decile_moves", i, c.isHidden(decileMoveID(m)))
		if then[m.ThenDecile] != Shown {
			c.hideColumn("report_decile_moves", i, "then_share")
		}
	}
	for i, m := range c.book.MonthlyMoves {
		c.hide("report_monthly_moves", i, c.isHidden(wayID(m.ScopeID, m.FromMonth, m.ToMonth, m.FromCode, m.ToCode)))
		if c.isHidden(mixID(m.ScopeID, m.FromMonth, m.FromCode)) != Shown {
			c.hideColumn("report_monthly_moves", i, "from_share")
		}
	}
}
