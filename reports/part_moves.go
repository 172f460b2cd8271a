package reports

import (
	"fmt"
	"time"

	"valueshift/segments"
)

// monthlyMatrices are the steps from month-end to month-end, oldest first.
func (s *sheet) monthlyMatrices() (months []time.Time, steps []matrix) {
	cells := map[time.Time][]Migration{}
	for _, m := range s.moves {
		if len(months) == 0 || !months[len(months)-1].Equal(m.ToMonth) {
			months = append(months, m.ToMonth)
		}
		cells[m.ToMonth] = append(cells[m.ToMonth], Migration{FromMonth: m.FromMonth, ToMonth: m.ToMonth,
			FromCode: m.FromCode, ToCode: m.ToCode, Customers: m.Customers, FromShare: m.FromShare, ChangeMinor: m.ChangeMinor, Hidden: m.Hidden})
	}
	for _, month := range months {
		step := s.matrixFrom(cells[month])
		if month.Equal(s.run.AsOf) {
			step = step.completed(s, AgainstPrevious)
		}
		steps = append(steps, step)
	}
	return months, steps
}

// quarterFigures show three months each, the newest first: a Sankey, and below it
// its matrices.
func (w *writer) quarterFigures(s *sheet) ([]figures, error) {
	months, steps := s.monthlyMatrices()
	var rows []figures
	for end := len(steps); end > 0; end -= 3 {
		from := max(0, end-3)
		f, err := w.quarterFigure(s, months[from:end], steps[from:end], end == len(steps))
		if err != nil {
			return nil, err
		}
		rows = append(rows, figures{f})
	}
	return rows, nil
}

func (w *writer) quarterFigure(s *sheet, months []time.Time, steps []matrix, isNewest bool) (figure, error) {
	last := len(steps) - 1
	id := months[last].Format("2006-01")
	f := figure{ID: "quarter-" + id, Sources: w.sources(tableMoves)}
	up, down, isHidden := int64(0), int64(0), false
	for _, m := range steps {
		up, down, isHidden = up+m.up, down+m.down, isHidden || m.isMovedHidden
	}
	f.Title = fmt.Sprintf("%s to %s", steps[0].fromMonth, steps[last].toMonth)
	if !isHidden {
		f.Title += fmt.Sprintf(": %s up and %s down", w.plural(up, "move", "moves"), w.count(down))
	}
	f.Sub, f.Unit, f.Period = "Ways between value groups, from month-end to month-end", "customers", steps[0].fromMonth+" → "+steps[last].toMonth
	f.How = w.flowWords(steps...)
	if n := steps[last].size(matrixGroups); n != "" {
		f.N = n + " in the last step"
	}
	columns, flows := w.chain(steps, false)
	drawn, err := sankeyChart("quarter"+months[last].Format("200601"), 1120, 340, columns, flows)
	f.chart = &drawn
	f.Label = fmt.Sprintf("Bands between the value groups at %d month-ends. %s. The matrices below have every way.", len(columns), f.Title)
	for i := last; i >= 0; i-- {
		t := s.countsMatrix(steps[i], "")
		for r, from := range matrixGroups { // no marks: twelve matrices have a hundred of them
			t.Rows[r].Cells[0] = cell{Text: matrixLabel(from, "Entered"), IsHead: true}
		}
		t.ID, t.Anchor, t.IsOpen = "", "moves-"+months[i].Format("2006-01"), isNewest && i == last
		if t.Name = steps[i].fromMonth + " to " + steps[i].toMonth; !steps[i].isMovedHidden {
			t.Name += fmt.Sprintf(": %s up, %s down", w.count(steps[i].up), w.count(steps[i].down))
		}
		f.Details = append(f.Details, t)
	}
	return f, err
}

