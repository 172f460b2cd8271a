package metrics

import (
	"math/rand/v2"
	"slices"
)

// Worth is what a customer who is in a state now earns from now on, by state, in
// today's money: Σ over t = 0 … periods of (P/(1+d))ᵗ · earned. p has a row of
// shares by state moved to for each state, earned what a customer in a state earns
// per period, and d is the discount per period (Pfeifer and Carraway 2000, J
// Interact Mark 14:43–55).
func Worth(p [][]float64, earned []float64, d float64, periods int) []float64 {
	worth := slices.Clone(earned)
	next := make([]float64, len(earned))
	for range periods {
		for i := range next {
			next[i] = earned[i]
			for j, share := range p[i] {
				next[i] += share * worth[j] / (1 + d)
			}
		}
		worth, next = next, worth
	}
	return worth
}

// Residual is what a customer of each state still earns in the periods to come, the
// present one not counted, and the upper bound of its 90 % interval: the 95th
// percentile over draws of the lasting shares. Outside, state 0, nothing is earned.
func (c Chain) Residual(earned []float64, d float64, periods, draws int, source rand.Source) (mean, upper []float64) {
	pooled := c.rows()
	for state := 1; state < len(pooled); state++ {
		copy(pooled[state], c.Rows[state].Pooled)
	}
	mean = later(pooled, earned, d, periods)

	drawn := make([][]float64, len(earned))
	for range draws {
		c.drawRows(pooled, source)
		for state, worth := range later(pooled, earned, d, periods) {
			drawn[state] = append(drawn[state], worth)
		}
	}
	upper = make([]float64, len(earned))
	for state, values := range drawn {
		slices.Sort(values)
		upper[state] = quantile(values, 0.95)
	}
	return mean, upper
}

// later is Worth without the present period.
func later(p [][]float64, earned []float64, d float64, periods int) []float64 {
	worth := Worth(p, earned, d, periods)
	for state := range worth {
		worth[state] -= earned[state]
	}
	return worth
}
