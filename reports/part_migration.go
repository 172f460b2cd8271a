package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"valueshift/segments"
)

// matrixGroups are the rows and columns of the matrix; outside the portfolio
// comes last, as entered on the left and left on the right.
var matrixGroups = append(append([]segments.Group{}, segments.InPortfolio...), segments.Out)

// matrix is the migration between two month-ends by cell.
type matrix struct {
	spelling
	cells     map[[2]segments.Group]Migration
	rows      map[segments.Group]int64
	columns   map[segments.Group]int64
	money     map[segments.Group]int64
	up, down  int64
	fromMonth string
	toMonth   string
	fromAll   int64 // in the portfolio; 0 where that is not known
	toAll     int64
	few       int64 // fewer than these are not told

	hiddenRows     map[segments.Group]bool // whose sum is not known
	hiddenColumns  map[segments.Group]bool
	hiddenMoney    map[segments.Group]bool // of a row
	hasHiddenMoves bool                    // of a way up or down
	isMovedHidden  bool                    // and what those come to
}

func (l spelling) newMatrix(cells []Migration) matrix {
	m := matrix{spelling: l, cells: map[[2]segments.Group]Migration{}, rows: map[segments.Group]int64{},
		columns: map[segments.Group]int64{}, money: map[segments.Group]int64{},
		hiddenRows: map[segments.Group]bool{}, hiddenColumns: map[segments.Group]bool{}, hiddenMoney: map[segments.Group]bool{}}
	for _, c := range cells {
		m.fromMonth, m.toMonth = l.monthName(c.FromMonth), l.monthName(c.ToMonth)
		m.cells[[2]segments.Group{c.FromCode, c.ToCode}] = c
		if c.Hidden.isWhole() {
			m.hiddenRows[c.FromCode], m.hiddenColumns[c.ToCode], m.hiddenMoney[c.FromCode] = true, true, true
			way := wayOf(c.FromCode, c.ToCode)
			m.hasHiddenMoves = m.hasHiddenMoves || way == wayUp || way == wayDown
			m.isMovedHidden = m.hasHiddenMoves
		}
		m.rows[c.FromCode] += c.Customers
		m.columns[c.ToCode] += c.Customers
		m.money[c.FromCode] += c.ChangeMinor
		switch wayOf(c.FromCode, c.ToCode) {
		case wayUp:
			m.up += c.Customers
		case wayDown:
			m.down += c.Customers
		}
	}
	return m
}

// matrixOf looks the cells of one comparison up; ok is false when there are none.
func (s *sheet) matrixOf(comparison string) (m matrix, ok bool) {
	var cells []Migration
	for _, c := range s.migrations {
		if c.Comparison == comparison {
			cells = append(cells, c)
		}
	}
	return s.matrixFrom(cells).completed(s, comparison), len(cells) > 0
}

// completed takes sums of hidden ways from the bridge of the same comparison, if it
// tells them.
func (m matrix) completed(s *sheet, comparison string) matrix {
	if m.isMovedHidden && !s.isMovedHidden(comparison) {
		m.up, m.down, m.isMovedHidden = s.moved(comparison, "up"), s.moved(comparison, "down"), false
	}
	if came, ok := s.told(comparison, "entered", "moved_in"); ok && m.hiddenRows[segments.Out] {
		m.rows[segments.Out], m.hiddenRows[segments.Out] = came, false
	}
	if went, ok := s.told(comparison, "left", "moved_out"); ok && m.hiddenColumns[segments.Out] {
		m.columns[segments.Out], m.hiddenColumns[segments.Out] = went, false
	}
	return m
}

// matrixFrom puts cells together. Where some are hidden, the sum of a row is what those
// that are shown have shares of, and else, like the sum of a column, the stock of the
// mix: neither says more than the pages do. The mix knows no row on other bounds.
func (s *sheet) matrixFrom(cells []Migration) matrix {
	m := s.newMatrix(cells)
	if len(cells) == 0 {
		return m
	}
	m.few = int64(s.run.MinCustomers)
	if then := s.month(cells[0].FromMonth); then != nil {
		m.fromAll = then.Customers
	}
	if now := s.month(cells[0].ToMonth); now != nil {
		m.toAll = now.Customers
	}
	for _, c := range cells {
		if m.hiddenRows[c.FromCode] && c.FromShare != nil && *c.FromShare > 0 {
			m.rows[c.FromCode], m.hiddenRows[c.FromCode] = int64(math.Round(float64(c.Customers) / *c.FromShare)), false
		}
	}
	isSame := s.bounds(cells[0].FromMonth) == s.bounds(cells[0].ToMonth)
	for _, g := range segments.InPortfolio {
		if then := s.stock(cells[0].FromMonth, g); m.hiddenRows[g] && isSame && then != nil && then.Hidden == Shown {
			m.rows[g], m.hiddenRows[g] = then.Customers, false
		}
		if now := s.stock(cells[0].ToMonth, g); m.hiddenColumns[g] && now != nil && now.Hidden == Shown {
			m.columns[g], m.hiddenColumns[g] = now.Customers, false
		}
	}
	return m
}

