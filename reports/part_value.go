package reports

import (
	"fmt"
	"strconv"
	"strings"
)

// steepest is the peak above which the whale curve is told in shares of the peak:
// shares of a total near zero would say nothing.
const steepest = 10

// whaleFigure shows how concentrated profit is.
func (w *writer) whaleFigure(s *sheet) (figure, error) {
	f := figure{ID: "whale", Title: s.whaleFinding(), Sources: w.sources(tableWhalePoints, tableWhales)}
	at := s.whale(s.run.AsOf)
	if at == nil || len(s.points) < 2 || at.PeakMinor == 0 && at.ProfitMinor == 0 {
		f.Empty = "There is no profit or loss to rank."
		return f, nil
	}
	all, allName := at.ProfitMinor, "profit"
	if at.ProfitMinor <= 0 || !at.isPeakHidden() && (at.PeakRatio == nil || *at.PeakRatio > steepest) {
		all, allName = at.PeakMinor, "all gains"
	}
	if all == 0 { // everybody loses: shares of the loss, drawn downwards
		all, allName = -at.ProfitMinor, "the loss"
	}
	share := func(minor int64) float64 { return float64(minor) / float64(all) * 100 }

	f.Sub, f.Unit, f.Period, f.N = "Cumulative profit", "% of "+allName, s.window(), w.plural(at.Customers, "customer", "customers")
	f.How = "customers ranked by profit"
	var c whale
	for _, p := range s.points {
		c.curve = append(c.curve, [2]float64{p.CustomersShare * 100, share(p.CumulativeMinor)})
	}
	s.markPeak(&c, at, share)
	if c.lossFrom < 100 {
		f.How += " · shaded: customers with a loss"
	}
	isPeakHidden := at.isPeakHidden()
	if isPeakHidden { // the end of the curve is all that may be marked
		c.peak, c.peakText = [2]float64{100, share(at.ProfitMinor)}, ""
	}
	c.reference, c.lineText = share(at.ProfitMinor), "total "+s.money.short(at.ProfitMinor)
	data := table{Head: heads("Most profitable customers", "Cumulative profit, "+s.run.Currency, "% of "+allName)}
	for _, p := range spread(s.points, 20) {
		told := fmt.Sprintf("The most profitable %s of customers: %s, %s of %s", w.percent(p.CustomersShare, 0),
			s.money.short(p.CumulativeMinor), w.decimal(share(p.CumulativeMinor), 0)+w.percentSign(), allName)
		c.bands = append(c.bands, band{p.CustomersShare * 100, told})
		data.Rows = append(data.Rows, texts(w.percent(p.CustomersShare, 0), s.money.full(p.CumulativeMinor), w.decimal(share(p.CumulativeMinor), 1)))
	}
	if now := s.now(); now != nil && now.ProfitMinor != at.ProfitMinor {
		f.Notes = []string{"The curve has the customers of the portfolio; those who left within the window add " +
			s.money.shortChange(now.ProfitMinor-at.ProfitMinor) + "."}
	}
	drawn, err := whaleChart("whale", c)
	f.chart, f.Data = &drawn, &data
	f.Label = fmt.Sprintf("Whale curve. %s. The curve peaks at %s and ends at %s.", f.Title, c.peakText, c.lineText)
	if isPeakHidden {
		f.Label = fmt.Sprintf("Whale curve. %s. The curve ends at %s.", f.Title, c.lineText)
		f.Notes = append(f.Notes, "The peak is hidden: fewer than "+strconv.Itoa(s.run.MinCustomers)+" customers are behind it, or make a loss.")
	}
	return f, err
}

// isPeakHidden tells that neither gains nor losses may be told by themselves.
func (w Whale) isPeakHidden() bool {
	return w.Hidden == Partly && w.PeakMinor == 0 && w.CustomersAtPeak == 0
}

// markPeak finds the top of the curve and where the losses begin.
func (s *sheet) markPeak(c *whale, at *Whale, share func(int64) float64) {
	c.lossFrom = 100
	if at.Customers == 0 {
		return
	}
	c.peak = [2]float64{float64(at.CustomersAtPeak) / float64(at.Customers) * 100, share(at.PeakMinor)}
	c.peakText = fmt.Sprintf("%s at %s of customers", s.money.short(at.PeakMinor), s.percent(c.peak[0]/100, 0))
	if now := s.now(); now != nil && now.LossMakers > 0 {
		c.lossFrom = float64(at.Customers-now.LossMakers) / float64(at.Customers) * 100
	}
}

// spread picks about n points, the last one among them.
func spread(points []WhalePoint, n int) []WhalePoint {
	if len(points) <= n+1 {
		return points[1:]
	}
	var picked []WhalePoint
	for i := 1; i <= n; i++ {
		picked = append(picked, points[i*(len(points)-1)/n])
	}
	return picked
}

func (s *sheet) whaleFinding() string {
	at := s.whale(s.run.AsOf)
	switch {
	case at == nil || at.ErosionRate == nil:
		return "Cumulative profit by customer"
	case *at.ErosionRate == 0 && s.lacks.isAll():
		return "No cost was delivered to tell who makes a loss"
	case *at.ErosionRate == 0:
		return "No customer makes a loss"
	}
	text := "Loss makers give back " + s.percentSeen(*at.ErosionRate) + " of what the others earn"
	if at.Top20Share != nil {
		text += "; the best " + s.percent(0.2, 0) + " of customers bring " + s.percent(*at.Top20Share, 0) + " of it"
	}
	return text
}

// window is the time that profits are summed over.
func (s *sheet) window() string {
	return s.plural(int64(s.run.WindowMonths), "month", "months") + " to " + s.monthName(s.run.AsOf)
}

