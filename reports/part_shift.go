package reports

import (
	"fmt"
	"slices"

	"valueshift/segments"
)

// shiftFigure tells group by group whether a share moved beyond noise.
func (w *writer) shiftFigure(s *sheet) figure {
	f := figure{ID: "shift", Title: "Change of the mix", Sources: w.sources(tableShifts, tableShiftTests)}
	for _, comparison := range []string{AgainstBase, AgainstPrevious} {
		if t, ok := s.shiftTable(comparison); ok {
			f.Views = append(f.Views, t)
		}
	}
	if len(f.Views) == 0 {
		f.Empty = "There is no earlier month to compare with."
		return f
	}
	f.Title = s.shiftFinding()
	f.Period, f.N = s.sinceThen(AgainstBase), s.size()
	f.Sub, f.How = "Share of customers", "“real”: unlikely to be chance and large enough to matter; “small”: only unlikely to be chance; of many segments it takes more to be real"
	f.Notes = []string{"Judged at both ends: the change of the share among customers who were in a group other than New then and now, with " + w.decimal(1.96, 2) + " standard errors. Who came, left or was too new moves the shares, but says nothing of whether groups hold."}
	if slices.ContainsFunc(s.shifts, func(h Shift) bool { return h.IsAgainst }) {
		f.Notes = append(f.Notes, "Where a verdict names the same customers, the share moved one way because of who came, left or was too new, and the customers judged at both ends really moved the other way.")
	}
	f.Notes = append(f.Notes, s.boundsWords(AgainstBase)...)
	return f
}

// shiftFinding counts the groups whose share moved. Those that are hidden may have.
func (s *sheet) shiftFinding() string {
	moved, isHidden, isTested, isSmall, isAgainst := int64(0), false, false, false, false
	for _, h := range s.shifts {
		if h.Comparison != AgainstBase {
			continue
		}
		isHidden, isTested = isHidden || h.Hidden.isWhole(), isTested || h.PValue != nil || h.isPartly()
		isSmall = isSmall || h.isSmall()
		if h.IsReal {
			moved++
		}
		isAgainst = isAgainst || h.IsAgainst
	}
	text := s.plural(moved, "group’s share", "groups’ shares") + " moved beyond noise" + word(isAgainst, " among the same customers", "")
	switch {
	case isHidden && moved == 0 || !isTested:
		return "Change of the mix"
	case isHidden:
		return "At least " + text
	case moved == 0 && isSmall:
		return "No group’s share moved far enough to matter"
	case moved == 0:
		return "No group’s share moved beyond noise"
	}
	return text
}

// shiftTable is one comparison of the mix.
func (s *sheet) shiftTable(comparison string) (table, bool) {
	on, ok := s.then(comparison)
	if !ok || comparison == AgainstPrevious && s.isSameStart() {
		return table{}, false
	}
	t := table{ID: "shift-" + comparison, Name: "since " + s.monthName(on),
		Head: heads("<Group", s.monthName(on), s.monthName(s.run.AsOf), "Shift", "<Shift, to scale", "Judged at both ends", "p", "<Verdict")}
	largest := 0.0
	for _, h := range s.shifts {
		if h.Comparison == comparison {
			largest = max(largest, abs(h.NowShare-h.ThenShare))
		}
	}
	for _, h := range s.shifts {
		if h.Comparison == comparison {
			t.Rows = append(t.Rows, s.masked(h.Hidden, s.shiftRow(h, largest), 1, -1))
		}
	}
	switch x := s.test(comparison); {
	case x == nil:
	case x.Customers == 0 && x.Hidden == Shown: // a scope that is new or was left by all has no mix to compare
		t.Note = "Nobody was judged at both ends."
	default:
		who := "those"
		if x.Hidden == Shown {
			who = "the " + s.plural(x.Customers, "customer", "customers")
		}
		t.Note = fmt.Sprintf("The two mixes differ by %s of customers (total variation distance); among %s judged at both ends the whole mix moved with p\u00a0%s (Stuart–Maxwell).",
			s.percent(x.Distance, 1), who, s.pvalueWords(x.PValue))
	}
	return t, len(t.Rows) > 0
}

