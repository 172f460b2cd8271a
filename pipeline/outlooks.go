package pipeline

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"valueshift/metrics"
	"valueshift/segments"
)

// outlookRow is a row of target_outlooks. What is not known is null, with the
// reason.
type outlookRow struct {
	TargetNo        int
	MonthsOfHistory int // monthly comparisons that the forecast rests on
	HorizonMonth    time.Time
	Median          *float64
	Low80           *float64
	High80          *float64
	Low95           *float64
	High95          *float64
	HitShare        *float64 // of the futures that keep the promise
	Reason          string
}

// bandRow is a row of forecast_bands.
type bandRow struct {
	ScopeID         int
	Month           time.Time
	GroupCode       segments.Group
	CustomersMedian float64
	CustomersLow80  float64
	CustomersHigh80 float64
	CustomersLow95  float64
	CustomersHigh95 float64
	ShareMedian     float64
	ShareLow80      float64
	ShareHigh80     float64
	ShareLow95      float64
	ShareHigh95     float64
}

// aim is what an outlook reads of a target.
type aim struct {
	TargetNo    int
	ScopeID     int // -1: nobody has ever been in the segment
	GroupCode   segments.Group
	Metric      string
	Direction   string
	TargetMonth time.Time
	Target      float64
	Tolerance   float64
	Actual      *float64 // at as-of
}

// aims reads the targets.
func (n *night) aims(ctx context.Context) ([]aim, error) {
	var aims []aim
	err := n.read(ctx, `select t.target_no, coalesce(s.scope_id, -1) as scope_id, t.group_code, t.metric, t.direction,
    t.target_month, t.target, t.tolerance, m.actual
from target_rows as t
cross join run as r
left join target_months as m on m.target_no = t.target_no and m.month = r.as_of
left join target_scopes as s on s.target_no = t.target_no
order by t.target_no`, &aims)
	return aims, err
}

// lookOut makes target_outlooks: how likely every target is to be kept.
func (n *night) lookOut(ctx context.Context) (int64, error) {
	aims, err := n.aims(ctx)
	if err != nil {
		return 0, fmt.Errorf("target_outlooks: %w", err)
	}
	forecasts, err := n.forecasts(ctx)
	if err != nil {
		return 0, fmt.Errorf("target_outlooks: %w", err)
	}
	known := map[int]outlookRow{}
	for _, f := range forecasts {
		for _, row := range f.outlooks {
			known[row.TargetNo] = row
		}
	}
	rows := make([]outlookRow, len(aims))
	for i, a := range aims {
		row, ok := known[a.TargetNo]
		if !ok {
			row = outlookRow{TargetNo: a.TargetNo, HorizonMonth: a.TargetMonth, Reason: "nobody has been in this segment"}
		}
		rows[i] = row
	}
	return n.makeRows(ctx, "target_outlooks", rows)
}

// outlooks looks at the targets of one scope.
func (n *night) outlooks(f *forecast) []outlookRow {
	var profits [][]profitPerHead
	rows := make([]outlookRow, len(f.aims))
	for i, a := range f.aims {
		row := &rows[i]
		*row = outlookRow{TargetNo: a.TargetNo, HorizonMonth: a.TargetMonth, MonthsOfHistory: len(n.Config.Forecast.recent(f.past))}
		if !a.TargetMonth.After(n.span.to) && a.Actual != nil { // nothing is left to foretell
			row.HitShare = new(metrics.HitShare([]float64{*a.Actual}, a.Direction, a.Target, a.Tolerance))
			continue
		}
		if row.Reason = n.unknown(a, f); row.Reason != "" {
			continue
		}
		if profits == nil && (a.Metric == "profit" || a.Metric == "profit_per_customer") {
			profits = n.profitDraws(f)
		}
		row.fill(a, a.draws(f, monthNo(a.TargetMonth)-monthNo(n.span.to), profits), f.test.widening)
	}
	return rows
}

// unknown says why a target has no outlook; it is empty when it has one.
func (n *night) unknown(a aim, f *forecast) string {
	switch {
	case a.Metric == "promoter_share":
		return "moves between value groups say nothing about promoters"
	case !a.TargetMonth.After(n.span.to):
		return "the target month has come, and its number is not known"
	}
	return f.reason
}

// fill says what the draws of a target come to.
func (r *outlookRow) fill(a aim, draws []float64, widening float64) {
	low, high := math.Inf(-1), math.Inf(1)
	switch a.Metric {
	case "customer_share":
		low, high = 0, 1
	case "customers":
		low = 0
	}
	metrics.Widen(draws, widening, low, high)
	hit := metrics.HitShare(draws, a.Direction, a.Target, a.Tolerance)
	band := metrics.BandOf(draws)
	r.HitShare = &hit
	r.Median, r.Low80, r.High80, r.Low95, r.High95 = &band.Median, &band.Low80, &band.High80, &band.Low95, &band.High95
}