// retentionFigure shows by group who stayed in it and who left, month by month.
func (w *writer) retentionFigure(s *sheet) figure {
	f := figure{ID: "retention", Title: "Who stayed in each group", Sources: w.sources(tableMoves)}
	_, steps := s.monthlyMatrices()
	if len(steps) == 0 {
		f.Empty = "There is no earlier month to compare with."
		return f
	}
	var panels []panel
	var names []string
	data := table{Head: heads("<To month-end")}
	for _, m := range steps {
		names = append(names, m.toMonth)
		data.Rows = append(data.Rows, row{Cells: []cell{{Text: m.toMonth, IsHead: true}}})
	}
	for _, g := range segments.InPortfolio {
		p, isSeen := w.panelOf(g, steps)
		if !isSeen {
			continue
		}
		panels = append(panels, p)
		data.Head = append(data.Head, head{Text: shortGroup(g) + ", stayed"}, head{Text: "left"})
		for i, m := range steps {
			data.Rows[i].Cells = append(data.Rows[i].Cells, w.shareCell(p.stayed[i], m.hides(g, g)), w.shareCell(p.left[i], m.hides(g, segments.Out)))
		}
	}
	if len(panels) == 0 {
		f.Empty = fmt.Sprintf("No group has the %d customers that make a share worth showing.", enoughForRates)
		return f
	}
	f.Title = w.retentionFinding(panels, names, steps[len(steps)-1])
	f.Sub, f.Unit = "Who was in a group a month later, and who had left the portfolio", "% of the group’s customers"
	f.Period, f.N = steps[0].fromMonth+" to "+steps[len(steps)-1].toMonth, s.size()
	f.How = "all panels of a row have one scale · months with fewer than " + w.count(enoughForRates) + " customers are left out"
	drawn := retentionChart("retention", names, panels)
	f.chart, f.Data = &drawn, &data
	f.Label = fmt.Sprintf("Two rows of lines, one panel per value group. %s. The data table below has every share.", f.Title)
	return f
}

func (l spelling) shareCell(share *float64, isHidden bool) cell {
	if isHidden {
		return cell{Text: hiddenMark}
	}
	if share == nil {
		return cell{Text: none}
	}
	return cell{Text: l.percent(*share/100, 1)}
}

// enoughForRates is how many customers make a share of them worth showing.
const enoughForRates = 30

// panelOf follows one group; isSeen is false when it never had customers enough.
func (l spelling) panelOf(g segments.Group, steps []matrix) (p panel, isSeen bool) {
	p.group = g
	for _, m := range steps {
		var stayed, left *float64
		tip := ""
		if n := m.rows[g]; n >= enoughForRates {
			share := func(to segments.Group) *float64 {
				at := m.cells[[2]segments.Group{g, to}]
				switch {
				case at.Hidden.isWhole():
					return nil
				case !m.hiddenRows[g]:
					return new(float64(at.Customers) / float64(n) * 100)
				case at.FromShare != nil: // of all, of whom n are only those that are shown
					return new(*at.FromShare * 100)
				}
				return nil
			}
			stayed, left = share(g), share(segments.Out)
			isSeen = isSeen || stayed != nil || left != nil
			of := ""
			if !m.hiddenRows[g] {
				of = l.count(n)
			}
			tip = l.panelTip(m.toMonth, g, stayed, left, of)
		}
		p.stayed, p.left, p.tips = append(p.stayed, stayed), append(p.left, left), append(p.tips, tip)
	}
	return p, isSeen
}

// retentionFinding names the value group that kept the least of its customers in
// the newest month, if the share of none is left out.
func (l spelling) retentionFinding(panels []panel, months []string, newest matrix) string {
	const neutral = "Who stayed in each group"
	last := len(months) - 1
	var least *panel
	drawn := map[segments.Group]bool{}
	for i := range panels {
		p := &panels[i]
		if p.group > segments.Creators || p.stayed[last] == nil {
			continue
		}
		if drawn[p.group] = true; least == nil || *p.stayed[last] < *least.stayed[last] {
			least = p
		}
	}
	for _, g := range segments.ValueGroups {
		if isEmpty := newest.rows[g] == 0 && !newest.hiddenRows[g]; !isEmpty && !drawn[g] {
			return neutral
		}
	}
	if least == nil {
		return neutral
	}
	return fmt.Sprintf("%s kept least of their customers in %s: %s stayed", least.group.Name(), months[last], l.percent(*least.stayed[last]/100, 1))
}
