package reports

import (
	"fmt"
	"time"
)

// classesOf are the classes of profit of a window, lowest first.
func (s *sheet) classesOf(month time.Time) []ProfitClass {
	var list []ProfitClass
	for _, c := range s.classes {
		if c.Month.Equal(month) {
			list = append(list, c)
		}
	}
	return list
}

// distributionFigure counts customers by what each of them earns.
func (w *writer) distributionFigure(s *sheet) (figure, error) {
	f := figure{ID: "distribution", Title: "Customers by profit", Sources: w.sources(tableClasses)}
	now := s.classesOf(s.run.AsOf)
	if len(now) == 0 {
		f.Empty = "There are no customers to count."
		return f, nil
	}
	var then []ProfitClass
	if on, ok := s.then(AgainstBase); ok {
		then = s.classesOf(on)
	}
	var ends []int64
	for _, c := range now {
		if c.UpToMinor != nil {
			ends = append(ends, *c.UpToMinor)
		}
	}
	u := s.money.each().common(ends...)
	u.decimals = 0
	for _, end := range ends { // ends are round numbers; show all their digits
		for u.decimals < 3 && s.money.axis(u, end)*tenTo(u.decimals) != float64(int64(s.money.axis(u, end)*tenTo(u.decimals))) {
			u.decimals++
		}
	}
	p := pairs{width: 536, secondColor: "then", isPercent: true}
	data := table{Head: heads("<Profit per customer, "+u.name, "Customers", "% of customers", "Profit, "+s.run.Currency)}
	if len(then) == len(now) {
		data.Head = append(data.Head, head{Text: "Customers, " + w.monthName(then[0].Month)}, head{Text: "% of customers"})
	}
	var signs []string
	for i, c := range now {
		long := s.className(u, c)
		p.names = append(p.names, long)
		p.edges = append(p.edges, s.edgeName(u, now, i))
		p.first = append(p.first, sharePoints(c.CustomerShare))
		p.firstTips = append(p.firstTips, s.classTip(c, long))
		signs = append(signs, classSign(c))
		r := s.masked(c.Hidden, texts(long, w.count(c.Customers), w.percentOr(c.CustomerShare, 1), s.money.full(c.ProfitMinor)), 1, 1)
		if len(then) == len(now) {
			e := then[i]
			p.second = append(p.second, sharePoints(e.CustomerShare))
			p.secondTips = append(p.secondTips, s.classTip(e, long))
			r.Cells = append(r.Cells, cell{Text: s.customers(e.Hidden, e.Customers)}, cell{Text: unless(e.Hidden.isWhole(), w.percentOr(e.CustomerShare, 1))})
		}
		data.Rows = append(data.Rows, r)
	}
	p.firstColors = signs
	f.Title = s.distributionFinding(now, u)
	f.Sub, f.Unit, f.Period, f.N = "Customers by profit per customer, "+u.name, "% of customers", s.window(), s.size()
	f.How = "amounts stand between the classes that they part · the outermost hold all beyond · between 0 and 0: exactly 0"
	if len(then) == len(now) {
		f.How += " · grey: " + w.monthName(then[0].Month)
	}
	drawn, err := pairsChart("distribution", p)
	f.chart, f.Data = &drawn, &data
	f.Label = fmt.Sprintf("Columns, one per class of profit, losses on the left. %s. The data table below has every class.", f.Title)
	return f, err
}

func (s *sheet) classTip(c ProfitClass, name string) string {
	told := s.plural(c.Customers, "customer", "customers") + ", " + s.percentOr(c.CustomerShare, 1)
	if c.Hidden.isWhole() {
		told = "hidden"
	}
	return fmt.Sprintf("%s, %s: %s", s.monthName(c.Month), name, told)
}

// tenTo is a power of ten for a few decimals.
func tenTo(decimals int) float64 { return []float64{1, 10, 100, 1000}[decimals] }

// edgeName is the amount at the left end of a class; of many, every other one, with zero
// among them.
func (s *sheet) edgeName(u unit, list []ProfitClass, i int) string {
	c := list[i]
	at, steps := c.AboveMinor, c.ClassNo
	if c.ClassNo > 0 {
		steps--
	}
	if at == nil || len(list) > 10 && steps%2 != 0 {
		return ""
	}
	return s.money.in(u, *at)
}

// className is how a class is called.
func (s *sheet) className(u unit, c ProfitClass) string {
	switch {
	case c.ClassNo == 0 && c.AboveMinor != nil && c.UpToMinor != nil:
		return "exactly 0"
	case c.AboveMinor == nil && c.UpToMinor != nil:
		return "below " + s.money.in(u, *c.UpToMinor)
	case c.UpToMinor == nil && c.AboveMinor != nil:
		return "above " + s.money.in(u, *c.AboveMinor)
	case c.AboveMinor == nil:
		return "all"
	case c.ClassNo < 0: // from its lower end on
		return s.money.in(u, *c.AboveMinor) + " to below " + s.money.in(u, *c.UpToMinor)
	}
	return "above " + s.money.in(u, *c.AboveMinor) + " to " + s.money.in(u, *c.UpToMinor)
}

func classSign(c ProfitClass) string {
	switch {
	case c.ClassNo < 0:
		return "bad"
	case c.ClassNo > 0:
		return "good"
	}
	return "neutral"
}

// distributionFinding tells the share of customers with a loss and the fullest class.
func (s *sheet) distributionFinding(now []ProfitClass, u unit) string {
	losing, fullest, isHidden, rest := 0.0, now[0], false, int64(0)
	if at := s.now(); at != nil {
		rest = at.Customers
	}
	for _, c := range now {
		isHidden = isHidden || c.ClassNo < 0 && c.Hidden.isWhole()
		if c.ClassNo < 0 && c.CustomerShare != nil {
			losing += *c.CustomerShare
		}
		rest -= c.Customers
		if c.Customers > fullest.Customers {
			fullest = c
		}
	}
	if fullest.Hidden.isWhole() || rest >= fullest.Customers { // a hidden class may be fuller
		return "Customers by profit"
	}
	if isHidden || losing == 0 && s.lacks.isAll() {
		return s.percentOr(fullest.CustomerShare, 0) + " of customers " + s.earns(u, fullest) + ", more than in any other class"
	}
	return fmt.Sprintf("%s of customers make a loss; %s %s", s.percentSeen(losing), s.percentOr(fullest.CustomerShare, 0), s.earns(u, fullest))
}

// earns says what a customer of a class brings.
func (s *sheet) earns(u unit, c ProfitClass) string {
	verb, near, far := "earn", c.AboveMinor, c.UpToMinor
	if c.ClassNo < 0 {
		verb, near, far = "lose", c.UpToMinor, c.AboveMinor
	}
	amount := func(end *int64) string { return s.money.each().withUnit(u, max(*end, -*end)) }
	switch {
	case near == nil: // all there are
		return "are in one class"
	case c.ClassNo == 0:
		return "earn nothing"
	case far == nil:
		return verb + " more than " + amount(near)
	case *near == 0:
		return verb + " up to " + amount(far)
	}
	return verb + " " + amount(near) + " to " + amount(far)
}
