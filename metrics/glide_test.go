package metrics

import (
	"math/rand/v2"
	"testing"
)

// Method §6.6: from 0.20 to 0.26 in twelve months, 0.228 after six.
func TestGlideWorkedExample(t *testing.T) {
	glide, ok := Linear(0, 12, 6, 0.20, 0.26)
	within(t, "glide", glide, 0.23, 1e-12)
	within(t, "gap", 0.228-glide, -0.002, 1e-12)
	attainment, isAttained := Attainment(0.228, 0.20, glide)
	within(t, "attainment", attainment, 0.9333, 5e-5)
	progress, isProgress := Attainment(0.228, 0.20, 0.26)
	within(t, "progress", progress, 0.4667, 5e-5)
	if !ok || !isAttained || !isProgress {
		t.Error("something is not defined")
	}
	path := Path{From: 0, To: 12, Baseline: 0.20, Target: 0.26, Direction: AtLeast}
	if got := path.Stands(6, 0.228, limits).Colour; got != Amber {
		t.Errorf("colour %s, want amber", got)
	}
}

// limits are those that a configuration has by default.
var limits = Limits{GreenAttainment: 0.95, AmberAttainment: 0.80, GreenHitShare: 0.70, AmberHitShare: 0.40, NoiseZ: 1.96}

// The curve starts at 0, ends at 1, is flat at both ends, symmetric about its
// middle and never turns back.
func TestSCurve(t *testing.T) {
	const step = 1e-6
	for _, c := range []struct{ x, want, slope float64 }{{0, 0, 0}, {0.5, 0.5, 1.5}, {1, 1, 0}} {
		within(t, "value", SCurve(c.x), c.want, 0)
		within(t, "slope", (SCurve(c.x+step)-SCurve(c.x-step))/(2*step), c.slope, 1e-5)
	}
	for x := 0.0; x < 1; x += 0.01 {
		within(t, "symmetry", SCurve(x)+SCurve(1-x), 1, 1e-12)
		if SCurve(x+0.01) <= SCurve(x) {
			t.Errorf("turns back at %v", x)
		}
	}
}

// 3/16 - 2/64 = 5/32 of the way after a quarter of the time.
func TestCurved(t *testing.T) {
	for m, want := range map[int]float64{0: 100, 3: 150, 6: 260, 9: 370, 12: 420, 13: 420} {
		got, ok := Curved(0, 12, m, 100, 420)
		within(t, "curved", got, want, 1e-12)
		if !ok {
			t.Errorf("month %d: no path", m)
		}
	}
	if _, ok := Curved(0, 12, -1, 100, 420); ok {
		t.Error("a path before its baseline")
	}
}

// Within 1.96 standard errors nothing is certain, good or bad.
func TestStatus(t *testing.T) {
	for _, c := range []struct {
		colour string
		margin float64
		want   string
		noise  bool
	}{
		{Green, 19.6, Green, false}, {Green, 19.5, Amber, true}, {Red, 19.5, Amber, true}, {Red, 19.6, Red, false},
		{Amber, 0, Amber, true}, {None, 0, None, false},
	} {
		if got, noise := limits.Status(Standing{Colour: c.colour, Margin: c.margin}, 10); got != c.want || noise != c.noise {
			t.Errorf("%+v: %s, %t", c, got, noise)
		}
	}
	if got, noise := limits.Status(Standing{Colour: Green}, 0); got != Green || noise {
		t.Errorf("without an error: %s, %t", got, noise)
	}
}

func TestOutlook(t *testing.T) {
	for share, want := range map[float64]string{1: Green, 0.70: Green, 0.699: Amber, 0.40: Amber, 0.399: Red, 0: Red} {
		if got := limits.Outlook(share); got != want {
			t.Errorf("%v: %s, want %s", share, got, want)
		}
	}
}

