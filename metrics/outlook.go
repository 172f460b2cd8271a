package metrics

import (
	"math"
	"slices"
)

// Band is what is to be expected of a number: the middle of the draws, and the
// ranges that hold 80 and 95 % of them.
type Band struct {
	Median, Low80, High80, Low95, High95 float64
}

// BandOf sorts the draws and returns their band; without draws it is zero.
func BandOf(draws []float64) Band {
	slices.Sort(draws)
	return Band{
		quantile(draws, 0.5), quantile(draws, 0.1), quantile(draws, 0.9),
		quantile(draws, 0.025), quantile(draws, 0.975),
	}
}

// quantile interpolates between sorted values (type 7 of Hyndman and Fan 1996).
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	at := q * float64(len(sorted)-1)
	below := int(at)
	above := min(below+1, len(sorted)-1)
	return sorted[below] + (at-float64(below))*(sorted[above]-sorted[below])
}

// Directions of a promise, as config.yaml names them.
const (
	AtLeast = "at_least"
	AtMost  = "at_most"
	Hold    = "hold"
	Within  = "band"
)

// HitShare is the share of draws that keep a promise, 0..1: at least or at most
// the target, or within the tolerance of it. Without draws it is 0.
func HitShare(draws []float64, direction string, target, tolerance float64) float64 {
	hits := 0
	for _, value := range draws {
		switch direction {
		case AtLeast:
			value = target - value
		case AtMost:
			value -= target
		default:
			value = math.Abs(value-target) - tolerance
		}
		if value <= 0 {
			hits++
		}
	}
	return float64(hits) / float64(max(len(draws), 1))
}

// Widen moves draws away from their middle by a factor; low and high are the least
// and most that the number can be.
func Widen(draws []float64, factor, low, high float64) {
	if factor == 1 {
		return
	}
	middle := BandOf(slices.Clone(draws)).Median
	for i, value := range draws {
		draws[i] = min(max(middle+factor*(value-middle), low), high)
	}
}

// Trial is a forecast of the past beside what came of it.
type Trial struct {
	Band
	Actual float64
}

// Judge says how good trials were: the mean absolute error of the median, the share
// of actuals inside the 80 % band, and the least factor, 1 or more, by which the
// bands have to be widened to hold 80 % of them. Zero trials give 0, 0 and 1.
func Judge(trials []Trial) (mae, coverage, factor float64) {
	if len(trials) == 0 {
		return 0, 0, 1
	}
	held := 0
	var misses []float64 // as a multiple of the distance to the edge of the band
	for _, t := range trials {
		miss := math.Abs(t.Actual - t.Median)
		mae += miss / float64(len(trials))
		edge := t.High80 - t.Median
		if t.Actual < t.Median {
			edge = t.Median - t.Low80
		}
		if miss <= edge {
			held++
		}
		if edge > 0 { // a band without a width cannot be widened
			misses = append(misses, miss/edge)
		}
	}
	slices.Sort(misses)
	if len(misses) > 0 {
		factor = misses[min(int(math.Ceil(0.8*float64(len(misses))))-1, len(misses)-1)]
	}
	return mae, float64(held) / float64(len(trials)), max(factor, 1)
}
