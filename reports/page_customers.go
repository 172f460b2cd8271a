package reports

import "fmt"

const customersFile = "customers.html"

// customersPage is the audit of the customer base, its first two lenses: how unlike
// customers are in one window, and what changed since the one before.
func (w *writer) customersPage() (page, error) {
	s := w.portfolio()
	p := w.newPage(customersFile, nameOf(s.scope)+" · customers")
	p.lead(s)
	p.Tiles = nil
	p.Headline = s.customersHeadline()
	p.Doubts = w.doubts("value", "profit", "classify")
	var made []figure
	for _, build := range []func() (figure, error){
		func() (figure, error) { return w.whaleFigure(s) },
		func() (figure, error) { return w.decilesFigure(s) },
		func() (figure, error) { return w.concentrationFigure(s) },
		func() (figure, error) { return w.distributionFigure(s) },
	} {
		f, err := build()
		if err != nil {
			return p, err
		}
		made = append(made, f)
	}
	p.add(section{ID: "one-window", Title: "One window", Question: "How different are customers from each other?", Words: words("profit", "whale-curve", "peak", "erosion", "gini", "decile"),
		Rows: []figures{{made[0], made[1]}, {made[3], made[2]}, {w.decileBars(s)}}})
	p.add(section{ID: "two-windows", Title: "Two windows", Question: "Who is where a window later?", Words: words("decile", "migration"),
		Rows: []figures{{w.decileMovesFigure(s)}}})
	return p, nil
}

// customersHeadline tells how uneven profit is spread.
func (s *sheet) customersHeadline() string {
	now, at := s.now(), s.whale(s.run.AsOf)
	if now == nil || at == nil || at.Customers == 0 {
		return "No customers at " + s.dayName(s.run.AsOf)
	}
	text := s.plural(at.Customers, "customer", "customers")
	if now.LossMakers > 0 || now.Hidden == Shown && !s.lacks.isAll() {
		text = s.count(now.LossMakers) + " of " + text + " make a loss"
	}
	if at.Top20Share != nil {
		text += "; the best 20" + thin + "% bring " + s.percent(*at.Top20Share, 0) + " of what the profitable ones earn"
	}
	return text
}

// decileBars is the table of the deciles at a glance.
func (w *writer) decileBars(s *sheet) figure {
	f := figure{ID: "decile-table", Title: "What a customer of each tenth brings", Sources: w.sources(tableDeciles)}
	now := s.ranked(s.run.AsOf, "profit")
	if len(now) == 0 {
		f.Empty = "There are no customers to rank."
		return f
	}
	if areHidden(now) {
		f.Empty = s.tenthsHidden()
		return f
	}
	var means []int64
	largest := 0.0
	for _, d := range now {
		means = append(means, whole(d.ProfitMeanMinor))
		largest = max(largest, abs(d.ProfitMeanMinor))
	}
	u := s.money.each().common(means...)
	t := table{ID: "decile-bars", Class: "dense", Head: heads("<Decile", "Customers", "% of revenue", "% of "+profitWord(now), "Per customer, "+u.name, "<To scale")}
	for _, d := range now {
		t.Rows = append(t.Rows, s.masked(d.Hidden, row{Cells: []cell{{Text: fmt.Sprint(d.Decile), IsHead: true}, {Text: w.count(d.Customers)}, {Text: w.percentOr(d.RevenueShare, 1)},
			{Text: w.percentOr(d.ProfitShare, 1)}, {Text: s.money.in(u, whole(d.ProfitMeanMinor)), Class: moneyClass(whole(d.ProfitMeanMinor))},
			{Class: "l", Deviation: newDeviation(d.ProfitMeanMinor, largest, true)}}}, 1, 1))
	}
	best, worst := now[0], now[len(now)-1]
	if !best.Hidden.isWhole() && !worst.Hidden.isWhole() {
		f.Title = fmt.Sprintf("From %s a customer in the best tenth to %s in the last", s.money.short(whole(best.ProfitMeanMinor)), s.money.short(whole(worst.ProfitMeanMinor)))
	}
	f.Sub, f.Period, f.N = "Customers ranked by profit, 1 is best", s.window(), s.size()
	f.How = "equal profits share a decile, so that tenths are not always of one size"
	f.Views = []table{t}
	return f
}