func TestWorse(t *testing.T) {
	order := []string{Red, Amber, Green, None}
	for i, a := range order {
		for k, b := range order {
			if got := Worse(a, b); got != order[min(i, k)] {
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
		if got, ok := Linear(0, 10, c.month, 100, 0); got != c.want || ok != c.ok {
			t.Errorf("month %d: %v, %v", c.month, got, ok)
		}
	}
	if _, ok := Attainment(5, 3, 3); ok {
		t.Error("attainment of a path that leads nowhere")
	}
}

func TestColour(t *testing.T) {
	up := Path{From: 0, To: 10, Baseline: 0, Target: 200, Direction: AtLeast}
	down := Path{From: 0, To: 10, Baseline: 200, Target: 0, Direction: AtMost}
	kept := Path{From: 0, To: 10, Baseline: 250, Target: 200, Direction: AtLeast}
	low := Path{From: 0, To: 10, Baseline: 10, Target: 20, Direction: AtMost}
	toBand := Path{From: 0, To: 10, Baseline: 100, Target: 250, Direction: Within, Tolerance: 50}
	fromAbove := Path{From: 0, To: 10, Baseline: 400, Target: 250, Direction: Within, Tolerance: 50}
	inBand := Path{From: 0, To: 10, Baseline: 290, Target: 250, Direction: Within, Tolerance: 50}
	hold := Path{From: 0, To: 10, Baseline: 100, Target: 100, Direction: Hold, Tolerance: 4}
	for _, c := range []struct {
		why    string
		path   Path
		month  int
		actual float64
		want   string
	}{
		{"before the path", up, -1, 100, None},
		{"at its start", up, 0, 0, None},
		{"on the path", up, 5, 100, Green},
		{"beyond the path", up, 5, 300, Green},
		{"green, just", up, 5, 95, Green},
		{"no longer green", up, 5, 94.999, Amber},
		{"amber, just", up, 5, 80, Amber},
		{"no longer amber", up, 5, 79.999, Red},
		{"the wrong way", up, 5, -50, Red},
		{"after the end", up, 20, 190, Green},
		{"after the end, no longer green", up, 20, 189.999, Amber},
		{"down, on the path", down, 5, 100, Green},
		{"down, green, just", down, 5, 105, Green},
		{"down, no longer green", down, 5, 105.001, Amber},
		{"down, amber, just", down, 5, 120, Amber},
		{"down, no longer amber", down, 5, 120.001, Red},
		{"kept from the start", kept, 0, 250, Green},
		{"falling with the path", kept, 5, 225, Green},
		{"kept, just", kept, 5, 200, Green},
		{"lost", kept, 5, 199.999, Red},
		{"lost long ago, though far along the path", kept, 5, 0, Red},
		{"low enough", low, 5, 20, Green},
		{"too high", low, 5, 20.001, Red},
		{"held", hold, 5, 104, Green},
		{"held from below", hold, 5, 96, Green},
		{"hardly held", hold, 5, 104.001, Amber},
		{"hardly held from below", hold, 5, 92, Amber},
		{"not held", hold, 5, 108.001, Red},
		{"not held from below", hold, 5, 91.999, Red},
		{"held at the start", hold, 0, 100, Green},
		{"a band before its start", toBand, -1, 100, None},
		{"a band, not left the baseline", toBand, 0, 100, None},
		{"a band, approached", toBand, 5, 147.5, Green},
		{"a band, hardly approached", toBand, 5, 140, Amber},
		{"a band, not approached", toBand, 5, 139.9, Red},
		{"a band, early", toBand, 5, 299, Green},
		{"a band, overshot", toBand, 5, 350, Amber},
		{"a band, overshot by far", toBand, 5, 351, Red},
		{"a band, at its edge", toBand, 10, 200, Green},
		{"a band from above", fromAbove, 5, 352.5, Green},
		{"a band from above, not approached", fromAbove, 5, 370.1, Red},
		{"kept in a band", inBand, 5, 200, Green},
		{"hardly kept in a band", inBand, 5, 150, Amber},
		{"not kept in a band", inBand, 5, 351, Red},
	} {
		if got := c.path.Stands(c.month, c.actual, limits).Colour; got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}

// A better actual never has a worse colour.
func TestColourIsMonotone(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	rank := map[string]int{Red: 1, Amber: 2, Green: 3}
	for range 5_000 {
		path := Path{
			From: 0, To: 1 + random.IntN(24), Direction: AtLeast,
			Baseline: float64(random.IntN(100)), Target: float64(random.IntN(100)),
		}
		better := 1.0
		if random.IntN(2) == 0 {
			path.Direction, better = AtMost, -1
		}
		month := random.IntN(30)
		actual := float64(random.IntN(120))
		worse := path.Stands(month, actual, limits).Colour
		best := path.Stands(month, actual+better*random.Float64()*50, limits).Colour
		if (worse == None) != (best == None) || rank[best] < rank[worse] {
			t.Fatalf("%+v, month %d, actual %v: %s, better: %s", path, month, actual, worse, best)
		}
	}
}
