package reports

import (
	"strings"
	"testing"

	"valueshift/segments"
)

func TestPlanFinding(t *testing.T) {
	s := newWriterOf(t, fixture()).portfolio()
	for _, c := range []struct {
		metric string
		gap    *float64
		unsure bool
		want   string
	}{
		{"profit", new(1_234_500.0), false, "Profit is €12.3" + thin + "k above plan"},
		{"profit", new(-1_234_500.0), false, "Profit is €12.3" + thin + "k below plan"},
		{"profit_per_customer", new(-50.0), true, "Profit per customer is €0.50 below plan, which may be chance"},
		{"profit", new(0.4), false, "Profit is as planned"},
		{"profit", nil, false, "Profit against plan"},
	} {
		if got := s.planFinding(Target{Metric: c.metric, Gap: c.gap, IsInconclusive: c.unsure}); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func newWriterOf(t *testing.T, b Book) *writer {
	t.Helper()
	w, err := newWriter(b)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestPlanIsWhatWasPromised: thirteen months of profit, and a plan from the month
// where the promise begins on.
func TestPlanIsWhatWasPromised(t *testing.T) {
	w := newWriterOf(t, fixture())
	s := w.portfolio()
	f, ok, err := w.planFigure(s)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	if len(f.Data.Rows) != len(s.months) {
		t.Fatalf("%d months, want %d", len(f.Data.Rows), len(s.months))
	}
	for i, r := range f.Data.Rows {
		if hasPlan := r.Cells[2].Text != none; hasPlan != (i >= 2) {
			t.Errorf("%s: plan %s, gap %s", r.Cells[0].Text, r.Cells[2].Text, r.Cells[3].Text)
		}
	}
	// By hand: the baseline is the third month's, the goal 8 % more twelve months later.
	last := f.Data.Rows[12].Cells
	u := s.money.common(s.months[12].ProfitMinor)
	then := float64(s.months[2].ProfitMinor)
	if want := s.money.in(u, whole(then+then*0.08*10/12)); last[2].Text != want {
		t.Errorf("plan %s, want %s", last[2].Text, want)
	}
	if want := s.money.in(u, s.months[12].ProfitMinor); last[1].Text != want {
		t.Errorf("actual %s, want %s", last[1].Text, want)
	}
}

// TestNoPlan: without a promise about all customers' profit, or with one that is a
// band or hidden, there is no chart.
func TestNoPlan(t *testing.T) {
	for name, change := range map[string]func(*Target){
		"share":  func(t *Target) { t.Metric = "customer_share" },
		"group":  func(t *Target) { t.GroupCode = segments.Creators },
		"band":   func(t *Target) { t.Direction = "band" },
		"hidden": func(t *Target) { t.Hidden = Beside },
		"new":    func(t *Target) { t.TargetNo = 99 },
	} {
		b := fixture()
		b.Targets = b.Targets[:1]
		change(&b.Targets[0])
		w := newWriterOf(t, b)
		if f, ok, err := w.planFigure(w.portfolio()); ok || err != nil {
			t.Errorf("%s: %q (%v)", name, f.Title, err)
		}
	}
}

// TestPlanOfLosses: an axis of losses goes below zero.
func TestPlanOfLosses(t *testing.T) {
	b := fixture()
	b.Targets = b.Targets[:1]
	for i := range b.Months {
		b.Months[i].ProfitMinor *= -1
	}
	for i := range b.TargetMonths {
		m := &b.TargetMonths[i]
		m.Actual, m.Glide = new(-*m.Actual), new(-*m.Glide)
	}
	target := &b.Targets[0]
	target.Actual, target.Glide, target.Gap = new(-*target.Actual), new(-*target.Glide), new(-*target.Gap)
	w := newWriterOf(t, b)
	f, _, err := w.planFigure(w.portfolio())
	if err != nil {
		t.Fatal(err)
	}
	svg, err := (&drawer{spelling: w.spelling}).svg(t.Context(), *f.chart)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(svg, ">"+minus) || strings.Count(svg, `band"`) != 13 {
		t.Errorf("the axis has no losses, or months do not answer: %s", svg)
	}
}