// draws is the target's number after some months, by future.
func (a aim) draws(f *forecast, months int, profits [][]profitPerHead) []float64 {
	if a.Metric == "customer_share" {
		return shareDraws(f.futures, months, a.GroupCode)
	}
	draws := make([]float64, len(f.futures))
	for b, future := range f.futures {
		customers, profit := 0.0, 0.0
		for g := range states {
			if a.GroupCode != segments.Out && g != int(a.GroupCode) {
				continue
			}
			if g > 0 {
				customers += future[months-1][g]
			}
			// What leavers still book is profit, and of no customer.
			if profits != nil && (g > 0 || a.Metric == "profit") {
				profit += profits[b][months-1].times(future[months-1], g)
			}
		}
		switch a.Metric {
		case "customers":
			draws[b] = customers
		case "profit":
			draws[b] = profit
		default:
			if customers > 0 {
				draws[b] = profit / customers
			}
		}
	}
	return draws
}

// profitPerHead is the mean profit of a customer of each group; of those outside it
// is what leavers still book, all of them together.
type profitPerHead [states]float64

func (p profitPerHead) times(stock []float64, g int) float64 {
	if g == 0 {
		return p[0]
	}
	return p[g] * stock[g]
}

// profitDraws draws how the mean profit of the groups moves on. Each coming month
// changes all groups at once as one month of the past did, so that what moves groups
// together does so in the future. What leavers still book stays as it is, and a
// group that was empty at an end of a month did not change in it. Who comes to one
// that is empty now earns what its customers last earned.
func (n *night) profitDraws(f *forecast) [][]profitPerHead {
	var changes []profitPerHead
	for _, m := range n.Config.Forecast.recent(f.past) {
		changes = append(changes, m.profitChange())
	}
	now := newestProfits(f.past)
	random := rand.New(n.seed(f.Name, "profit"))
	drawn := make([][]profitPerHead, len(f.futures))
	for b := range drawn {
		drawn[b] = make([]profitPerHead, f.horizon)
		mean := now
		for t := range drawn[b] {
			for g, change := range changes[random.IntN(len(changes))] {
				mean[g] += change
			}
			drawn[b][t] = mean
		}
	}
	return drawn
}

// newestProfits are the mean profits of the groups when somebody was last in them.
func newestProfits(past []monthMoves) (mean profitPerHead) {
	for _, m := range past {
		stock := m.stock()
		for g, profit := range meanProfits(m.nowProfit, stock) {
			if g == 0 || stock[g] > 0 {
				mean[g] = profit
			}
		}
	}
	return mean
}

// profitChange is how the groups' mean profit changed within a month.
func (m monthMoves) profitChange() (change profitPerHead) {
	then, now := m.earlierStock(), m.stock()
	before, after := meanProfits(m.thenProfit, then), meanProfits(m.nowProfit, now)
	for g := 1; g < states; g++ {
		if then[g] > 0 && now[g] > 0 {
			change[g] = after[g] - before[g]
		}
	}
	return change
}

func meanProfits(minor [states]int64, stock []float64) (mean profitPerHead) {
	mean[0] = float64(minor[0])
	for g := 1; g < states; g++ {
		if stock[g] > 0 {
			mean[g] = float64(minor[g]) / stock[g]
		}
	}
	return mean
}

// bandForecasts makes forecast_bands: the range of every group's customers and
// share in every month to come.
func (n *night) bandForecasts(ctx context.Context) (int64, error) {
	forecasts, err := n.forecasts(ctx)
	if err != nil {
		return 0, fmt.Errorf("forecast_bands: %w", err)
	}
	var rows []bandRow
	for _, f := range forecasts {
		rows = append(rows, f.bands...)
	}
	return n.makeRows(ctx, "forecast_bands", rows)
}

// ranges lists the bands of every month after the newest.
func (f *forecast) ranges(newest time.Time) []bandRow {
	var rows []bandRow
	for t := 1; t <= f.horizon && f.futures != nil; t++ {
		for _, g := range segments.InPortfolio {
			rows = append(rows, f.band(addMonths(newest, t), t, g))
		}
	}
	return rows
}

// band is what one group may be after t months.
func (f *forecast) band(month time.Time, t int, g segments.Group) bandRow {
	customers := make([]float64, len(f.futures))
	for b, future := range f.futures {
		customers[b] = future[t-1][g]
	}
	share := shareDraws(f.futures, t, g)
	metrics.Widen(customers, f.test.widening, 0, math.Inf(1))
	metrics.Widen(share, f.test.widening, 0, 1)
	c, s := metrics.BandOf(customers), metrics.BandOf(share)
	return bandRow{
		f.ScopeID, month, g, c.Median, c.Low80, c.High80, c.Low95, c.High95,
		s.Median, s.Low80, s.High80, s.Low95, s.High95,
	}
}
