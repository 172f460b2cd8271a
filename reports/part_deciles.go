package reports

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// ranked are the deciles of a window by one measure, the first first.
func (s *sheet) ranked(month time.Time, measure string) []Decile {
	var list []Decile
	for _, d := range s.deciles {
		if d.Measure == measure && d.Month.Equal(month) {
			list = append(list, d)
		}
	}
	return list
}

// earlierDeciles are those of the base window by profit; nil when there is none.
func (s *sheet) earlierDeciles() []Decile {
	if on, ok := s.then(AgainstBase); ok {
		return s.ranked(on, "profit")
	}
	return nil
}

// decilesFigure shows profit by tenth of the customers, now and a window earlier.
func (w *writer) decilesFigure(s *sheet) (figure, error) {
	f := figure{ID: "deciles", Title: "Profit by tenth of the customers", Sources: w.sources(tableDeciles)}
	now, then := s.ranked(s.run.AsOf, "profit"), s.earlierDeciles()
	if len(now) == 0 {
		f.Empty = "There are no customers to rank."
		return f, nil
	}
	if areHidden(now) {
		f.Empty = s.tenthsHidden()
		return f, nil
	}
	var amounts []int64
	for _, d := range append(append([]Decile{}, now...), then...) {
		amounts = append(amounts, d.ProfitMinor)
	}
	u := s.money.common(amounts...)
	f.Title = s.decilesFinding(now)
	f.Sub, f.Unit, f.Period, f.N = "Profit by tenth", u.name, s.window(), s.size()
	f.How = "customers ranked by profit and parted into tenths, the best first"
	p := pairs{width: 536, secondColor: "then"}
	for i := 1; i <= 10; i++ {
		p.names = append(p.names, strconv.Itoa(i))
		d := tenth(now, i)
		p.first = append(p.first, s.money.axis(u, d.ProfitMinor))
		p.firstTips = append(p.firstTips, s.decileTip(s.run.AsOf, d, i))
		if len(then) > 0 {
			e := tenth(then, i)
			p.second = append(p.second, s.money.axis(u, e.ProfitMinor))
			p.secondTips = append(p.secondTips, s.decileTip(then[0].Month, e, i))
		}
	}
	if len(then) > 0 {
		f.How += " · grey: " + w.monthName(then[0].Month)
	}
	drawn, err := pairsChart("deciles", p)
	f.chart, f.Data = &drawn, s.decilesTable(now, then)
	f.Label = fmt.Sprintf("Columns, one per tenth of the customers, losses below zero. %s. The data table below has every number.", f.Title)
	return f, err
}

// areHidden tells that no decile is shown.
func areHidden(list []Decile) bool {
	for _, d := range list {
		if !d.Hidden.isWhole() {
			return false
		}
	}
	return len(list) > 0
}

func (s *sheet) tenthsHidden() string {
	return fmt.Sprintf("Tenths are hidden: they have fewer than %d customers, or would give such a number away.", s.run.MinCustomers)
}

func (s *sheet) decileTip(month time.Time, d Decile, i int) string {
	if d.Hidden.isWhole() {
		return fmt.Sprintf("%s, decile %d: hidden", s.monthName(month), i)
	}
	return fmt.Sprintf("%s, decile %d: %s, %s", s.monthName(month), i, s.money.short(d.ProfitMinor), s.plural(d.Customers, "customer", "customers"))
}

// tenth finds a decile; one that ties left empty is zero.
func tenth(list []Decile, i int) Decile {
	for _, d := range list {
		if d.Decile == i {
			return d
		}
	}
	return Decile{Decile: i}
}

func (s *sheet) decilesFinding(now []Decile) string {
	best, worst := tenth(now, 1), tenth(now, 10)
	if best.Customers == 0 || worst.Customers == 0 {
		return "Profit by tenth of the customers"
	}
	text := "The best tenth of customers " + s.money.earned(best.ProfitMinor)
	if worst.ProfitMinor < 0 {
		return text + ", the worst tenth " + s.money.earned(worst.ProfitMinor)
	}
	return text + ", the last tenth " + s.money.short(worst.ProfitMinor)
}

// profitWord is what shares of profit are of: where all customers together lose money,
// a tenth that loses has a share above zero.
func profitWord(list []Decile) string {
	for _, d := range list {
		if d.ProfitShare != nil && *d.ProfitShare > 0 && d.ProfitMinor < 0 || d.ProfitShare != nil && *d.ProfitShare < 0 && d.ProfitMinor > 0 {
			return "the loss"
		}
	}
	return "profit"
}

