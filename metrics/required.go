package metrics

import (
	"math"
	"slices"
)

// Flows is how many customers must cross each boundary between neighbouring states
// of a ladder, lowest first and upwards positive, to turn the stock into one that
// keeps the wanted numbers: the fewest steps that do (one-dimensional optimal
// transport). A wanted NaN is no promise: that state takes and gives
// what others need, down to nothing; where either is as short, customers rise. If
// every state has a promise the wanted numbers are scaled to the stock's total.
// ok is false when the promises ask for more customers than there are.
func Flows(stock, wanted []float64) (flows []float64, ok bool) {
	wanted = slices.Clone(wanted)
	total, promised, free := 0.0, 0.0, 0
	for i, n := range stock {
		total += n
		if math.IsNaN(wanted[i]) {
			free++
		} else {
			promised += wanted[i]
		}
	}
	if free == 0 && promised > 0 {
		for i := range wanted {
			wanted[i] *= total / promised
		}
	} else if promised > total {
		return nil, false
	}
	for range stock {
		flows = leastFlows(stock, wanted)
		if !exhaust(stock, wanted, flows) {
			break
		}
	}
	return flows, true
}

// leastFlows solves each run of boundaries that promises tie to one another: a run
// at an end starts from no flow, one in between from the flow that moves fewest.
func leastFlows(stock, wanted []float64) []float64 {
	last := len(stock) - 1
	flows := make([]float64, last)
	for from := 0; from < last; {
		// offsets are the flows of the run, were its first one zero.
		offsets := []float64{0}
		to := from + 1
		for to < last && !math.IsNaN(wanted[to]) {
			offsets = append(offsets, offsets[len(offsets)-1]+stock[to]-wanted[to])
			to++
		}
		first := 0.0
		switch {
		case from == 0 && !math.IsNaN(wanted[0]):
			first = stock[0] - wanted[0]
		case to == last && !math.IsNaN(wanted[last]):
			first = wanted[last] - stock[last] - offsets[len(offsets)-1]
		default:
			sorted := slices.Sorted(slices.Values(offsets))
			first = -sorted[(len(sorted)-1)/2]
		}
		for i, offset := range offsets {
			flows[from+i] = first + offset
		}
		from = to
	}
	return flows
}

// exhaust gives free states that would be left with fewer than none the promise of
// none, and reports whether there was one.
func exhaust(stock, wanted, flows []float64) bool {
	found := false
	for i, n := range stock {
		if i > 0 {
			n += flows[i-1]
		}
		if i < len(flows) {
			n -= flows[i]
		}
		if math.IsNaN(wanted[i]) && n < -1e-9 {
			wanted[i], found = 0, true
		}
	}
	return found
}