// way is what became of a customer between two month-ends.
type way int

const (
	wayStayed way = iota
	wayUp
	wayDown
	wayJudged  // New then, judged for the first time
	wayDormant // or back from it
	wayLeft
	wayEntered
)

func wayOf(from, to segments.Group) way {
	switch {
	case from == segments.Out:
		return wayEntered
	case to == segments.Out:
		return wayLeft
	case from == to:
		return wayStayed
	case from == segments.Dormant || to == segments.Dormant:
		return wayDormant
	case from == segments.New || to == segments.New:
		return wayJudged
	case to > from:
		return wayUp
	}
	return wayDown
}

// migrationFigure is the matrix of one comparison: customers, and as a second
// view the change in their profit.
func (w *writer) migrationFigure(s *sheet, comparison string) figure {
	f := figure{ID: "migration-" + comparison, Title: "Migration between value groups", Sources: w.sources(tableMigrations, tableBridge)}
	m, ok := s.matrixOf(comparison)
	if _, hasThen := s.then(comparison); !ok || !hasThen {
		f.Empty = "There is no earlier month to compare with."
		return f
	}
	f.Title = m.largestFinding()
	f.Notes = s.boundsWords(comparison)
	f.Sub, f.Period, f.How = "Customers, and % of the row", fmt.Sprintf("from %s (rows) to %s (columns)", m.fromMonth, m.toMonth), "stronger: larger share"
	f.N = m.size(matrixGroups)
	f.Views = []table{s.countsMatrix(m, f.ID), s.moneyMatrix(m, f.ID)}
	return f
}

// size is how many customers were in some groups where the matrix starts, if each of
// these is known; those who entered since were in the last.
func (m matrix) size(groups []segments.Group) string {
	if customers, isKnown := allOf(groups, m.rows, m.hiddenRows); isKnown {
		return m.plural(customers, "customer", "customers")
	}
	return ""
}

// allOf sums up groups, unless the number of one is hidden.
func allOf(groups []segments.Group, of map[segments.Group]int64, hidden map[segments.Group]bool) (customers int64, isKnown bool) {
	for _, g := range groups {
		if hidden[g] {
			return 0, false
		}
		customers += of[g]
	}
	return customers, true
}

// largestFinding names the way up or down that most customers went.
func (m matrix) largestFinding() string {
	var most Migration
	for _, from := range matrixGroups {
		for _, to := range matrixGroups {
			c := m.cells[[2]segments.Group{from, to}]
			if w := wayOf(from, to); (w == wayUp || w == wayDown) && c.Customers > most.Customers {
				most = c
			}
		}
	}
	switch {
	case m.hasHiddenMoves: // and one of them may be larger
		return "Who moved between groups since " + m.fromMonth
	case most.Customers == 0:
		return "Nobody moved up or down a group since " + m.fromMonth
	}
	return fmt.Sprintf("Largest move: %s from %s to %s", m.plural(most.Customers, "customer", "customers"), most.FromCode.Name(), most.ToCode.Name())
}

// countsMatrix is a heat map of customers.
func (s *sheet) countsMatrix(m matrix, id string) table {
	t := table{ID: id + "-customers", Name: "Customers", Class: "matrix", Head: matrixHead("All")}
	for _, from := range matrixGroups {
		r := row{Cells: []cell{matrixName(from)}}
		for _, to := range matrixGroups {
			r.Cells = append(r.Cells, s.countCell(m.cells[[2]segments.Group{from, to}], from == segments.Out && to == segments.Out, from == to))
		}
		t.Rows = append(t.Rows, row{Cells: append(r.Cells, cell{Text: unless(m.hiddenRows[from], s.count(m.rows[from])), Class: "sum"})})
	}
	t.Total = []cell{{Text: "All", IsHead: true}}
	for _, to := range matrixGroups {
		t.Total = append(t.Total, cell{Text: unless(m.hiddenColumns[to], s.count(m.columns[to]))})
	}
	all, isKnown := allOf(matrixGroups, m.columns, m.hiddenColumns)
	if !isKnown { // a row may be told where a column is not
		all, isKnown = allOf(matrixGroups, m.rows, m.hiddenRows)
	}
	t.Total = append(t.Total, cell{Text: unless(!isKnown, s.count(all))})
	return t
}

