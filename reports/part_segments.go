package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"valueshift/segments"
)

// segmentsFigure is the table of all segments, the most profitable first.
func (w *writer) segmentsFigure() figure {
	f := figure{ID: "segments-figure", Title: "Segments", Sources: w.sources(tableMonths, tableMix, tableIntents)}
	list := w.segments()
	if len(list) == 0 {
		f.Empty = "There are no segments."
		return f
	}
	var amounts []int64
	for _, s := range list {
		if now := s.now(); now != nil {
			amounts = append(amounts, now.ProfitMinor)
		}
	}
	u := w.portfolio().money.common(amounts...)
	t := table{ID: "segments-table", IsSorted: true, Filter: "Filter segments", Head: heads("<Segment", "<Owner", "Customers", "Profit, "+u.name, "Change, "+u.name, "Creators", "Destroyers", "<Mix", "<Main intent")}
	t.Head[3].Order = "descending"
	for _, s := range list {
		t.Rows = append(t.Rows, s.segmentRow(u))
	}
	f.Title = segmentsFinding(list)
	f.Period, f.N = list[0].window(), w.portfolio().size()
	f.Sub, f.How = "Profit of the window, and its change since the base month", "Creators and Destroyers: % of customers · main intent: of those that are followed, not parked and not hidden, the one that most profit or loss stands under"
	if slices.ContainsFunc(list, func(s *sheet) bool { return !s.isHidden && s.hiddenGroups(s.run.AsOf, segments.InPortfolio) != "" }) {
		f.also("outlined: groups that are hidden")
	}
	f.Views = []table{t}
	return f
}

// mostListed is how many segments the tables of the portfolio list. The summary has
// them all, and each has a page of its own.
const mostListed = 10

// listed are the segments that matter most, by profit or loss, in the book's order.
func (w *writer) listed() []*sheet {
	list := w.segments()
	if len(list) <= mostListed {
		return list
	}
	size := func(s *sheet) uint64 {
		if now := s.now(); now != nil {
			return magnitude(now.ProfitMinor)
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b *sheet) int { return cmp.Compare(size(b), size(a)) })
	kept := list[:mostListed]
	return slices.DeleteFunc(w.segments(), func(s *sheet) bool { return !slices.Contains(kept, s) })
}

// listedWords say what a table leaves to the summary; empty: nothing.
func (w *writer) listedWords() string {
	if all := len(w.segments()); all > mostListed {
		return fmt.Sprintf("the %d segments with the largest profit or loss of %s", mostListed, w.count(int64(all)))
	}
	return ""
}

// also adds to how a figure is to be read.
func (f *figure) also(words string) {
	if f.How != "" && words != "" {
		words = f.How + " · " + words
	}
	if words != "" {
		f.How = words
	}
}

// segmentRow is one segment at a glance.
func (s *sheet) segmentRow(u unit) row {
	owner := s.scope.Owner
	if owner == "" {
		owner = none
	}
	r := row{Cells: []cell{segmentCell(s), {Text: owner, Class: "l name", Tip: s.scope.Owner}}}
	now := s.now()
	if s.isHidden {
		r = s.masked(Few, row{Cells: append(r.Cells, make([]cell, 7)...)}, 2, 2)
		r.Cells[7].Class, r.Cells[8].Class = "l flat", "l flat"
		return r
	}
	if now == nil {
		return row{Cells: append(r.Cells, cell{Text: none}, cell{Text: none}, cell{Text: none}, cell{Text: none}, cell{Text: none}, cell{Text: none, Class: "l"}, cell{Text: none, Class: "l"})}
	}
	change := cell{Text: none}
	if base := s.base(); base != nil {
		by := now.ProfitMinor - base.ProfitMinor
		change = cell{Text: s.money.change(u, by), Class: moneyClass(by), Key: strconv.FormatInt(by, 10)}
	}
	r.Cells = append(r.Cells,
		cell{Text: s.count(now.Customers), Key: strconv.FormatInt(now.Customers, 10)},
		cell{Text: s.money.in(u, now.ProfitMinor), Key: strconv.FormatInt(now.ProfitMinor, 10)},
		change, s.groupShare(segments.Creators), s.groupShare(segments.Destroyers),
		s.mixCell(now.Customers), s.intentOfMost())
	return r
}

// mixCell draws the groups of a segment.
func (s *sheet) mixCell(customers int64) cell {
	hidden := s.hiddenGroups(s.run.AsOf, segments.InPortfolio)
	c := cell{Class: "l", Mix: s.newMixBar(s.mixNow(), customers, hidden)}
	if c.Mix == nil {
		c.Text, c.Class = word(hidden != "", hiddenMark, none), "l flat"
	}
	return c
}

