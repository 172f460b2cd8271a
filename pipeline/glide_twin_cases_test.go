package pipeline_test

import (
	"math/rand/v2"
	"testing"

	"valueshift/metrics"
)

// Method §6.6: from 0.20 to 0.26 in twelve months, 0.228 after six.
func TestGlideWorkedExample(t *testing.T) {
	glide, ok := linear(0, 12, 6, 0.20, 0.26)
	within(t, "glide", glide, 0.23, 1e-12)
	within(t, "gap", 0.228-glide, -0.002, 1e-12)
	attainment, isAttained := shareOfWay(0.228, 0.20, glide)
	within(t, "attainment", attainment, 0.9333, 5e-5)
	progress, isProgress := shareOfWay(0.228, 0.20, 0.26)
	within(t, "progress", progress, 0.4667, 5e-5)
	if !ok || !isAttained || !isProgress {
		t.Error("something is not defined")
	}
	path := glidepath{From: 0, To: 12, Baseline: 0.20, Target: 0.26, Direction: metrics.AtLeast}
	if got := path.stands(6, 0.228, limits).Colour; got != amber {
		t.Errorf("colour %s, want amber", got)
	}
}

// limits are those that a configuration has by default.
var limits = colourLimits{GreenAttainment: 0.95, AmberAttainment: 0.80, GreenHitShare: 0.70, AmberHitShare: 0.40, NoiseZ: 1.96}

// The curve starts at 0, ends at 1, is flat at both ends, symmetric about its
// middle and never turns back.
func TestSCurve(t *testing.T) {
	const step = 1e-6
	for _, c := range []struct{ x, want, slope float64 }{{0, 0, 0}, {0.5, 0.5, 1.5}, {1, 1, 0}} {
		within(t, "value", sCurve(c.x), c.want, 0)
		within(t, "slope", (sCurve(c.x+step)-sCurve(c.x-step))/(2*step), c.slope, 1e-5)
	}
	for x := 0.0; x < 1; x += 0.01 {
		within(t, "symmetry", sCurve(x)+sCurve(1-x), 1, 1e-12)
		if sCurve(x+0.01) <= sCurve(x) {
			t.Errorf("turns back at %v", x)
		}
	}
}

// 3/16 - 2/64 = 5/32 of the way after a quarter of the time.
func TestCurved(t *testing.T) {
	for m, want := range map[int]float64{0: 100, 3: 150, 6: 260, 9: 370, 12: 420, 13: 420} {
		got, ok := curved(0, 12, m, 100, 420)
		within(t, "curved", got, want, 1e-12)
		if !ok {
			t.Errorf("month %d: no path", m)
		}
	}
	if _, ok := curved(0, 12, -1, 100, 420); ok {
		t.Error("a path before its baseline")
	}
}

// metrics.Within 1.96 standard errors nothing is certain, good or bad.
func TestStatus(t *testing.T) {
	for _, c := range []struct {
		colour string
		margin float64
		want   string
		noise  bool
	}{
		{green, 19.6, green, false}, {green, 19.5, amber, true}, {red, 19.5, amber, true}, {red, 19.6, red, false},
		{amber, 0, amber, true}, {none, 0, none, false},
	} {
		if got, noise := limits.status(standing{Colour: c.colour, Margin: c.margin}, 10); got != c.want || noise != c.noise {
			t.Errorf("%+v: %s, %t", c, got, noise)
		}
	}
	if got, noise := limits.status(standing{Colour: green}, 0); got != green || noise {
		t.Errorf("without an error: %s, %t", got, noise)
	}
}

func TestOutlook(t *testing.T) {
	for share, want := range map[float64]string{1: green, 0.70: green, 0.699: amber, 0.40: amber, 0.399: red, 0: red} {
		if got := limits.outlook(share); got != want {
			t.Errorf("%v: %s, want %s", share, got, want)
		}
	}
}

func TestWorse(t *testing.T) {
	order := []string{red, amber, green, none}
	for i, a := range order {
		for k, b := range order {
			if got := worse(a, b); got != order[min(i, k)] {
				t.Errorf("%s and %s: %s", a, b, got)
			}
		}
	}
}

func TestLinear(t *testing.T) {
	for _, c := range []struct {
		month int
		want  float64
		ok    bool
	}{
		{-1, 0, false}, {0, 100, true}, {1, 90, true}, {9, 10, true}, {10, 0, true}, {11, 0, true},
	} {
		if got, ok := linear(0, 10, c.month, 100, 0); got != c.want || ok != c.ok {
			t.Errorf("month %d: %v, %v", c.month, got, ok)
		}
	}
	if _, ok := shareOfWay(5, 3, 3); ok {
		t.Error("attainment of a path that leads nowhere")
	}
}

