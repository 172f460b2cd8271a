package reports

import (
	"slices"
	"strconv"
	"time"

	"valueshift/segments"
)

// decileID, profitID and decileMoveID are the cells of how profit is spread.
func decileID(d Decile) cellID {
	return cellID{kind: "decile", scope: d.ScopeID, when: d.Measure + d.Month.Format(time.DateOnly), name: strconv.Itoa(d.Decile)}
}

func profitID(p ProfitClass) cellID {
	return cellID{kind: "profit", scope: p.ScopeID, when: p.Month.Format(time.DateOnly), name: strconv.Itoa(p.ClassNo)}
}

func decileMoveID(m DecileMove) cellID {
	return cellID{kind: "decile move", name: strconv.Itoa(m.ThenDecile) + " " + strconv.Itoa(m.NowDecile)}
}

// moveID is the cell of a way in one month. The newest month's is that of the
// migrations, which say the same once more.
func (c *cells) moveID(m MonthlyMove) cellID {
	id := cellID{kind: "migration", scope: m.ScopeID, when: AgainstPrevious, from: m.FromCode, to: m.ToCode}
	if !m.ToMonth.Equal(c.book.Run.AsOf) || c.known[id] == nil {
		id.when = m.ToMonth.Format(time.DateOnly)
	}
	return id
}

// parts collects cells that sum to a whole, in the order in which they came.
type parts struct {
	of    map[cellID][]*smallCell
	order []cellID
}

func (p *parts) add(whole cellID, at *smallCell) {
	if p.of == nil {
		p.of = map[cellID][]*smallCell{}
	}
	if p.of[whole] == nil {
		p.order = append(p.order, whole)
	}
	p.of[whole] = append(p.of[whole], at)
}

// close makes the sums. A whole that is no cell itself is told somewhere.
func (p *parts) close(c *cells) {
	for _, whole := range p.order {
		s := sum{left: p.of[whole]}
		if at := c.known[whole]; at != nil {
			s.right = []*smallCell{at}
		}
		c.sums = append(c.sums, s)
	}
}

// findSpread has a cell for every tenth, class of profit and way between tenths.
// Tenths and classes sum to the customers of the scope, ways to the tenth at either
// end.
func (c *cells) findSpread() {
	var all, thens, nows parts
	for _, d := range c.book.Deciles {
		whole := decileID(d)
		whole.name = ""
		all.add(whole, c.cell(decileID(d), d.Customers))
	}
	for _, p := range c.book.ProfitClasses {
		whole := profitID(p)
		whole.name = ""
		all.add(whole, c.cell(profitID(p), p.Customers))
	}
	for _, m := range c.book.DecileMoves {
		at := c.cell(decileMoveID(m), m.Customers)
		thens.add(cellID{kind: "then", name: strconv.Itoa(m.ThenDecile)}, at)
		nows.add(cellID{kind: "now", name: strconv.Itoa(m.NowDecile)}, at)
	}
	all.close(c)
	thens.close(c)
	nows.close(c)
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

// findMonthlyMoves has a cell for every way between groups in a month; ways sum to
// the group at either end.
func (c *cells) findMonthlyMoves() {
	// A group then and one now may be the same cell, but not the same sum.
	var thens, nows parts
	for _, m := range c.book.MonthlyMoves {
		at := c.cell(c.moveID(m), m.Customers)
		if m.FromCode != segments.Out {
			thens.add(mixID(m.ScopeID, m.FromMonth, m.FromCode), at)
		}
		if m.ToCode != segments.Out {
			nows.add(mixID(m.ScopeID, m.ToMonth, m.ToCode), at)
		}
	}
	thens.close(c)
	nows.close(c)
}

// hideSpread hides the rows of the cells above.
func (c *cells) hideSpread() {
	then := map[int]Hiding{}
	on := c.baseMonth()
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
		c.hide("report_monthly_moves", i, c.isHidden(c.moveID(m)))
		if c.isHidden(mixID(m.ScopeID, m.FromMonth, m.FromCode)) != Shown {
			c.hideColumn("report_monthly_moves", i, "from_share")
		}
	}
}

// baseMonth is the month-end that deciles are compared with.
func (c *cells) baseMonth() time.Time {
	for _, m := range c.book.Migrations {
		if m.ScopeID == 0 && m.Comparison == AgainstBase {
			return m.FromMonth
		}
	}
	return time.Time{}
}

// lumpID is what groups that are hidden in the mix stand together in.
type lumpID struct {
	scope   int
	month   time.Time
	product int // of report_products
}

// lumpCube puts the groups that are hidden in the mix to those of few customers, in
// the cube and by product. The SQL has done so with groups that are small; it knows
// nothing of those beside them. Sums stay what they are, but for months in which the
// segment is hidden: these go.
func (c *cells) lumpCube() {
	few := map[cellID]bool{}
	for _, m := range c.book.Months {
		few[mixID(m.ScopeID, m.Month, 0)] = m.ScopeID != 0 && c.isFew(m.Customers)
	}
	cube, products := map[lumpID][]int{}, map[lumpID][]int{}
	for i, r := range c.book.Cube {
		if r.GroupCode == fewCustomers || c.isHidden(mixID(r.ScopeID, r.Month, r.GroupCode)) != Shown {
			id := lumpID{scope: r.ScopeID, month: r.Month}
			cube[id] = append(cube[id], i)
		}
		if few[mixID(r.ScopeID, r.Month, 0)] {
			c.drop(tableCube, i)
		}
	}
	for i, r := range c.book.Products {
		if r.GroupCode == fewCustomers || c.isHidden(mixID(r.ScopeID, c.book.Run.AsOf, r.GroupCode)) != Shown {
			id := lumpID{r.ScopeID, r.Month, r.ProductNo}
			products[id] = append(products[id], i)
		}
		if few[mixID(r.ScopeID, r.Month, 0)] {
			c.drop(tableProducts, i)
		}
	}
	c.lumps = map[string]map[int][]int{tableCube: lastOf(cube), tableProducts: lastOf(products)}
}

// lastOf has the rows of every lump by the last of them, which stands for all; the
// others have none.
func lastOf(lumps map[lumpID][]int) map[int][]int {
	by := map[int][]int{}
	for _, rows := range lumps { // in any order: no two lumps share a row
		for _, i := range rows {
			by[i] = nil
		}
		by[rows[len(rows)-1]] = rows
	}
	return by
}

// isLumped tells of rows that stand in another; rows are those that stand in this.
func (c *cells) isLumped(table string, row int) (rows []int, is bool) {
	rows, is = c.lumps[table][row]
	return rows, is && rows == nil
}