// intentOfMost is the main intent of a segment.
func (s *sheet) intentOfMost() cell {
	c := cell{Class: "l", Mark: s.dominantIntent()}
	if c.Mark == nil {
		isHidden := slices.ContainsFunc(s.intents, func(i Intent) bool { return i.Hidden.isWhole() })
		c.Text, c.Class = word(isHidden, hiddenMark, none), "l flat"
	}
	return c
}

// segmentCell links to a segment's page.
func segmentCell(s *sheet) cell {
	return cell{Text: nameOf(s.scope), IsHead: true, Class: "name", Href: s.file, Tip: nameOf(s.scope)}
}

func (s *sheet) groupShare(g segments.Group) cell {
	at := s.stock(s.run.AsOf, g)
	if at != nil && at.Hidden != Shown {
		return cell{Text: hiddenMark, Class: "flat", Key: "-1"}
	}
	if at == nil || at.CustomerShare == nil {
		return cell{Text: none}
	}
	return cell{Text: s.percent(*at.CustomerShare, 1), Key: strconv.FormatFloat(*at.CustomerShare, 'f', 6, 64)}
}

// mixNow are the groups at as-of, best first.
func (s *sheet) mixNow() []*Mix {
	var list []*Mix
	for _, g := range segments.InPortfolio {
		if at := s.stock(s.run.AsOf, g); at != nil {
			list = append(list, at)
		}
	}
	return list
}

// segmentsFinding names the two ends of the list.
func segmentsFinding(list []*sheet) string {
	var best, worst *sheet
	for _, s := range list {
		now := s.now()
		if now == nil {
			continue
		}
		if best == nil || now.ProfitMinor > best.now().ProfitMinor {
			best = s
		}
		if worst == nil || now.ProfitMinor < worst.now().ProfitMinor {
			worst = s
		}
	}
	if best == nil {
		return list[0].plural(int64(len(list)), "segment", "segments")
	}
	if len(list) == 1 {
		return "The one segment " + best.money.earned(best.now().ProfitMinor)
	}
	text := fmt.Sprintf("%s earns most, %s", brief(nameOf(best.scope)), best.money.short(best.now().ProfitMinor))
	if best.now().ProfitMinor <= 0 {
		text = "No segment earns anything"
		if slices.ContainsFunc(list, func(s *sheet) bool { return s.isHidden }) {
			text = "No segment that is told of earns anything"
		}
	}
	if worst.now().ProfitMinor < 0 {
		text += fmt.Sprintf("; %s loses most, %s", brief(nameOf(worst.scope)), worst.money.size(worst.now().ProfitMinor))
	}
	return text
}

// moversFigure lists the segments whose profit changed most since the base.
func (w *writer) moversFigure() figure {
	f := figure{ID: "movers-figure", Title: "Segments that moved most", Sources: w.sources(tableMonths)}
	type mover struct {
		sheet  *sheet
		change int64
	}
	var list []mover
	var amounts []int64
	for _, s := range w.segments() {
		if now, base := s.now(), s.base(); now != nil && base != nil {
			by := now.ProfitMinor - base.ProfitMinor
			list = append(list, mover{s, by})
			amounts = append(amounts, by, now.ProfitMinor)
		}
	}
	if len(list) == 0 {
		f.Empty = "There is no earlier month to compare with."
		return f
	}
	slices.SortStableFunc(list, func(a, b mover) int { return cmp.Compare(magnitude(b.change), magnitude(a.change)) })
	list = list[:min(5, len(list))]
	u := w.portfolio().money.common(amounts...)
	t := table{ID: "movers-table", Head: heads("<Segment", "Profit, "+u.name, "Change, "+u.name, "<Change, to scale")}
	largest := float64(magnitude(list[0].change))
	for _, m := range list {
		t.Rows = append(t.Rows, row{Cells: []cell{segmentCell(m.sheet),
			{Text: m.sheet.money.in(u, m.sheet.now().ProfitMinor)},
			{Text: m.sheet.money.change(u, m.change), Class: moneyClass(m.change)},
			{Class: "l", Deviation: newDeviation(float64(m.change), largest, true)}}})
	}
	first := list[0]
	f.Title = first.sheet.moversFinding(first.change, len(w.segments()) == 1)
	f.Sub, f.Period, f.N = "Change in profit, largest first", first.sheet.sinceThen(AgainstBase), w.portfolio().size()
	f.Views = []table{t}
	return f
}

// moversFinding names the segment that moved most; the only one has nothing to be held
// against.
func (s *sheet) moversFinding(change int64, isOnly bool) string {
	switch {
	case isOnly && change == 0:
		return "The one segment’s profit did not move"
	case change == 0:
		return "Segments that moved most"
	case isOnly:
		return "The one segment’s profit " + word(change < 0, "fell", "rose") + " by " + s.money.size(change)
	}
	return fmt.Sprintf("%s moved most, %s", brief(nameOf(s.scope)), s.money.shortChange(change))
}
