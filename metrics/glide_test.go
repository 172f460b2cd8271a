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
	if got := path.Colour(6, 0.228); got != Amber {
		t.Errorf("colour %s, want amber", got)
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
	} {
		if got := c.path.Colour(c.month, c.actual); got != c.want {
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
		worse, best := path.Colour(month, actual), path.Colour(month, actual+better*random.Float64()*50)
		if (worse == None) != (best == None) || rank[best] < rank[worse] {
			t.Fatalf("%+v, month %d, actual %v: %s, better: %s", path, month, actual, worse, best)
		}
	}
}