func (l spelling) shiftRow(h Shift, largest float64) row {
	change := h.NowShare - h.ThenShare
	paired, p := none, l.pvalue(h.PValue)
	if h.isPartly() && h.GroupCode != segments.New {
		p = hiddenMark
		if h.PairedShift == nil {
			paired = hiddenMark
		}
	}
	if h.PairedShift != nil {
		paired = l.pointsChange(*h.PairedShift, 2)
		if h.StandardError != nil {
			paired += " ± " + l.decimal(*h.StandardError*196, 2)
		}
	}
	return row{Cells: []cell{
		{Mark: groupMark(h.GroupCode), IsHead: true},
		{Text: l.percent(h.ThenShare, 1)}, {Text: l.percent(h.NowShare, 1)}, {Text: l.pointsChange(change, 1)},
		{Class: "l", Deviation: h.deviation(largest)},
		{Text: paired}, {Text: p}, l.shiftVerdict(h),
	}}
}

// sameMoved tells how the share moved among the customers judged at both ends, where
// that is against how it moved among all.
func (l spelling) sameMoved(h Shift) string {
	if h.PairedShift == nil { // how far is hidden
		return "same customers the other way"
	}
	return "same customers " + l.pointsChange(*h.PairedShift, 1)
}

// isPartly tells that how sure the shift is, and perhaps how far it went, is hidden, but
// not whether it is real.
func (h Shift) isPartly() bool { return h.Hidden == Partly && h.PValue == nil }

// isSmall tells of a share that did not move by chance, even among as many as there are
// groups (Bonferroni), but not far enough to matter either.
func (h Shift) isSmall() bool {
	return !h.IsReal && h.PValue != nil && *h.PValue < 0.05/float64(len(segments.InPortfolio))
}

// shiftVerdict is the verdict on a group's share; too few customers have none.
func (l spelling) shiftVerdict(h Shift) cell {
	switch {
	case h.IsAgainst:
		return cell{Text: "real: " + l.sameMoved(h), Class: "l strong"}
	case h.GroupCode == segments.New:
		return cell{Text: "not judged", Class: "l flat"}
	case h.PValue == nil && !h.isPartly():
		return cell{Text: "too few", Class: "l flat"}
	case h.isSmall():
		return cell{Text: "small", Class: "l flat"}
	}
	return verdict(h.IsReal)
}

// verdict tells a shift from what chance does by itself.
func verdict(isReal bool) cell {
	if isReal {
		return cell{Text: "real", Class: "l strong"}
	}
	return cell{Text: "within noise", Class: "l flat"}
}

// deviation colours the change of a group's share: more Creators are better, more
// Destroyers worse, and what is between, or did not come from the same customers, neither.
func (h Shift) deviation(largest float64) *deviation {
	g := h.GroupCode
	d := newDeviation(h.NowShare-h.ThenShare, largest, g == segments.Creators || g == segments.Contributors)
	if g == segments.Neutral || g == segments.New || g == segments.Dormant || h.IsAgainst {
		d.Class = "flat"
	}
	return d
}

// isSameStart tells that both comparisons start at the same month-end.
func (s *sheet) isSameStart() bool {
	base, ok1 := s.then(AgainstBase)
	previous, ok2 := s.then(AgainstPrevious)
	return ok1 && ok2 && base.Equal(previous)
}

func groupMark(g segments.Group) *mark { return &mark{"square", g.Key(), g.Name()} }

func groupKey(groups []segments.Group) []mark {
	var key []mark
	for _, g := range groups {
		key = append(key, *groupMark(g))
	}
	return key
}

func (l spelling) pvalueWords(p *float64) string {
	switch text := l.pvalue(p); {
	case p == nil:
		return "unknown"
	case *p < 0.001:
		return text
	default:
		return "=" + thin + text
	}
}

func abs(v float64) float64 { return max(v, -v) }
