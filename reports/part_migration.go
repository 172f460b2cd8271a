package reports

import (
	"fmt"
	"strings"

	"valueshift/segments"
)

// matrixGroups are the rows and columns of the matrix; outside the portfolio
// comes last, as entered on the left and left on the right.
var matrixGroups = append(append([]segments.Group{}, segments.InPortfolio...), segments.Out)

// matrix is one comparison of the migration table by cell.
type matrix struct {
	cells     map[[2]segments.Group]Migration
	rows      map[segments.Group]int64
	columns   map[segments.Group]int64
	money     map[segments.Group]int64
	up, down  int64
	fromMonth string
	toMonth   string
}

// matrixOf looks the cells of one comparison up; ok is false when there are none.
func (s *sheet) matrixOf(comparison string) (m matrix, ok bool) {
	m = matrix{cells: map[[2]segments.Group]Migration{}, rows: map[segments.Group]int64{},
		columns: map[segments.Group]int64{}, money: map[segments.Group]int64{}}
	for _, c := range s.migrations {
		if c.Comparison != comparison {
			continue
		}
		ok = true
		m.fromMonth, m.toMonth = s.monthName(c.FromMonth), s.monthName(c.ToMonth)
		m.cells[[2]segments.Group{c.FromCode, c.ToCode}] = c
		m.rows[c.FromCode] += c.Customers
		m.columns[c.ToCode] += c.Customers
		m.money[c.FromCode] += c.ChangeMinor
	}
	m.up, m.down = s.moved(comparison, "up"), s.moved(comparison, "down")
	return m, ok
}

// migrationFigure is the matrix of one comparison: customers, and as a second
// view the change in their profit.
func (w *writer) migrationFigure(s *sheet, home, comparison string) figure {
	f := figure{ID: "migration-" + comparison, Title: "Migration between value groups", Sources: w.sources(home, tableMigrations, tableBridge)}
	m, ok := s.matrixOf(comparison)
	if _, hasThen := s.then(comparison); !ok || !hasThen {
		f.Empty = "There is no earlier month to compare with."
		return f
	}
	f.Title = fmt.Sprintf("%s moved up a group and %s down since %s", w.count(m.up), w.count(m.down), m.fromMonth)
	f.Sub = fmt.Sprintf("From %s (rows) to %s (columns) · customers, and %% of the row · stronger: larger share", m.fromMonth, m.toMonth)
	f.Views = []table{s.countsMatrix(m, f.ID), s.moneyMatrix(m, f.ID)}
	return f
}

// countsMatrix is a heat map of customers.
func (s *sheet) countsMatrix(m matrix, id string) table {
	t := table{ID: id + "-customers", Name: "Customers", Class: "matrix", Head: matrixHead("All")}
	for _, from := range matrixGroups {
		r := row{Cells: []cell{matrixName(from)}}
		for _, to := range matrixGroups {
			r.Cells = append(r.Cells, s.countCell(m.cells[[2]segments.Group{from, to}], from, to))
		}
		t.Rows = append(t.Rows, row{Cells: append(r.Cells, cell{Text: s.count(m.rows[from]), Class: "sum"})})
	}
	t.Total = []cell{{Text: "All", IsHead: true}}
	all := int64(0)
	for _, to := range matrixGroups {
		t.Total = append(t.Total, cell{Text: s.count(m.columns[to])})
		all += m.columns[to]
	}
	t.Total = append(t.Total, cell{Text: s.count(all)})
	return t
}

func (l spelling) countCell(c Migration, from, to segments.Group) cell {
	if from == segments.Out && to == segments.Out {
		return cell{Class: "blank"}
	}
	if c.Customers == 0 {
		return cell{Text: "·", Class: "heat0 nobody", Key: "0"}
	}
	out := cell{Text: l.count(c.Customers), Class: "heat0"}
	if c.FromShare != nil {
		out.Sub, out.Class = l.percent(*c.FromShare, 1), heatClass(*c.FromShare)
	}
	if from == to {
		out.Class += " stay"
	}
	out.Tip = fmt.Sprintf("%s → %s: %s", matrixLabel(from, "Entered"), matrixLabel(to, "left"), l.plural(c.Customers, "customer", "customers"))
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
			} else if c.Customers == 0 && c.ChangeMinor == 0 {
				out = cell{Text: "·", Class: "heat0 nobody"}
			} else if from == to {
				out.Class += " stay"
			}
			r.Cells = append(r.Cells, out)
		}
		r.Cells = append(r.Cells, cell{Text: s.money.change(u, m.money[from]), Class: "sum"})
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
		if _, hasThen := s.then(comparison); !ok || !hasThen || comparison == AgainstPrevious && s.isSameStart() {
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
		lines = append(lines, line+fmt.Sprintf("; %s entered, %s left.", s.count(s.moved(comparison, "entered")), s.count(s.moved(comparison, "left"))))
	}
	return lines
}
