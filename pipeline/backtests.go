package pipeline

import (
	"context"
	"fmt"

	"valueshift/metrics"
	"valueshift/segments"
)

// backtestRow is a row of backtests. Its numbers are null when nothing was tested.
type backtestRow struct {
	ScopeID       int
	HorizonMonths int // from the origin to the month foretold
	Origins       int // month-ends from which it was tried
	Mae           *float64
	Coverage80    *float64
	NeededFactor  *float64 // what the bands would have to be widened by to hold 80 %
	Widening      float64  // what they are widened by: 1 unless they held too little
	Reason        string   // why nothing was tested
}

// backtest foretells the past from the months before it: from each of the newest
// month-ends that have half the months a forecast needs before them and the horizon
// after them, the share of customers of every group that anybody was in. The
// horizon is that of a year, or the longest that leaves enough origins.
func (n *night) backtest(f *forecast, parent []monthMoves) backtest {
	known := len(f.past)
	first := max(n.Config.Forecast.MinMonths/2, 2)
	test := backtest{horizon: min(usualHorizon, known-first-leastOrigins+1), widening: 1}
	if test.horizon < 1 {
		return backtest{widening: 1}
	}
	last := known - test.horizon
	first = max(first, last-mostOrigins+1)
	var trials []metrics.Trial
	for origin := first; origin <= last; origin++ {
		unseen := known - origin
		purpose := fmt.Sprintf("backtest %d months ago", unseen)
		futures := n.Config.Forecast.futures(f.past[:origin], parent[:len(parent)-unseen], addMonths(n.span.to, -unseen),
			test.horizon, trialDraws, n.seed(f.Name, purpose))
		then, now := f.past[origin-1].stock(), f.past[origin+test.horizon-1].stock()
		for _, g := range segments.InPortfolio {
			if then[g] > 0 || now[g] > 0 {
				actual := shareOf(now, g) - rebased(f.past[origin-1:origin+test.horizon], g)
				trials = append(trials, metrics.Trial{Band: metrics.BandOf(shareDraws(futures, test.horizon, g)), Actual: actual})
			}
		}
		test.origins++
	}
	test.mae, test.coverage, test.fit = metrics.Judge(trials)
	if test.coverage < leastCoverage {
		test.widening = test.fit
	}
	return test
}

// rebased is how much of the change of a group's share comes of new bounds, not of
// customers: a forecast goes by the bounds of its day.
func rebased(months []monthMoves, g segments.Group) float64 {
	sum := 0.0
	for i := 1; i < len(months); i++ {
		sum += shareOf(months[i].earlierStock(), g) - shareOf(months[i-1].stock(), g)
	}
	return sum
}

// shareOf is a group's share of all customers of a stock; of none it is 0.
func shareOf(stock []float64, g segments.Group) float64 {
	total := 0.0
	for _, customers := range stock[1:] {
		total += customers
	}
	if total == 0 {
		return 0
	}
	return stock[g] / total
}

// shareDraws is a group's share of customers after some months, by future.
func shareDraws(futures []metrics.Future, months int, g segments.Group) []float64 {
	draws := make([]float64, len(futures))
	for b, future := range futures {
		draws[b] = shareOf(future[months-1], g)
	}
	return draws
}

// listBacktests makes backtests.
func (n *night) listBacktests(ctx context.Context) (int64, error) {
	forecasts, err := n.forecasts(ctx)
	if err != nil {
		return 0, fmt.Errorf("backtests: %w", err)
	}
	var rows []backtestRow
	for _, f := range forecasts {
		row := backtestRow{ScopeID: f.ScopeID, Widening: f.test.widening, Reason: f.reason}
		if f.test.origins > 0 {
			row.HorizonMonths, row.Origins = f.test.horizon, f.test.origins
			row.Mae, row.Coverage80, row.NeededFactor = &f.test.mae, &f.test.coverage, &f.test.fit
		} else if row.Reason == "" {
			row.Reason = fmt.Sprintf("a test needs %d month-ends to start from, with months before and after them", leastOrigins)
		}
		rows = append(rows, row)
	}
	return n.makeRows(ctx, "backtests", rows)
}