// decilesTable has a row per decile and the totals.
func (s *sheet) decilesTable(now, then []Decile) *table {
	t := table{Head: heads("Decile", "Customers", "Revenue, "+s.run.Currency, "% of revenue", "Profit, "+s.run.Currency, "% of "+profitWord(now), "Cumulative", "Profit per customer")}
	if len(then) > 0 {
		t.Head = append(t.Head, head{Text: "Profit, " + s.monthName(then[0].Month)}, head{Text: "Change"})
	}
	var all Decile
	before, sum := int64(0), 0.0
	isHidden, wasHidden := false, false // some number of this window, of the one before
	for i := 1; i <= 10; i++ {
		d := tenth(now, i)
		all.Customers, all.RevenueMinor, all.ProfitMinor = all.Customers+d.Customers, all.RevenueMinor+d.RevenueMinor, all.ProfitMinor+d.ProfitMinor
		cumulative := none
		isHidden = isHidden || d.Hidden.isWhole()
		if isHidden { // a sum that skips a tenth would be wrong, one that does not would tell it
			cumulative = hiddenMark
		} else if d.ProfitShare != nil {
			sum += *d.ProfitShare
			cumulative = s.percent(sum, 1)
		}
		r := texts(strconv.Itoa(i), s.count(d.Customers), s.money.full(d.RevenueMinor), s.percentOr(d.RevenueShare, 1),
			s.money.full(d.ProfitMinor), s.percentOr(d.ProfitShare, 1), cumulative, s.money.full(whole(d.ProfitMeanMinor)))
		r = s.masked(d.Hidden, r, 1, 1)
		if len(then) > 0 {
			e := tenth(then, i)
			before += e.ProfitMinor
			wasHidden = wasHidden || e.Hidden.isWhole()
			r.Cells = append(r.Cells, cell{Text: unless(e.Hidden.isWhole(), s.money.full(e.ProfitMinor))},
				s.changeCell(d.ProfitMinor-e.ProfitMinor, d.Hidden.isWhole() || e.Hidden.isWhole()))
		}
		t.Rows = append(t.Rows, r)
	}
	mean := none
	if all.Customers > 0 {
		mean = s.money.full(whole(float64(all.ProfitMinor) / float64(all.Customers)))
	}
	t.Total = texts("All", unless(isHidden, s.count(all.Customers)), unless(isHidden, s.money.full(all.RevenueMinor)), "",
		unless(isHidden, s.money.full(all.ProfitMinor)), "", "", unless(isHidden, mean)).Cells
	if len(then) > 0 {
		t.Total = append(t.Total, cell{Text: unless(wasHidden, s.money.full(before))}, s.changeCell(all.ProfitMinor-before, isHidden || wasHidden))
	}
	return &t
}

func (s *sheet) changeCell(by int64, isHidden bool) cell {
	if isHidden {
		return cell{Text: hiddenMark, Class: "flat"}
	}
	return cell{Text: s.money.change(unit{decimals: s.money.scale}, by), Class: moneyClass(by)}
}

// giniWords tell how unevenly profit is spread over customers, and was.
func (s *sheet) giniWords() []string {
	at := s.whale(s.run.AsOf)
	if at == nil || at.Gini == nil {
		return nil
	}
	text := "Concentration of profit (Gini): " + s.decimal(*at.Gini, 2)
	if on, ok := s.then(AgainstBase); ok {
		if then := s.whale(on); then != nil && then.Gini != nil {
			text += ", in " + s.monthName(on) + " " + s.decimal(*then.Gini, 2)
		}
	}
	return []string{text + ". 0 is when every customer earns the same, 1 when one earns everything."}
}

