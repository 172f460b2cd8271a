package reports

import (
	"fmt"
	"slices"
	"strconv"

	"valueshift/segments"
)

// flowKey is the key of colours in a Sankey.
var flowKey = []mark{{"square", "good", "moved up"}, {"square", "bad", "moved down"}, {"square", "then", "stayed, came, left or was judged first"}}

// sankeyFigure shows the ways of a comparison as bands.
func (w *writer) sankeyFigure(s *sheet, comparison string) (figure, error) {
	f := figure{ID: "ways-" + comparison, Title: "Migration between value groups", Sources: w.sources(tableMigrations)}
	m, ok := s.matrixOf(comparison)
	if _, hasThen := s.then(comparison); !ok || !hasThen {
		f.Empty = "There is no earlier month to compare with."
		return f, nil
	}
	f.Title = w.movedFinding(m)
	f.Sub, f.Unit, f.Period, f.N, f.How = "Ways between value groups", "customers", m.fromMonth+" → "+m.toMonth, m.size(matrixGroups), w.flowWords(m)
	f.Notes = s.migrationWords()
	drawn, err := m.sankey("ways"+comparison, 536, 400)
	f.chart = &drawn
	f.Data = m.stocks()
	f.Label = fmt.Sprintf("Bands between the value groups of %s and those of %s. %s. The matrix has every way.", m.fromMonth, m.toMonth, f.Title)
	return f, err
}

// stocks are the customers of each group at both ends.
func (m matrix) stocks() *table {
	t := table{Head: heads("<Group", m.fromMonth, m.toMonth, "Change")}
	for _, g := range segments.InPortfolio {
		t.Rows = append(t.Rows, texts(g.Name(), unless(m.hiddenRows[g], m.count(m.rows[g])), unless(m.hiddenColumns[g], m.count(m.columns[g])),
			unless(m.hiddenRows[g] || m.hiddenColumns[g], m.countChange(m.columns[g]-m.rows[g]))))
	}
	return &t
}

// hides tells that a way is hidden.
func (m matrix) hides(from, to segments.Group) bool {
	return m.cells[[2]segments.Group{from, to}].Hidden.isWhole()
}

// flowWords say how to read a Sankey.
func (l spelling) flowWords(steps ...matrix) string {
	text := "blue: moved up, orange: moved down, grey: any other way · ways of less than " + l.percent(thinnest, 1) + " of customers are in the matrix only"
	hasWays, hasGroups := false, false
	for _, m := range steps {
		for _, c := range m.cells {
			hasWays = hasWays || c.Hidden.isWhole()
		}
		for _, g := range segments.InPortfolio {
			hasGroups = hasGroups || m.hiddenRows[g] || m.hiddenColumns[g]
		}
	}
	return text + word(hasWays, " · no band: hidden ways", "") + word(hasGroups, " · dashed: more of hidden groups", "")
}

func (l spelling) movedFinding(m matrix) string {
	if m.isMovedHidden {
		return "Who moved between groups since " + m.fromMonth
	}
	return fmt.Sprintf("%s moved up a group and %s down since %s", l.count(m.up), l.count(m.down), m.fromMonth)
}

// sankey draws one matrix.
func (m matrix) sankey(id string, width, height int) (chart, error) {
	columns, flows := m.chain([]matrix{m}, true)
	return sankeyChart(id, width, height, columns, flows)
}

// thinnest is the share of all customers below which a way is not drawn.
const thinnest = 0.004

