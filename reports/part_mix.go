package reports

import (
	"fmt"
	"slices"
	"time"

	"valueshift/segments"
)

// layers are the groups over the months; height says what is drawn and told.
func (s *sheet) layers(groups []segments.Group, height func(m *Mix) (float64, string)) []stack {
	var list []stack
	for _, g := range groups {
		l := stack{group: g, labels: make([]string, len(s.months))}
		seen := false
		for _, m := range s.months {
			h, told := 0.0, ""
			if at := s.stock(m.Month, g); at != nil {
				if h, told = height(at); at.Hidden != Shown {
					h, told = 0, "hidden"
				}
				told = s.monthName(m.Month) + ", " + shortGroup(g) + ": " + told
				seen = seen || at.Customers > 0 || at.ProfitMinor != 0 || at.Hidden != Shown
			}
			l.heights, l.tips = append(l.heights, h), append(l.tips, told)
		}
		if seen {
			list = append(list, l)
		}
	}
	return list
}

// paying are the groups that profit comes from. Customers who left are one of
// them while the window still holds their bookings.
func (s *sheet) paying() []segments.Group {
	for _, m := range s.mix {
		if m.GroupCode == segments.Out && m.ProfitMinor != 0 {
			return matrixGroups
		}
	}
	return segments.InPortfolio
}

func (s *sheet) monthNames() []string {
	names := make([]string, len(s.months))
	for i, m := range s.months {
		names[i] = s.monthName(m.Month)
	}
	return names
}

// mixFigure shows customers by group over the months.
func (w *writer) mixFigure(s *sheet) (figure, error) {
	f := figure{ID: "group-shares", Title: s.mixFinding(), Sources: w.sources(tableMix)}
	f.Sub, f.Unit, f.Period, f.N = "Value groups at month-ends", "% of customers", s.monthsTo(s.run.AsOf), s.size()
	layers := s.layers(segments.InPortfolio, func(m *Mix) (float64, string) {
		if m.CustomerShare == nil {
			return 0, "no customers"
		}
		return *m.CustomerShare * 100, w.percent(*m.CustomerShare, 1) + ", " + w.plural(m.Customers, "customer", "customers")
	})
	if len(layers) == 0 || len(s.months) == 0 {
		f.Empty = "There are no customers to classify."
		return f, nil
	}
	if rest, ok := s.hiddenRest(layers); ok {
		layers = append(layers, rest)
		f.How = "outlined: groups that are hidden"
	}
	last := len(s.months) - 1
	for _, l := range layers {
		for _, m := range []int{0, last} {
			if l.heights[m] >= 4.5 {
				l.labels[m] = w.decimal(l.heights[m], 0)
			}
		}
	}
	drawn, err := mixChart("mix", s.monthNames(), layers, s.chartHeight(300))
	f.chart = &drawn
	f.Data = s.monthsTable(segments.InPortfolio, func(m *Mix) string { return w.percentOr(m.CustomerShare, 1) }, "Customers", func(m Month) string { return w.count(m.Customers) })
	f.Label = fmt.Sprintf("Stacked columns, one per month-end. %s. The data table below has every share.", f.Title)
	w.annotate(s, &f, &drawn, s.closedMonths(), s.newBounds())
	f.Notes = append(f.Notes, s.boundsWords(AgainstBase)...)
	f.Paper = s.boundsShort(AgainstBase)
	return f, err
}

// hiddenRest is what the groups that are hidden have of 100 % together: no more than
// anybody can subtract.
func (s *sheet) hiddenRest(layers []stack) (rest stack, ok bool) {
	rest = stack{group: segments.Out, labels: make([]string, len(s.months))}
	for i, m := range s.months {
		share := 100.0
		for _, l := range layers {
			share -= l.heights[i]
		}
		if share < 0.05 || share > 99.95 {
			share = 0
		}
		ok = ok || share > 0
		rest.heights = append(rest.heights, share)
		rest.tips = append(rest.tips, s.monthName(m.Month)+", "+s.hiddenGroups(m.Month, segments.InPortfolio)+" together: "+s.percent(share/100, 1))
	}
	return rest, ok
}

// hiddenGroups names those of some groups that are hidden in a month.
func (s *sheet) hiddenGroups(month time.Time, groups []segments.Group) string {
	var names []string
	for _, g := range groups {
		if at := s.stock(month, g); at != nil && at.Hidden != Shown {
			names = append(names, matrixLabel(g, "who left"))
		}
	}
	return listOf(names)
}

