package reports

import (
	"math"

	"valueshift/segments"
)

// addForecast foretells the portfolio and the first segment to December 2026; the
// second one is too young for it.
func addForecast(b *Book) {
	const now = 12
	for scope := range 2 {
		for _, x := range b.Mix {
			if x.ScopeID != scope || !x.Month.Equal(monthEnd(now)) || x.GroupCode == segments.Out {
				continue
			}
			for ahead := 1; ahead <= 2; ahead++ {
				share, wide := *x.CustomerShare*(1+0.01*float64(ahead)), 0.006*math.Sqrt(float64(ahead))
				b.Forecasts = append(b.Forecasts, Forecast{ScopeID: scope, Month: monthEnd(now + ahead), GroupCode: x.GroupCode,
					CustomersMedian: float64(x.Customers), ShareMedian: share,
					ShareLow80: max(share-wide, 0), ShareHigh80: share + wide, ShareLow95: max(share-1.6*wide, 0), ShareHigh95: share + 1.6*wide})
			}
		}
	}
	for i, t := range b.Targets {
		o := Outlook{TargetNo: t.TargetNo, ScopeID: t.ScopeID, GroupCode: t.GroupCode, Metric: t.Metric, Direction: t.Direction,
			TargetMonth: t.TargetMonth, Target: t.Target, Actual: t.Actual, MonthsOfHistory: 18}
		if t.Actual == nil || t.Metric == "promoter_share" {
			o.Reason = "moves between value groups say nothing about it"
		} else {
			at := *t.Actual
			o.Median, o.Low80, o.High80, o.Low95, o.High95 = new(at*1.01), new(at*.97), new(at*1.05), new(at*.95), new(at*1.07)
			o.HitShare = new([]float64{.62, .003, .31, .997}[i])
		}
		b.Outlooks = append(b.Outlooks, o)
	}
	b.RequiredMoves = []RequiredMove{
		{0, monthEnd(14), 2, segments.Destroyers, segments.Eroders, 49.2, new(8.4), new(33.0), new(12.0), new(true)},
		{0, monthEnd(14), 2, segments.Eroders, segments.Neutral, 12, new(14.0), new(20.0), new(23.5), new(false)},
		{0, monthEnd(14), 2, segments.Creators, segments.Contributors, 3, nil, nil, nil, nil},
	}
	b.Backtests = []Backtest{
		{ScopeID: 0, HorizonMonths: 7, Origins: 6, Mae: new(.0046), Coverage80: new(.5238), Widening: 2.29},
		{ScopeID: 1, HorizonMonths: 7, Origins: 6, Mae: new(.0091), Coverage80: new(.81), Widening: 1},
		{ScopeID: 2, Widening: 1, Reason: "7 months in a row can be compared with the one before them; a forecast needs 12"},
	}
}
