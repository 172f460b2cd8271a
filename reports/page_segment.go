package reports

import (
	"fmt"
	"path"
	"strings"
)

// segmentPage is for a segment's owner. It tells nothing of any other segment nor of
// the whole, and finds its sources and the glossary in its own folder.
func (w *writer) segmentPage(s *sheet) (page, error) {
	p := w.ownPage(s, path.Base(s.file), nameOf(s.scope))
	p.lead(s)
	p.Owner = s.scope.Owner
	if s.isHidden {
		p.Headline, p.Meta, p.Tiles = s.hiddenWords(), "", nil
		return p, nil
	}
	doubts := func(topics ...string) []doubt { return w.fewest(w.about(s, topics...)) }
	p.Doubts = w.fewest(w.aboutOther(s, placed...))
	value, err := w.valueRows(s)
	if err != nil {
		return p, err
	}
	if err := w.scopeSections(&p, s, value, doubts); err != nil {
		return p, err
	}
	p.add(section{ID: "scorecard", Title: "Scorecard", Question: "What did the same customers do, and what came of those who came and went?",
		Words: words("real-shift", "standard-error"),
		Rows:  []figures{{w.scorecardFigure(s)}}})
	var intents []namedIntent
	for _, i := range s.intents {
		intents = append(intents, namedIntent{i, s})
	}
	p.add(section{ID: "intents", Title: "Intents", Question: "What is meant to happen with every customer group?", Words: words(intentWords...),
		Doubts: doubts("intents"), Rows: w.intentRows([]*sheet{s}, intents, s.overrides, s.money, false)})
	if len(w.customersOf(s)) > 0 {
		p.add(section{ID: "customers", Title: "Customers", Question: "Who is behind the largest profits and losses?", Rows: []figures{{w.customersFigure(s)}}})
	}
	// The owner's two sheets of paper: what changed and why, what is promised, what is meant.
	p.IsBrief = true
	p.onScreen("shift", "ways-"+AgainstBase, "migration-"+AgainstBase, "effects", "target-cells", "forecast", "scorecard", "signals-figure", "results-figure", "guards-figure", "overrides-figure")
	return p, nil
}

// hiddenWords stand instead of all that a page has.
func (s *sheet) hiddenWords() string {
	return fmt.Sprintf("Fewer than %d customers: the figures of this segment are hidden, because they would tell of each of them", s.run.MinCustomers)
}

// storyFigure is the change since the base month in sentences.
func (w *writer) storyFigure(s *sheet) figure {
	f := figure{ID: "story", Title: "What changed", Story: s.story(), Sources: w.sources(tableMonths, tableBridge)}
	if len(f.Story) == 0 {
		f.Empty = "There is no earlier month to compare with."
		return f
	}
	f.Title = s.lineFinding()
	return f
}

// lineFinding names the line of money that took most where profit fell, and the one that
// brought most where it rose.
func (s *sheet) lineFinding() string {
	now, base := s.now(), s.base()
	isFall := now.ProfitMinor < base.ProfitMinor
	var first lineChange
	most := int64(0)
	for _, line := range s.linesChanged(now, base) {
		moved := line.change
		if line.isCost != isFall { // one of them turns it round, both do not
			moved = -moved
		}
		if moved > most {
			first, most = line, moved
		}
	}
	if most == 0 {
		return "What changed"
	}
	return fmt.Sprintf("%s %s by %s, which %s most", capital(first.name), word(first.change < 0, "fell", "rose"), s.money.size(first.change), word(isFall, "took", "brought"))
}

// story tells the change since the base month in a few sentences.
func (s *sheet) story() []string {
	now, base := s.now(), s.base()
	if now == nil || base == nil {
		return nil
	}
	change := now.ProfitMinor - base.ProfitMinor
	lines := []string{fmt.Sprintf("Profit went from %s in %s to %s in %s: %s.", s.money.short(base.ProfitMinor), s.monthName(base.Month),
		s.money.short(now.ProfitMinor), s.monthName(now.Month), s.money.shortChange(change))}
	lines = append(lines, s.linesWords(now, base))
	var classes []string
	for _, c := range s.steps(AgainstBase) {
		_, long := className(c.Class)
		text := long + " " + s.money.shortChange(c.ChangeMinor)
		if !c.Hidden.isWhole() || c.Customers != 0 {
			text += " (" + s.count(c.Customers) + ")"
		}
		classes = append(classes, text)
	}
	if len(classes) > 0 {
		lines = append(lines, "By what customers did: "+strings.Join(classes, ", ")+".")
	}
	return append(lines, fmt.Sprintf("Customers went from %s to %s%s.", s.count(base.Customers), s.count(now.Customers), s.lossWords(base, now)))
}

// lineChange is by how much a line of money is another than in the base month.
type lineChange struct {
	name   string
	change int64
	isCost bool
}

// linesChanged are revenue and every line of cost that is delivered.
func (s *sheet) linesChanged(now, base *Month) []lineChange {
	list := []lineChange{{"revenue", now.RevenueMinor - base.RevenueMinor, false}}
	add := func(lacks bool, name string, change int64) {
		if !lacks {
			list = append(list, lineChange{name, change, true})
		}
	}
	add(s.lacks.direct, "direct cost", now.DirectCostMinor-base.DirectCostMinor)
	add(s.lacks.serve, "cost to serve", now.CostToServeMinor-base.CostToServeMinor)
	add(s.lacks.acquisition, "acquisition cost", now.AcquisitionMinor-base.AcquisitionMinor)
	add(s.lacks.capital, "the capital charge", now.CapitalMinor-base.CapitalMinor)
	return list
}

// linesWords tells how they changed.
func (s *sheet) linesWords(now, base *Month) string {
	var parts []string
	for i, line := range s.linesChanged(now, base) {
		parts = append(parts, line.name+word(i == 0, " changed by ", " by ")+s.money.shortChange(line.change))
	}
	return capital(listOf(parts)) + "."
}

// lossWords tells how many make a loss, as far as that is not hidden.
func (s *sheet) lossWords(base, now *Month) string {
	isHidden := func(m *Month) bool { return m.Hidden == Partly && m.LossMakers == 0 }
	switch {
	case isHidden(now):
		return ""
	case isHidden(base):
		return "; " + s.plural(now.LossMakers, "makes", "make") + " a loss"
	}
	return fmt.Sprintf("; those who make a loss from %s to %s", s.count(base.LossMakers), s.count(now.LossMakers))
}