// bridgeFigure shows which customers moved the profit since the base month.
func (w *writer) bridgeFigure(s *sheet) (figure, error) {
	f := figure{ID: "bridge", Title: "Change in profit by what customers did", Sources: w.sources(tableBridge)}
	now, base, steps := s.now(), s.base(), s.steps(AgainstBase)
	if now == nil || len(steps) == 0 {
		f.Empty = "There is no earlier month to compare with."
		return f, nil
	}
	then := now.ProfitMinor
	amounts := []int64{}
	for _, c := range steps {
		then -= c.ChangeMinor
		amounts = append(amounts, c.ChangeMinor)
	}
	u := s.money.common(amounts...)
	from := "before"
	if on, ok := s.then(AgainstBase); ok {
		from = w.monthName(on)
	}
	if base != nil {
		then = base.ProfitMinor
	}
	f.Title = s.bridgeFinding(now.ProfitMinor-then, from, steps)
	f.Sub, f.Unit, f.Period = "Change in profit by what customers did", u.name, from+" → "+w.monthName(s.run.AsOf)
	f.How = "bars show only the change"
	customers := int64(0)

	b := bridge{fromText: from + "\n" + s.money.short(then), toText: w.monthName(s.run.AsOf) + "\n" + s.money.short(now.ProfitMinor)}
	data := table{Head: heads("<Class", "Customers", "Change, "+u.name, "± standard error", "<Verdict", "Revenue"),
		Note: "Lines stand as they moved profit: a cost that rose is below zero."}
	for _, line := range s.costLines(BridgeClass{}) {
		data.Head = append(data.Head, head{Text: line.name})
	}
	for _, c := range steps {
		short, long := className(c.Class)
		b.steps = append(b.steps, step{name: short, change: s.money.axis(u, c.ChangeMinor), label: s.money.change(u, c.ChangeMinor),
			tip: fmt.Sprintf("%s: %s, %s", capital(long), s.peopleOf(c), s.money.shortChange(c.ChangeMinor))})
		data.Rows = append(data.Rows, s.classRow(u, c, long))
		customers += c.Customers
	}
	f.N = w.plural(customers, "customer", "customers")
	b.rises, b.height = now.ProfitMinor >= then, s.chartHeight(320)
	s.addRates(&f, &data, u, steps)
	drawn, err := bridgeChart("bridge", b)
	f.chart, f.Data = &drawn, &data
	f.Label = fmt.Sprintf("Profit bridge. %s. Profit was %s in %s and is %s in %s.", f.Title, s.money.short(then), from, s.money.short(now.ProfitMinor), w.monthName(s.run.AsOf))
	return f, err
}

// classRow is one class of the bridge with the change parted by line.
func (s *sheet) classRow(u unit, c BridgeClass, long string) row {
	spread := none
	if c.StandardErrorMinor != nil {
		spread = s.money.in(u, whole(*c.StandardErrorMinor))
	}
	change := func(v int64) string { return s.money.change(u, v) }
	r := texts(capital(long), s.count(c.Customers), change(c.ChangeMinor), spread)
	r.Cells = append(r.Cells, verdict(c.IsReal))
	r.Cells = append(r.Cells, cell{Text: change(c.RevenueMinor)})
	for _, line := range s.costLines(c) {
		r.Cells = append(r.Cells, cell{Text: change(line.minor)})
	}
	if c.Hidden.isWhole() { // only what they sum to is known
		people, change := r.Cells[1], r.Cells[2]
		r = s.masked(c.Hidden, r, 1, 1)
		r.Cells[2] = change
		if c.Customers > 0 {
			r.Cells[1] = people
		}
	}
	return r
}

// costLine is what one line of cost did to the profit of a class.
type costLine struct {
	name  string
	minor int64
}

// costLines are those of a class that are delivered.
func (s *sheet) costLines(c BridgeClass) []costLine {
	var lines []costLine
	add := func(lacks bool, name string, minor int64) {
		if !lacks {
			lines = append(lines, costLine{name, minor})
		}
	}
	add(s.lacks.direct, "Direct cost", c.DirectCostMinor)
	add(s.lacks.serve, "Cost to serve", c.CostToServeMinor)
	add(s.lacks.acquisition, "Acquisition", c.AcquisitionMinor)
	add(s.lacks.capital, "Capital", c.CapitalMinor)
	return lines
}

// peopleOf counts the customers of a class in words.
func (s *sheet) peopleOf(c BridgeClass) string {
	if c.Hidden.isWhole() && c.Customers == 0 {
		return "number of customers hidden"
	}
	return s.plural(c.Customers, "customer", "customers")
}

// bridgeFinding names the change and the classes that did most for and against it.
func (s *sheet) bridgeFinding(change int64, from string, steps []BridgeClass) string {
	best, worst := steps[0], steps[0]
	for _, c := range steps {
		if c.ChangeMinor > best.ChangeMinor {
			best = c
		}
		if c.ChangeMinor < worst.ChangeMinor {
			worst = c
		}
	}
	text := "Profit is as in " + from
	if change > 0 {
		text = "Profit rose " + s.money.short(change) + " since " + from
	} else if change < 0 {
		text = "Profit fell " + strings.TrimPrefix(s.money.short(change), minus) + " since " + from
	}
	_, up := className(best.Class)
	_, down := className(worst.Class)
	switch {
	case best.ChangeMinor > 0 && worst.ChangeMinor < 0:
		return text + ": " + up + " brought most, " + down + " took most"
	case best.ChangeMinor > 0:
		return text + ": " + up + " brought most"
	case worst.ChangeMinor < 0:
		return text + ": " + down + " took most"
	}
	return text
}
