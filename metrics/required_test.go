package metrics

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestFlows(t *testing.T) {
	none := math.NaN()
	for _, c := range []struct {
		why           string
		stock, wanted []float64
		want          []float64
	}{
		{"one up, one down", []float64{200, 500, 300}, []float64{150, 500, 350}, []float64{50, 50}},
		{"only the top: neighbours rise", []float64{100, 200, 300, 100, 300}, []float64{none, none, none, none, 350}, []float64{0, 0, 0, 50}},
		{"only the bottom", []float64{100, 200, 300}, []float64{60, none, none}, []float64{40, 0}},
		{"more at the bottom: they fall", []float64{100, 200, 300}, []float64{130, none, none}, []float64{-30, 0}},
		{"both ends", []float64{100, 200, 300}, []float64{60, none, 350}, []float64{40, 50}},
		{"too many in the middle rise", []float64{100, 200, 300}, []float64{none, 150, none}, []float64{0, 50}},
		{"too few in the middle are joined from below", []float64{100, 200, 300}, []float64{none, 250, none}, []float64{50, 0}},
		{"two in the middle", []float64{100, 200, 300, 400}, []float64{none, 150, 350, none}, []float64{0, 50, 0}},
		{"the neighbours do not suffice", []float64{100, 200, 20, 300}, []float64{none, none, none, 350}, []float64{0, 30, 50}},
		{"rounded promises are scaled", []float64{100, 100}, []float64{50, 149}, []float64{100 - 50*200./199}},
	} {
		flows, ok := Flows(c.stock, c.wanted)
		if !ok || len(flows) != len(c.want) {
			t.Errorf("%s: %v, %t", c.why, flows, ok)
			continue
		}
		for k := range flows {
			within(t, c.why, flows[k], c.want[k], 1e-9)
		}
	}
	if _, ok := Flows([]float64{10, 10}, []float64{none, 21}); ok {
		t.Error("21 of 20 are promised")
	}
}

// The flows lead to a stock that keeps every promise and is nowhere below none.
// When all are promised they are sums of differences, and the customers who move
// are at least the distance of the mixes.
func TestFlowsKeepPromises(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		size := 2 + random.IntN(4)
		stock, wanted := make([]float64, size), make([]float64, size)
		left, isAll := 1.0, random.IntN(2) == 0
		for i := range stock {
			stock[i] = float64(random.IntN(5)) / 4
			left += stock[i]
		}
		stock[0]++
		for i := range wanted {
			wanted[i] = math.NaN()
			if isAll || random.IntN(2) == 0 && i > 0 {
				wanted[i] = random.Float64() * left
				if isAll && i == size-1 {
					wanted[i] = left
				}
				left -= wanted[i]
			}
		}
		flows, ok := Flows(stock, wanted)
		if !ok {
			t.Fatal(stock, wanted)
		}
		sum := 0.0
		for i := range stock {
			after := stock[i]
			if i > 0 {
				after += flows[i-1]
			}
			if i < len(flows) {
				after -= flows[i]
			}
			if after < -1e-9 || !math.IsNaN(wanted[i]) && math.Abs(after-wanted[i]) > 1e-9 {
				t.Fatalf("%v to %v: %v leaves %v", stock, wanted, flows, after)
			}
			if sum += stock[i] - wanted[i]; i < len(flows) && isAll {
				within(t, "flow", flows[i], sum, 1e-9)
			}
		}
	}
}
