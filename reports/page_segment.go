package reports

import (
	"fmt"
	"strings"
)

// segmentPage is for a segment's owner. It tells nothing of any other segment.
func (w *writer) segmentPage(s *sheet) (page, error) {
	const home = "../"
	p := w.newPage(s.file, nameOf(s.scope))
	p.Path = []link{{Href: home + "portfolio.html", Text: "Portfolio"}, {Href: "#top", Text: brief(nameOf(s.scope)), IsHere: true}}
	p.lead(s)
	p.Owner = s.scope.Owner
	doubts := func(topics ...string) []string { return w.own(s, w.doubts(topics...)) }
	p.Doubts = w.own(s, w.pageDoubts(placed...))
	story := figure{ID: "story", Title: "What changed", Story: s.story(), Sources: w.sources(home, tableMonths, tableBridge)}
	if len(story.Story) == 0 {
		story.Empty = "There is no earlier month to compare with."
	}
	if err := w.scopeSections(&p, s, home, story, doubts); err != nil {
		return p, err
	}
	p.add(section{ID: "scorecard", Title: "Scorecard", Question: "What did the same customers do, and what came of those who came and went?",
		Words: words(home, "real-shift", "standard-error"),
		Rows:  []figures{{w.scorecardFigure(s, home)}}})
	var intents []namedIntent
	for _, i := range s.intents {
		intents = append(intents, namedIntent{i, s})
	}
	p.add(section{ID: "intents", Title: "Intents", Question: "What is meant to happen with every customer group?", Words: words(home, intentWords...),
		Doubts: doubts("intents"), Rows: w.intentRows([]*sheet{s}, intents, s.overrides, s.money, home)})
	// The owner's two sheets of paper: what changed and why, what is promised, what is meant.
	p.IsBrief = true
	p.onScreen("shift", "ways-"+AgainstBase, "migration-"+AgainstBase, "effects", "target-cells", "forecast", "scorecard", "signals-figure", "results-figure", "guards-figure", "overrides-figure")
	return p, nil
}

// story tells the change since the base month in a few sentences.
func (s *sheet) story() []string {
	now, base := s.now(), s.base()
	if now == nil || base == nil {
		return nil
	}
	change := now.ProfitMinor - base.ProfitMinor
	lines := []string{fmt.Sprintf("Profit went from %s in %s to %s in %s: %s.", s.money.short(base.ProfitMinor), monthName(base.Month),
		s.money.short(now.ProfitMinor), monthName(now.Month), s.money.shortChange(change))}
	lines = append(lines, fmt.Sprintf("Revenue changed by %s, direct cost by %s, cost to serve by %s and acquisition cost by %s",
		s.money.shortChange(now.RevenueMinor-base.RevenueMinor), s.money.shortChange(now.DirectCostMinor-base.DirectCostMinor),
		s.money.shortChange(now.CostToServeMinor-base.CostToServeMinor), s.money.shortChange(now.AcquisitionMinor-base.AcquisitionMinor)))
	if !s.run.CapitalNote {
		lines[1] += "; the capital charge by " + s.money.shortChange(now.CapitalMinor-base.CapitalMinor)
	}
	lines[1] += "."
	var classes []string
	for _, c := range s.steps(AgainstBase) {
		_, long := className(c.Class)
		classes = append(classes, fmt.Sprintf("%s %s (%s)", long, s.money.shortChange(c.ChangeMinor), count(c.Customers)))
	}
	if len(classes) > 0 {
		lines = append(lines, "By what customers did: "+strings.Join(classes, ", ")+".")
	}
	lines = append(lines, fmt.Sprintf("Customers went from %s to %s; those who make a loss from %s to %s.", count(base.Customers), count(now.Customers),
		count(base.LossMakers), count(now.LossMakers)))
	return lines
}

// own leaves the warnings that name no other segment.
func (w *writer) own(s *sheet, doubts []string) []string {
	var list []string
	for _, text := range doubts {
		isForeign := false
		for _, other := range w.segments() {
			isForeign = isForeign || other != s && strings.Contains(text, nameOf(other.scope))
		}
		if !isForeign {
			list = append(list, text)
		}
	}
	return list
}