// mixFinding names the group whose share changed most, if it is more than noise.
func (s *sheet) mixFinding() string {
	var most *Shift
	isHidden := false
	for i := range s.shifts {
		h := &s.shifts[i]
		isHidden = isHidden || h.Comparison == AgainstBase && h.Hidden.isWhole()
		if h.Comparison == AgainstBase && h.IsReal && (most == nil || abs(h.NowShare-h.ThenShare) > abs(most.NowShare-most.ThenShare)) {
			most = h
		}
	}
	on, ok := s.then(AgainstBase)
	switch {
	case !ok || most == nil && isHidden:
		return "Customers by value group"
	case most == nil:
		return "The mix of value groups has not moved beyond noise since " + s.monthName(on)
	}
	verb := "grew"
	if most.NowShare < most.ThenShare {
		verb = "shrank"
	}
	text := fmt.Sprintf("%s %s from %s%s to %s of customers", most.GroupCode.Name(), verb, s.percent(most.ThenShare, 1), s.asClosed(*most), s.percent(most.NowShare, 1))
	if on := s.sameBounds(AgainstBase); on != "" {
		text += ", " + on
	}
	if most.IsAgainst {
		text += "; " + s.sameMoved(*most)
	}
	return text
}

// hiddenWorth is what the groups that are hidden bring together: what the others leave of
// the total, as in hiddenRest.
func (s *sheet) hiddenWorth(u unit) (rest stack, ok bool) {
	rest = stack{group: segments.Out}
	for _, m := range s.months {
		names, minor := s.hiddenGroups(m.Month, matrixGroups), m.ProfitMinor
		for _, g := range matrixGroups {
			if at := s.stock(m.Month, g); at != nil && at.Hidden == Shown {
				minor -= at.ProfitMinor
			}
		}
		if names == "" || m.Hidden.isWhole() {
			minor = 0
		}
		ok = ok || minor != 0
		rest.heights = append(rest.heights, s.money.axis(u, minor))
		rest.tips = append(rest.tips, s.monthName(m.Month)+", "+names+" together: "+s.money.short(minor))
	}
	return rest, ok
}

// worthFigure shows profit by group over the months, losses below zero.
func (w *writer) worthFigure(s *sheet) (figure, error) {
	f := figure{ID: "group-profit", Title: "Profit by value group", Sources: w.sources(tableMix, tableMonths)}
	var amounts []int64
	for _, m := range s.mix {
		amounts = append(amounts, m.ProfitMinor)
	}
	for _, m := range s.months {
		amounts = append(amounts, m.ProfitMinor)
	}
	u := s.money.common(amounts...)
	layers := s.layers(s.paying(), func(m *Mix) (float64, string) {
		return s.money.axis(u, m.ProfitMinor), s.money.short(m.ProfitMinor)
	})
	if len(layers) == 0 || len(s.months) == 0 {
		f.Empty = "There is no profit to show."
		return f, nil
	}
	totals := stack{}
	for _, m := range s.months {
		totals.heights = append(totals.heights, s.money.axis(u, m.ProfitMinor))
		totals.tips = append(totals.tips, w.monthName(m.Month)+", all customers: "+s.money.short(m.ProfitMinor))
	}
	f.Sub = fmt.Sprintf("Profit by value group, %s to each month-end", w.plural(int64(s.run.WindowMonths), "month", "months"))
	f.Unit, f.Period, f.N, f.How = u.name, s.monthsTo(s.run.AsOf), s.size(), "dots: total"
	if rest, ok := s.hiddenWorth(u); ok {
		f.How += word(slices.Contains(s.paying(), segments.Out), " · outlined: who left, and groups that are hidden", " · outlined: groups that are hidden")
		layers = append(layers, rest)
	}
	best, worst := s.stock(s.run.AsOf, segments.Creators), s.stock(s.run.AsOf, segments.Destroyers)
	if best != nil && worst != nil && best.Hidden == Shown && worst.Hidden == Shown {
		f.Title = fmt.Sprintf("Value Creators bring %s, Value Destroyers %s", s.money.short(best.ProfitMinor), s.money.short(worst.ProfitMinor))
	}
	drawn, err := worthChart("worth", s.monthNames(), layers, totals, s.chartHeight(300))
	f.chart = &drawn
	f.Data = s.monthsTable(s.paying(), func(m *Mix) string { return s.money.in(u, m.ProfitMinor) }, "Total", func(m Month) string { return s.money.in(u, m.ProfitMinor) })
	f.Label = fmt.Sprintf("Stacked columns, one per month-end, losses below zero. %s in %s.", f.Title, w.monthName(s.run.AsOf))
	w.annotate(s, &f, &drawn, s.closedMonths(), s.newBounds())
	return f, err
}

// monthsTable has a row per month and a column per group.
func (s *sheet) monthsTable(groups []segments.Group, value func(*Mix) string, totalName string, total func(Month) string) *table {
	t := table{Head: heads("<Month-end")}
	for _, g := range groups {
		t.Head = append(t.Head, head{Text: shortGroup(g)})
	}
	t.Head = append(t.Head, head{Text: totalName})
	for _, m := range s.months {
		r := texts(s.monthName(m.Month))
		for _, g := range groups {
			text := none
			if at := s.stock(m.Month, g); at != nil {
				if text = value(at); at.Hidden != Shown {
					text = hiddenMark
				}
			}
			r.Cells = append(r.Cells, cell{Text: text})
		}
		t.Rows = append(t.Rows, row{Cells: append(r.Cells, cell{Text: total(m)})})
	}
	return &t
}
