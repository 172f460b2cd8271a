package reports

import (
	"math"
	"strings"
	"testing"

	"valueshift/segments"
)

func TestAxisNearItsValues(t *testing.T) {
	unknown := math.NaN()
	for _, c := range []struct {
		list []float64
		want span
	}{
		{[]float64{28.1, unknown, 29.4}, span{28, 29.5, 0.25}},
		{[]float64{0.1, 0.4}, span{0.1, 0.4, 0.1}},
		{[]float64{5, 5}, span{4, 6, 0.5}},
	} {
		got := near(c.list...)
		if math.Abs(got.low-c.want.low)+math.Abs(got.high-c.want.high)+math.Abs(got.step-c.want.step) > 1e-9 {
			t.Errorf("%v: %v, want %v", c.list, got, c.want)
		}
	}
}

// The goal's label stands beside its mark where neither the path nor the middle of the
// fan runs through it.
func TestGoalLabelStandsClear(t *testing.T) {
	unknown, months := math.NaN(), make([]string, 6)
	y := span{10, 22, 2}
	for _, c := range []struct {
		name         string
		path, median []float64
		goal         float64
		lift         float64
		isFree       bool
	}{
		{"a path from below", []float64{10, 11, 12, 13, 14, 15}, nil, 15, -14, true},
		{"a path from above", []float64{20, 19, 18, 17, 16, 15}, nil, 15, 14, true},
		{"a fan on that side", []float64{20, 19, 18, 17, 16, 15}, []float64{unknown, unknown, unknown, 15, 14.5, 14.3}, 15, -28, true},
		{"no room below", []float64{18, 17, 16, 15, 13, 11}, nil, 10.5, -14, false},
	} {
		f := fan{months: months, path: c.path, median: c.median, goal: c.goal, goalAt: 5, goalText: "goal 15.0 %"}
		if lift, isFree := f.labelLift(y); lift != c.lift || isFree != c.isFree {
			t.Errorf("%s: %v, %v, want %v, %v", c.name, lift, isFree, c.lift, c.isFree)
		}
	}
}

func TestChanceIsNeverCertain(t *testing.T) {
	for p, want := range map[float64]string{0: "below 1\u202f%", 0.009: "below 1\u202f%", 0.01: "1\u202f%", 0.426: "43\u202f%", 0.99: "99\u202f%", 1: "above 99\u202f%"} {
		if got := english.chanceText(p); got != want {
			t.Errorf("%v: %q, want %q", p, got, want)
		}
	}
}

// Half a customer is a whole one, who must move and who did.
func TestRequiredWords(t *testing.T) {
	m := RequiredMove{TargetMonth: monthEnd(14), FromCode: segments.Neutral, ToCode: segments.Contributors, Flow: 49.2,
		UsualCustomers: new(9.4), NeededCustomers: new(17.1), BestCustomers: new(12.0)}
	const want = "50 more customers must rise from Value Neutral to Value Contributors by Dec 2026: 18 a month instead of 10; the best month managed 12."
	if got := english.requiredWords(m); got != want {
		t.Error(got)
	}
	m = RequiredMove{TargetMonth: monthEnd(14), FromCode: segments.Creators, ToCode: segments.Contributors, Flow: 1}
	const fall = "1 more customer must fall from Value Creators to Value Contributors by Dec 2026; nobody has been there to compare with."
	if got := english.requiredWords(m); got != fall {
		t.Error(got)
	}
}

// The title's total is the sum of the rows as they are rounded.
func TestRequiredTitleAddsUpItsRows(t *testing.T) {
	s := &sheet{required: []RequiredMove{
		{TargetMonth: monthEnd(14), FromCode: segments.Destroyers, ToCode: segments.Eroders, Flow: 171.4},
		{TargetMonth: monthEnd(14), FromCode: segments.Eroders, ToCode: segments.Neutral, Flow: 78.2},
	}}
	const want = "The promised shares ask for 251 more moves between groups"
	if got := (&writer{}).requiredFigure(s).Title; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Of the reasons why nobody has to move, the page gives the one that holds.
func TestWhyNoMoves(t *testing.T) {
	promise := func(actual, low float64) Target {
		return Target{Metric: "customer_share", GroupCode: segments.Creators, Direction: "at_least", TargetMonth: monthEnd(14),
			Actual: &actual, Target: low, TargetLow: &low}
	}
	profit := Target{Metric: "profit", TargetMonth: monthEnd(14)}
	past := promise(0.2, 0.3)
	past.TargetMonth = monthEnd(12)
	now, moved := Month{Month: monthEnd(12), Customers: 100}, []MonthlyMove{{}}
	for _, c := range []struct {
		sheet sheet
		want  string
	}{
		{sheet{targets: []Target{profit, past}}, "No share is promised for a month to come."},
		{sheet{targets: []Target{promise(0.25, 0.2)}}, "The one share that is promised is kept already: Value Creators are 25.0\u202f% of customers, the goal is at least 20.0\u202f%."},
		{sheet{targets: []Target{promise(0.25, 0.2), promise(0.196, 0.2)}}, "All 2 promised shares are kept already."},
		{sheet{targets: []Target{promise(0.1, 0.2)}, mix: []Mix{{Month: monthEnd(12), Hidden: Few}}}, "Who would have to move is hidden, because a group has too few customers to tell of."},
		{sheet{targets: []Target{promise(0.1, 0.2)}}, "There are no two months in a row to compare with."},
		{sheet{targets: []Target{promise(0.1, 0.2)}, moves: moved}, "The promised shares cannot be had together from the customers whom New and Dormant leave."},
	} {
		c.sheet.run.AsOf, c.sheet.months = monthEnd(12), []Month{now}
		if got := c.sheet.whyNoMoves(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// The fan starts where the line ends, and a scope that is not forecast has none.
func TestForecastOnPages(t *testing.T) {
	all := files(t, fixtureFolder(t))
	for name, want := range map[string]string{
		"portfolio.html": "Tested on 6 earlier month-ends, 7 months ahead",
		"segments/" + Slug("Young adults") + "/index.html": "There is no forecast: 7 months in a row can be compared",
	} {
		if !strings.Contains(all[name], want) {
			t.Errorf("%s does not say %q", name, want)
		}
	}
	if strings.Contains(all["segments/"+Slug("Prepaid")+"/index.html"], `id="forecast"`) {
		t.Error("a segment without a target is forecast")
	}
}