func TestColour(t *testing.T) {
	up := glidepath{From: 0, To: 10, Baseline: 0, Target: 200, Direction: metrics.AtLeast}
	down := glidepath{From: 0, To: 10, Baseline: 200, Target: 0, Direction: metrics.AtMost}
	kept := glidepath{From: 0, To: 10, Baseline: 250, Target: 200, Direction: metrics.AtLeast}
	low := glidepath{From: 0, To: 10, Baseline: 10, Target: 20, Direction: metrics.AtMost}
	toBand := glidepath{From: 0, To: 10, Baseline: 100, Target: 250, Direction: metrics.Within, Tolerance: 50}
	fromAbove := glidepath{From: 0, To: 10, Baseline: 400, Target: 250, Direction: metrics.Within, Tolerance: 50}
	inBand := glidepath{From: 0, To: 10, Baseline: 290, Target: 250, Direction: metrics.Within, Tolerance: 50}
	hold := glidepath{From: 0, To: 10, Baseline: 100, Target: 100, Direction: metrics.Hold, Tolerance: 4}
	for _, c := range []struct {
		why    string
		path   glidepath
		month  int
		actual float64
		want   string
	}{
		{"before the path", up, -1, 100, none},
		{"at its start", up, 0, 0, none},
		{"on the path", up, 5, 100, green},
		{"beyond the path", up, 5, 300, green},
		{"green, just", up, 5, 95, green},
		{"no longer green", up, 5, 94.999, amber},
		{"amber, just", up, 5, 80, amber},
		{"no longer amber", up, 5, 79.999, red},
		{"the wrong way", up, 5, -50, red},
		{"after the end", up, 20, 190, green},
		{"after the end, no longer green", up, 20, 189.999, amber},
		{"down, on the path", down, 5, 100, green},
		{"down, green, just", down, 5, 105, green},
		{"down, no longer green", down, 5, 105.001, amber},
		{"down, amber, just", down, 5, 120, amber},
		{"down, no longer amber", down, 5, 120.001, red},
		{"kept from the start", kept, 0, 250, green},
		{"falling with the path", kept, 5, 225, green},
		{"kept, just", kept, 5, 200, green},
		{"lost", kept, 5, 199.999, red},
		{"lost long ago, though far along the path", kept, 5, 0, red},
		{"low enough", low, 5, 20, green},
		{"too high", low, 5, 20.001, red},
		{"held", hold, 5, 104, green},
		{"held from below", hold, 5, 96, green},
		{"hardly held", hold, 5, 104.001, amber},
		{"hardly held from below", hold, 5, 92, amber},
		{"not held", hold, 5, 108.001, red},
		{"not held from below", hold, 5, 91.999, red},
		{"held at the start", hold, 0, 100, green},
		{"a band before its start", toBand, -1, 100, none},
		{"a band, not left the baseline", toBand, 0, 100, none},
		{"a band, approached", toBand, 5, 147.5, green},
		{"a band, hardly approached", toBand, 5, 140, amber},
		{"a band, not approached", toBand, 5, 139.9, red},
		{"a band, early", toBand, 5, 299, green},
		{"a band, overshot", toBand, 5, 350, amber},
		{"a band, overshot by far", toBand, 5, 351, red},
		{"a band, at its edge", toBand, 10, 200, green},
		{"a band from above", fromAbove, 5, 352.5, green},
		{"a band from above, not approached", fromAbove, 5, 370.1, red},
		{"kept in a band", inBand, 5, 200, green},
		{"hardly kept in a band", inBand, 5, 150, amber},
		{"not kept in a band", inBand, 5, 351, red},
	} {
		if got := c.path.stands(c.month, c.actual, limits).Colour; got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}

// A better actual never has a worse colour.
func TestColourIsMonotone(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	rank := map[string]int{red: 1, amber: 2, green: 3}
	for range 5_000 {
		path := glidepath{
			From: 0, To: 1 + random.IntN(24), Direction: metrics.AtLeast,
			Baseline: float64(random.IntN(100)), Target: float64(random.IntN(100)),
		}
		better := 1.0
		if random.IntN(2) == 0 {
			path.Direction, better = metrics.AtMost, -1
		}
		month := random.IntN(30)
		actual := float64(random.IntN(120))
		worse := path.stands(month, actual, limits).Colour
		best := path.stands(month, actual+better*random.Float64()*50, limits).Colour
		if (worse == none) != (best == none) || rank[best] < rank[worse] {
			t.Fatalf("%+v, month %d, actual %v: %s, better: %s", path, month, actual, worse, best)
		}
	}
}
