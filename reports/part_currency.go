package reports

import (
	"fmt"
	"strconv"
)

// isForeign tells whether amounts came in more than one currency. If not, plan
// and actual rates are the same and no page speaks of them.
func (w *writer) isForeign() bool { return len(w.book.Currencies) > 0 }

// atPlanRates ends a sentence about money when there is another way to see it.
func (w *writer) atPlanRates() string {
	if w.isForeign() {
		return " at plan rates"
	}
	return ""
}

// fx is what exchange rates did to profit since a comparison's month; nil when
// neither end has foreign money.
func (s *sheet) fx(comparison string) *BridgeClass {
	for i := range s.bridge {
		if s.bridge[i].Comparison == comparison && s.bridge[i].Class == classFx {
			return &s.bridge[i]
		}
	}
	return nil
}

// addRates leads the bridge's numbers from plan rates, which the bars show, to
// actual rates: the classes and the line of exchange rates are the whole change.
func (s *sheet) addRates(f *figure, data *table, u unit, steps []BridgeClass) {
	fx := s.fx(AgainstBase)
	if fx == nil {
		return
	}
	plan := BridgeClass{}
	for _, c := range steps {
		plan = plan.plus(c)
	}
	for _, sum := range []struct {
		name string
		BridgeClass
	}{{"All at plan rates", plan}, {"Exchange rates", *fx}, {"All at actual rates", plan.plus(*fx)}} {
		r := s.classRow(u, sum.BridgeClass, sum.name)
		r.Cells[1].Text = none                       // a sum of classes, or nobody
		r.Cells[4] = cell{Text: none, Class: "flat"} // which nothing tests
		data.Rows = append(data.Rows, r)
	}
	f.How += " · at plan rates"
	f.Notes = append(f.Notes, fmt.Sprintf("Exchange rates are kept at the plan rates of the year, so that they move no customer. "+
		"At actual rates the change is %s: %s at plan rates and %s from exchange rates.",
		s.money.shortChange(plan.ChangeMinor+fx.ChangeMinor), s.money.shortChange(plan.ChangeMinor), s.money.shortChange(fx.ChangeMinor)))
}

// plus adds the changes of two classes.
func (c BridgeClass) plus(other BridgeClass) BridgeClass {
	return BridgeClass{
		ChangeMinor:      c.ChangeMinor + other.ChangeMinor,
		RevenueMinor:     c.RevenueMinor + other.RevenueMinor,
		DirectCostMinor:  c.DirectCostMinor + other.DirectCostMinor,
		CostToServeMinor: c.CostToServeMinor + other.CostToServeMinor,
		AcquisitionMinor: c.AcquisitionMinor + other.AcquisitionMinor,
		CapitalMinor:     c.CapitalMinor + other.CapitalMinor,
	}
}

// currenciesFigure follows every currency to the reporting currency.
func (w *writer) currenciesFigure() figure {
	m := newMoney(w.book.Run, w.spelling)
	f := figure{ID: "currencies", Title: "Delivered in several currencies", Sources: w.sources(tableCurrencies),
		Sub: "What is delivered in each currency, and what it is worth in " + m.currency}
	t := table{ID: "currencies-table", Head: heads("<Line", "<Currency", "Delivered", "At plan rates, "+m.currency, "At actual rates, "+m.currency, "Exchange rates")}
	for _, c := range w.book.Currencies {
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: capital(c.Line), IsHead: true}, {Text: c.Currency, Class: "l"}, {Text: m.full(c.DeliveredMinor)},
			{Text: m.full(c.PlanMinor)}, {Text: m.full(c.ActualMinor)}, {Text: m.full(c.ActualMinor - c.PlanMinor)}}})
	}
	f.Views = []table{t}
	f.Notes = []string{"All pages are at plan rates. Every amount is rounded once per customer, line, currency and month."}
	return f
}

// fxFigure ties the profit on the pages to the profit at actual rates.
func (w *writer) fxFigure() figure {
	m := newMoney(w.book.Run, w.spelling)
	f := figure{ID: "fx", Title: "Profit at plan rates + exchange rates = profit at actual rates", Sources: w.sources(tableFx),
		Sub: fmt.Sprintf("Profit in %s to %s, in %s", w.plural(int64(w.book.Run.WindowMonths), "month", "months"), w.monthName(w.book.Run.AsOf), m.currency)}
	t := table{ID: "fx-table", Head: heads("<Scope", "At plan rates", "Exchange rates", "At actual rates")}
	for _, scope := range w.book.Scopes {
		for _, x := range w.book.Fx {
			if x.ScopeID == scope.ScopeID && x.Month.Equal(w.book.Run.AsOf) {
				t.Rows = append(t.Rows, texts(nameOf(scope), m.full(x.ProfitMinor), m.full(x.FxMinor), m.full(x.ActualProfitMinor)))
			}
		}
	}
	if len(t.Rows) == 0 {
		f.Empty = "No customer of the window has foreign money."
		return f
	}
	f.Views = []table{t}
	return f
}

// planRatesFigure shows the rates that a plan year is kept at.
func (w *writer) planRatesFigure() figure {
	f := figure{ID: "plan-rates", Title: "Plan rates in force", Sources: w.sources(tablePlanRates),
		Sub: w.book.Run.Currency + " per unit · frozen for a plan year"}
	if len(w.book.PlanRates) == 0 {
		f.Empty = "No plan rates are in force."
		return f
	}
	t := table{ID: "plan-rates-table", Head: heads("<Plan year", "<Currency", "Rate", "<Basis")}
	for _, p := range w.book.PlanRates {
		basis := "given in the configuration"
		if !p.FromMonth.IsZero() {
			basis = "average of " + w.monthName(p.FromMonth)
		}
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: strconv.Itoa(p.PlanYear), IsHead: true}, {Text: p.Currency, Class: "l"},
			{Text: strconv.FormatFloat(p.Rate, 'f', -1, 64)}, {Text: basis, Class: "l"}}})
	}
	f.Views = []table{t}
	return f
}