// unless is a text, or the mark for what is hidden.
func unless(isHidden bool, text string) string {
	if isHidden {
		return hiddenMark
	}
	return text
}

func (s *sheet) countCell(c Migration, isOutside, isSame bool) cell {
	if isOutside {
		return cell{Class: "blank"}
	}
	if c.Hidden.isWhole() {
		return cell{Text: s.customers(c.Hidden, 0), Class: "heat0", Key: "-1"}
	}
	if c.Customers == 0 {
		return cell{Text: nobody, Class: "nobody"}
	}
	out := cell{Text: s.count(c.Customers), Class: "heat0"}
	if c.FromShare != nil {
		out.Sub, out.Class = s.percent(*c.FromShare, 1), heatClass(*c.FromShare)
	}
	if isSame {
		out.Class += " stay"
	}
	return out
}

// moneyMatrix is the change in profit of the same cells.
func (s *sheet) moneyMatrix(m matrix, id string) table {
	var amounts []int64
	for _, c := range s.migrations {
		amounts = append(amounts, c.ChangeMinor)
	}
	u := s.money.common(amounts...)
	t := table{ID: id + "-money", Name: "Change in profit, " + u.name, Class: "matrix", Head: matrixHead("All")}
	for _, from := range matrixGroups {
		r := row{Cells: []cell{matrixName(from)}}
		for _, to := range matrixGroups {
			c := m.cells[[2]segments.Group{from, to}]
			out := cell{Text: s.money.change(u, c.ChangeMinor), Class: "heat0 " + moneyClass(c.ChangeMinor)}
			if from == segments.Out && to == segments.Out {
				out = cell{Class: "blank"}
			} else if c.Hidden.isWhole() {
				out = cell{Text: hiddenMark, Class: "heat0"}
			} else if c.Customers == 0 && c.ChangeMinor == 0 {
				out = cell{Text: nobody, Class: "nobody"}
			} else if from == to {
				out.Class += " stay"
			}
			r.Cells = append(r.Cells, out)
		}
		r.Cells = append(r.Cells, cell{Text: unless(m.hiddenMoney[from], s.money.change(u, m.money[from])), Class: "sum"})
		t.Rows = append(t.Rows, r)
	}
	return t
}

func matrixHead(total string) []head {
	list := []head{{Text: "From ↓  to →", IsText: true}}
	for _, g := range matrixGroups {
		list = append(list, head{Text: matrixLabel(g, "Left")})
	}
	return append(list, head{Text: total})
}

func matrixName(g segments.Group) cell {
	if g == segments.Out {
		return cell{Text: "Entered", IsHead: true}
	}
	return cell{Mark: &mark{"square", g.Key(), shortGroup(g)}, IsHead: true}
}

func matrixLabel(g segments.Group, outside string) string {
	if g == segments.Out {
		return outside
	}
	return shortGroup(g)
}

// heatClass steps a share of a row into the seven tints of the palette.
func heatClass(share float64) string {
	for i, below := range []float64{0.005, 0.02, 0.05, 0.10, 0.25, 0.60} {
		if share < below {
			return fmt.Sprintf("heat%d", i)
		}
	}
	return "heat6"
}

func moneyClass(minor int64) string {
	class, _ := judge(float64(minor), true)
	return class
}

// migrationWords sums up both comparisons in sentences.
func (s *sheet) migrationWords() []string {
	var lines []string
	for _, comparison := range []string{AgainstBase, AgainstPrevious} {
		m, ok := s.matrixOf(comparison)
		if _, hasThen := s.then(comparison); !ok || !hasThen || comparison == AgainstPrevious && s.isSameStart() || s.isMovedHidden(comparison) {
			continue
		}
		net := m.up - m.down
		direction := "as many up as down"
		if net > 0 {
			direction = "net " + s.count(net) + " up"
		} else if net < 0 {
			direction = "net " + strings.TrimPrefix(s.count(net), minus) + " down"
		}
		line := fmt.Sprintf("Since %s: %s up, %s down, %s", m.fromMonth, s.count(m.up), s.count(m.down), direction)
		if t := s.test(comparison); t != nil && t.Customers > 0 {
			line += fmt.Sprintf(" (%s of the %s at both ends)", s.percentChange(float64(net)/float64(t.Customers), 1), s.plural(t.Customers, "customer", "customers"))
		}
		told := []string{s.movedWords(comparison, "entered"), s.movedWords(comparison, "left")}
		if told = slices.DeleteFunc(told, func(text string) bool { return text == "" }); len(told) > 0 {
			line += "; " + strings.Join(told, ", ")
		}
		lines = append(lines, line+".")
	}
	return lines
}