// chain joins matrices, each of which starts where the one before it ends, to the
// columns and flows of one Sankey. Ways too thin to be seen are for the tables.
func (l spelling) chain(steps []matrix, isLabelled bool) ([]pillar, []flow) {
	columns := make([]pillar, len(steps)+1)
	var flows []flow
	used := map[[2]int]bool{} // column and group
	for c, m := range steps {
		columns[c].name, columns[c+1].name = m.fromMonth, m.toMonth
		all := int64(0)
		for _, g := range matrixGroups {
			all += m.rows[g]
		}
		for _, from := range matrixGroups {
			for _, to := range matrixGroups {
				n := m.cells[[2]segments.Group{from, to}].Customers
				if n == 0 || float64(n) < thinnest*float64(all) {
					continue
				}
				used[[2]int{c, int(from)}], used[[2]int{c + 1, int(to)}] = true, true
				flows = append(flows, flow{c, from, to, n, flowClass(from, to), m.tip(from, to)})
			}
		}
		for _, g := range segments.InPortfolio { // who is there when all their ways are thin or hidden
			used[[2]int{c, int(g)}] = used[[2]int{c, int(g)}] || m.rows[g] > 0 && float64(m.rows[g]) >= thinnest*float64(all)
			used[[2]int{c + 1, int(g)}] = used[[2]int{c + 1, int(g)}] || m.columns[g] > 0 && float64(m.columns[g]) >= thinnest*float64(all)
		}
	}
	for c := range columns {
		var list []node
		for _, g := range matrixGroups {
			if g == segments.Out {
				list = append(list, l.hiddenNode(steps, c, list)...)
			}
			list = append(list, l.stockNode(steps, c, g, isLabelled))
		}
		for _, n := range list {
			if used[[2]int{c, int(n.group)}] || n.group == hiddenStock {
				columns[c].nodes = append(columns[c].nodes, n)
			}
		}
	}
	return columns, flows
}

// labelled is the share of customers from which on a label stands clear of its neighbours'.
const labelled = 0.02

// hiddenStock is what groups whose size is hidden have beyond the ways that are told.
const hiddenStock = fewCustomers + 1

// hiddenNode is that remainder: what the groups leave of all customers of a month-end,
// as anybody can subtract. There is none where no size is hidden.
func (l spelling) hiddenNode(steps []matrix, c int, groups []node) []node {
	all, month := steps[len(steps)-1].toAll, steps[len(steps)-1].toMonth
	if c < len(steps) {
		all, month = steps[c].fromAll, steps[c].fromMonth
	}
	rest := all
	var names []string
	for _, n := range groups {
		if rest -= n.customers; n.isHidden {
			names = append(names, shortGroup(n.group))
		}
	}
	if len(names) == 0 || rest < max(1, steps[0].few) || float64(rest) < thinnest*float64(all) {
		return nil
	}
	n := node{group: hiddenStock, customers: rest, tip: month + ", " + listOf(names) + ", hidden: " + l.plural(rest, "customer", "customers")}
	if (c == 0 || c == len(steps)) && float64(rest) >= labelled*float64(all) {
		n.label = "Hidden " + l.count(rest)
	}
	return []node{n}
}

// stockNode is a group at a month-end: as its customers left it, in the last column
// as they came to it. Where its size is hidden, it is as high as the ways that are told.
func (l spelling) stockNode(steps []matrix, c int, g segments.Group, isLabelled bool) node {
	customers, month, outside, isHidden := int64(0), "", "Entered", false
	if c < len(steps) {
		customers, month, isHidden = steps[c].rows[g], steps[c].fromMonth, steps[c].hiddenRows[g]
	} else {
		customers, month, outside, isHidden = steps[c-1].columns[g], steps[c-1].toMonth, "Left", steps[c-1].hiddenColumns[g]
	}
	if isHidden && c > 0 && c < len(steps) {
		customers = max(customers, steps[c-1].columns[g])
	}
	n := node{group: g, customers: customers, isHidden: isHidden, tip: month + ", " + groupOr(g, outside)}
	label := matrixLabel(g, outside)
	if isHidden {
		n.tip += ": at least " + l.plural(customers, "customer", "customers")
		label += " ≥ " + l.count(customers)
	} else {
		n.tip += ": " + l.plural(customers, "customer", "customers")
		label += " " + l.count(customers)
	}
	if g == segments.Out && c > 0 && c < len(steps) {
		n.tip, n.customers = month+": left by then, or entered since", 0
	}
	if isLabelled || c == 0 || c == len(steps) {
		n.label = label
	}
	return n
}

func flowClass(from, to segments.Group) string {
	switch wayOf(from, to) {
	case wayUp:
		return "good"
	case wayDown:
		return "bad"
	}
	return "then"
}