// concentrationFigure holds revenue against profit: customers ranked by revenue,
// and what of both each tenth brings.
func (w *writer) concentrationFigure(s *sheet) (figure, error) {
	f := figure{ID: "concentration", Title: "Revenue and profit by tenth of the customers", Sources: w.sources(tableDeciles)}
	list, byProfit := s.ranked(s.run.AsOf, "revenue"), s.ranked(s.run.AsOf, "profit")
	p := pairs{width: 536, firstColor: "ink", secondColor: "then", isPercent: true}
	of := "% of " + profitWord(list)
	data := table{Head: heads("Decile by revenue", "Customers", "% of revenue", of, of+", ranked by profit")}
	for i := 1; i <= 10; i++ {
		d, best := tenth(list, i), tenth(byProfit, i)
		revenue, profit := sharePoints(d.RevenueShare), sharePoints(d.ProfitShare)
		p.names = append(p.names, strconv.Itoa(i))
		p.first, p.second = append(p.first, profit), append(p.second, revenue)
		told := fmt.Sprintf("Decile %d by revenue: %s of revenue, %s of %s", i, w.percentOr(d.RevenueShare, 1), w.percentOr(d.ProfitShare, 1), profitWord(list))
		if d.Hidden.isWhole() {
			told = fmt.Sprintf("Decile %d by revenue: hidden", i)
		}
		p.firstTips, p.secondTips = append(p.firstTips, told), append(p.secondTips, told)
		r := s.masked(d.Hidden, texts(strconv.Itoa(i), w.count(d.Customers), w.percentOr(d.RevenueShare, 1), w.percentOr(d.ProfitShare, 1)), 1, 1)
		r.Cells = append(r.Cells, cell{Text: unless(best.Hidden.isWhole(), w.percentOr(best.ProfitShare, 1))})
		data.Rows = append(data.Rows, r)
	}
	if areHidden(list) {
		f.Empty = s.tenthsHidden()
		return f, nil
	}
	top := tenth(list, 1)
	if len(list) == 0 || top.RevenueShare == nil && tenth(list, 5).RevenueShare == nil && !top.Hidden.isWhole() {
		f.Empty = "There is no revenue to rank."
		return f, nil
	}
	if top.RevenueShare != nil && top.ProfitShare != nil {
		f.Title = fmt.Sprintf("The tenth with most revenue brings %s of revenue and %s of %s", w.percent(*top.RevenueShare, 0), w.percent(*top.ProfitShare, 0), profitWord(list))
	}
	f.Sub, f.Unit, f.Period, f.N = "Revenue (grey) and profit (dark) by tenth", "% of all", s.window(), s.size()
	f.How = "customers ranked by revenue and parted into tenths"
	f.Notes = s.giniWords()
	drawn, err := pairsChart("concentration", p)
	f.chart, f.Data = &drawn, &data
	f.Label = fmt.Sprintf("Two columns per tenth of the customers, revenue and profit. %s. The data table below has every share.", f.Title)
	return f, err
}

func sharePoints(share *float64) float64 {
	if share == nil || math.IsNaN(*share) {
		return 0
	}
	return *share * 100
}

// decileMovesFigure shows from which tenth of the base window customers came.
func (w *writer) decileMovesFigure(s *sheet) figure {
	f := figure{ID: "decile-moves", Title: "From tenth to tenth", Sources: w.sources(tableDecileMoves)}
	on, ok := s.then(AgainstBase)
	if !ok || len(w.book.DecileMoves) == 0 {
		f.Empty = "There is no earlier month to compare with."
		return f
	}
	cells, rows := map[[2]int]DecileMove{}, map[int]int64{}
	both, same := int64(0), int64(0)
	areMovesHidden, hiddenRows := false, map[int]bool{}
	for _, m := range w.book.DecileMoves {
		cells[[2]int{m.ThenDecile, m.NowDecile}] = m
		rows[m.ThenDecile] += m.Customers
		if m.Hidden.isWhole() {
			areMovesHidden, hiddenRows[m.ThenDecile] = true, true
		}
		if m.ThenDecile > 0 && m.NowDecile > 0 {
			both += m.Customers
			if m.ThenDecile-m.NowDecile <= 1 && m.NowDecile-m.ThenDecile <= 1 {
				same += m.Customers
			}
		}
	}
	t := table{ID: "decile-moves-table", Class: "matrix", Head: heads("<" + w.monthName(on) + " ↓  " + w.monthName(s.run.AsOf) + " →")}
	order := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0}
	for _, now := range order {
		t.Head = append(t.Head, head{Text: decileName(now, "Left")})
	}
	t.Head = append(t.Head, head{Text: "All"})
	for _, then := range order {
		r := texts(decileName(then, "Entered"))
		for _, now := range order {
			m := cells[[2]int{then, now}]
			r.Cells = append(r.Cells, w.portfolio().countCell(Migration{Customers: m.Customers, FromShare: m.ThenShare, Hidden: m.Hidden}, then == 0 && now == 0, then == now))
		}
		t.Rows = append(t.Rows, row{Cells: append(r.Cells, cell{Text: unless(hiddenRows[then], w.count(rows[then])), Class: "sum"})})
	}
	f.Views = []table{t}
	if both > 0 && !areMovesHidden {
		f.Title = fmt.Sprintf("%s of the customers at both ends are within one tenth of where they were", w.percent(float64(same)/float64(both), 0))
	}
	f.Sub, f.Period = "Customers, and % of the row", fmt.Sprintf("from %s (rows) to %s (columns)", w.monthName(on), w.monthName(s.run.AsOf))
	f.How = "tenths by profit, 1 is best · stronger: larger share"
	if test := s.test(AgainstBase); test != nil && test.Customers > 0 { // some ways may be hidden
		f.N = w.plural(test.Customers, "customer", "customers") + " at both ends"
	}
	return f
}

func decileName(decile int, outside string) string {
	if decile == 0 {
		return outside
	}
	return strconv.Itoa(decile)
}
