package reports

import (
	"fmt"
	"math"
	"time"

	"valueshift/segments"
)

// planned is the promise about all of a scope's profit or, without one, about that of
// each customer; nil when there is none that a line can show.
func (s *sheet) planned() *Target {
	for _, metric := range []string{"profit", "profit_per_customer"} {
		t := s.target(segments.Out, metric)
		// The path of a band has two edges, and the nearer one says nothing by itself.
		if t != nil && t.Hidden == Shown && t.Direction != "band" && len(s.path(t.TargetNo)) > 1 {
			return t
		}
	}
	return nil
}

// perCustomerNote keeps readers from dividing profit by customers.
const perCustomerNote = "Profit per customer leaves out what those who left still book; the profit of all has it."

// planFigure sets profit month by month against what was promised; ok is false when
// nothing was.
func (w *writer) planFigure(s *sheet) (f figure, ok bool, err error) {
	t := s.planned()
	if t == nil {
		return f, false, nil
	}
	rows := s.planRows(t)
	p, data, u := s.plan(t, rows)
	drawn, err := planChart("plan", p)
	f = figure{ID: "plan", Title: s.planFinding(*t), Unit: u.name, Period: p.months[0] + " to " + p.months[len(p.months)-1], N: s.size(),
		Sub:     capital(metricName(t.Metric)) + fmt.Sprintf(", %s to each month-end", w.plural(int64(s.run.WindowMonths), "month", "months")),
		How:     "line: actual · dashed: plan, " + directionName(t.Direction) + " " + s.goal(*t) + " by " + w.monthName(t.TargetMonth),
		Sources: w.sources(tableMonths, tableTargets, tableTargetPaths)}
	f.chart, f.Data = &drawn, &data
	if t.Metric == "profit_per_customer" {
		f.Notes = []string{perCustomerNote}
	}
	f.Label = fmt.Sprintf("Two lines over the month-ends: actual, and dashed what was promised. %s. The axis does not start at zero.", f.Title)
	months := make([]time.Time, len(rows))
	for i, r := range rows {
		months[i] = r.Month
	}
	w.annotate(s, &f, &drawn, months, nil)
	return f, true, err
}

// plan spells the months of a promise for the chart and for the table behind it, in
// one unit.
func (s *sheet) plan(t *Target, rows []TargetMonth) (p plan, data table, u unit) {
	var amounts []int64
	for _, r := range rows {
		for _, v := range []*float64{r.Actual, r.Glide} {
			if v != nil {
				amounts = append(amounts, whole(*v))
			}
		}
	}
	spelled := s.money
	if t.Metric != "profit" { // in a finer unit than the totals of the page
		spelled = spelled.each()
	}
	u = spelled.common(amounts...)
	place := func(v *float64) float64 {
		if v == nil {
			return math.NaN()
		}
		return s.money.axis(u, whole(*v))
	}
	spell := func(v *float64) string {
		if v == nil {
			return none
		}
		return s.money.in(u, whole(*v))
	}
	p = plan{actualEnd: "actual\n" + s.targetValue(*t, t.Actual), pathEnd: "plan\n" + s.targetValue(*t, t.Glide)}
	data = table{Head: heads("<Month-end", "Actual, "+u.name, "Plan, "+u.name, "Gap, "+u.name)}
	for i, r := range rows {
		gap := none
		if r.Actual != nil && r.Glide != nil {
			gap = s.money.change(u, whole(*r.Actual)-whole(*r.Glide))
		}
		month := s.monthName(r.Month)
		p.months = append(p.months, month)
		p.actual, p.path = append(p.actual, place(r.Actual)), append(p.path, place(r.Glide))
		p.bands = append(p.bands, band{float64(i), fmt.Sprintf("%s: actual %s, plan %s", month, s.targetValue(*t, r.Actual), s.targetValue(*t, r.Glide))})
		data.Rows = append(data.Rows, texts(month, spell(r.Actual), spell(r.Glide), gap))
	}
	return p, data, u
}

// planRows are the last months of the promise. Of profit, the months before it was
// made are known, too.
func (s *sheet) planRows(t *Target) []TargetMonth {
	path := s.path(t.TargetNo)
	if t.Metric != "profit" {
		return path
	}
	promised := map[time.Time]TargetMonth{}
	for _, m := range path {
		promised[m.Month] = m
	}
	var rows []TargetMonth
	for _, m := range s.months {
		r, ok := promised[m.Month]
		if !ok {
			r = TargetMonth{Month: m.Month, Actual: new(float64(m.ProfitMinor))}
		}
		rows = append(rows, r)
	}
	return rows
}

// planFinding tells how far the newest month is from the plan.
func (s *sheet) planFinding(t Target) string {
	name := capital(metricName(t.Metric))
	if t.Gap == nil {
		return name + " against plan"
	}
	side := "above"
	if *t.Gap < 0 {
		side = "below"
	}
	gap := s.targetValue(t, new(math.Abs(*t.Gap)))
	if isZero(gap) {
		return name + " is as planned"
	}
	text := name + " is " + gap + " " + side + " plan"
	if t.IsInconclusive {
		text += ", which may be chance"
	}
	return text
}