func (m matrix) tip(from, to segments.Group) string {
	c := m.cells[[2]segments.Group{from, to}]
	text := fmt.Sprintf("%s → %s: %s", matrixLabel(from, "Entered"), matrixLabel(to, "left"), m.plural(c.Customers, "customer", "customers"))
	if c.FromShare != nil {
		text += ", " + m.percent(*c.FromShare, 1)
	}
	return text
}

// went are the customers of a group who went one of some ways, and their share of it.
// Where ways are hidden, and all of them among these, they have what the others leave
// of the group: whoever subtracts knows as much.
func (m matrix) went(from segments.Group, ways []way) (n int64, share float64, isHidden bool) {
	others, areOthersHidden := int64(0), false
	for _, to := range matrixGroups {
		c := m.cells[[2]segments.Group{from, to}]
		if !slices.Contains(ways, wayOf(from, to)) {
			others += c.Customers
			areOthersHidden = areOthersHidden || c.Hidden.isWhole()
			continue
		}
		n += c.Customers
		if c.FromShare != nil {
			share += *c.FromShare
		}
		// Who is there without a share is of a group whose size is hidden.
		isHidden = isHidden || c.Hidden.isWhole() || c.Customers > 0 && c.FromShare == nil
	}
	if m.hiddenRows[from] || m.rows[from] == 0 {
		return n, share, isHidden
	}
	if isHidden && !areOthersHidden {
		n, isHidden = m.rows[from]-others, false
	}
	return n, float64(n) / float64(m.rows[from]), isHidden
}

// waysFigure sums up by group where its customers went: the matrix in few columns.
func (w *writer) waysFigure(s *sheet, comparison string) figure {
	f := figure{ID: "where-" + comparison, Title: "Where the customers of each group went", Sources: w.sources(tableMigrations)}
	m, ok := s.matrixOf(comparison)
	if _, hasThen := s.then(comparison); !ok || !hasThen {
		f.Empty = "There is no earlier month to compare with."
		return f
	}
	t := table{ID: "where-" + comparison + "-table", Class: "dense", Head: heads("<Group in "+m.fromMonth, "Customers", "Stayed", "Up", "Down", "Other", "Left")}
	best, bestShare, isBestKnown := segments.Out, -1.0, true
	for _, from := range segments.InPortfolio {
		if m.rows[from] == 0 && !m.hiddenRows[from] {
			continue
		}
		r := row{Cells: []cell{{Mark: groupMark(from), IsHead: true}, {Text: unless(m.hiddenRows[from], w.count(m.rows[from]))}}}
		for _, ways := range [][]way{{wayStayed}, {wayUp}, {wayDown}, {wayJudged, wayDormant}, {wayLeft}} {
			n, share, isHidden := m.went(from, ways)
			c := cell{Text: nobody, Class: "flat"}
			if isHidden {
				c.Text = hiddenMark
			} else if n > 0 {
				c = cell{Text: w.percent(share, 1), Class: heatClass(share), Key: strconv.FormatInt(n, 10)}
			}
			r.Cells = append(r.Cells, c)
			if ways[0] != wayStayed || from > segments.Creators {
				continue
			}
			if isHidden {
				isBestKnown = false
			} else if share > bestShare {
				best, bestShare = from, share
			}
		}
		t.Rows = append(t.Rows, r)
	}
	if best != segments.Out && isBestKnown {
		f.Title = "Of the value groups " + best.Name() + " stay most: " + w.percent(bestShare, 0) + " of them since " + m.fromMonth
	}
	f.Sub, f.Period = "Share of the group’s customers then", m.fromMonth+" → "+m.toMonth
	if n := m.size(segments.InPortfolio); n != "" {
		f.N = n + " then"
	}
	f.How = "other: judged for the first time, went dormant or came back · stronger: larger share"
	f.Views = []table{t}
	if !m.hiddenRows[segments.Out] {
		f.Notes = []string{w.plural(m.rows[segments.Out], "customer", "customers") + " entered."}
	}
	return f
}
