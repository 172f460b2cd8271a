package pipeline

import (
	"math"
	"slices"
	"testing"
	"time"

	"valueshift/metrics"
	"valueshift/segments"
)

// forecaster is a night in October 2026 with few draws.
func forecaster(threads int) *night {
	c := defaults()
	c.Forecast.Draws = 200
	c.Engine.Threads = threads
	return &night{Night: Night{Config: c}, span: span{to: monthEnd(time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC))}}
}

// calm are months of which each moves some customers between Contributors and
// Creators, and lets as many enter as leave.
func calm(months int) []monthMoves {
	list := make([]monthMoves, months)
	for i := range list {
		up := int64(20 + i%3)
		list[i].customers[segments.Contributors] = [states]int64{5, 0, 0, 0, 495 - up, up}
		list[i].customers[segments.Creators] = [states]int64{0, 0, 0, 0, up, 300 - up}
		list[i].customers[segments.Out] = [states]int64{0, 0, 0, 0, 5}
		list[i].nowProfit[segments.Contributors], list[i].thenProfit[segments.Contributors] = 500*int64(100+i), 500*int64(99+i)
		list[i].nowProfit[segments.Creators], list[i].thenProfit[segments.Creators] = 300*int64(900-i), 300*int64(901-i)
	}
	return list
}

func TestMonthsInARow(t *testing.T) {
	month := func(m time.Month) time.Time { return monthEnd(time.Date(2026, m, 1, 0, 0, 0, 0, time.UTC)) }
	way := func(then, now time.Month, customers int64) wayRow {
		return wayRow{ThenMonth: month(then), Month: month(now), ThenCode: 4, NowCode: 5, Customers: customers}
	}
	ways := []wayRow{way(3, 4, 1), way(5, 6, 2), way(6, 7, 3), way(6, 7, 4)}
	got := inARow(ways, month(7))
	if len(got) != 2 || got[0].customers[4][5] != 2 || got[1].customers[4][5] != 7 {
		t.Errorf("a gap ends the months that count: %v", got)
	}
	if got := inARow(ways, month(8)); len(got) != 0 {
		t.Errorf("months that do not reach the newest count: %v", got)
	}
	if got := inARow([]wayRow{way(3, 5, 1)}, month(5)); len(got) != 0 {
		t.Errorf("two months in one count: %v", got)
	}
}

// A forecast, its test and its profits hang on month and name alone.
func TestForecastsAreSeeded(t *testing.T) {
	draw := func(threads int, name string) *forecast {
		f := &forecast{forecastScope: forecastScope{ScopeID: 1, Name: name}, past: calm(18), horizon: 12}
		forecaster(threads).draw(f, calm(18))
		return f
	}
	a, b, other := draw(1, "Families"), draw(2, "Families"), draw(1, "Seniors")
	if a.test != b.test || a.futures[7][11][5] != b.futures[7][11][5] {
		t.Error("the same scope is drawn in another way")
	}
	if a.futures[7][11][5] == other.futures[7][11][5] {
		t.Error("two scopes are drawn alike")
	}
	if a.test.horizon != 7 || a.test.origins != 6 {
		t.Errorf("18 months are tested over %d months from %d origins, want 7 and 6", a.test.horizon, a.test.origins)
	}
}

func TestShortHistoryHasNoForecast(t *testing.T) {
	f := &forecast{past: calm(11), horizon: 12}
	forecaster(1).draw(f, calm(11))
	if f.futures != nil || f.reason != "11 months in a row can be compared with the one before them; a forecast needs 12" {
		t.Errorf("%d futures, %q", len(f.futures), f.reason)
	}
	f = &forecast{past: calm(12), horizon: 1}
	forecaster(1).draw(f, calm(12))
	if len(f.futures) != 200 || f.test.horizon != 1 || f.test.origins != 6 {
		t.Errorf("%d futures, %+v", len(f.futures), f.test)
	}
}

// Contributors of the portfolio leave at 1 %, those of a small segment have never.
func TestSmallRowsMoveAsThePortfolio(t *testing.T) {
	small := make([]monthMoves, 12)
	for i := range small {
		small[i].customers[segments.Contributors][segments.Contributors] = 16 // 192 in all
		small[i].customers[segments.Creators][segments.Creators] = 17         // 204
	}
	chain := forecaster(1).Config.Forecast.chain(small, calm(12))
	if p := chain.Rows[segments.Contributors].Pooled[segments.Out]; math.Abs(p-.01) > 1e-12 {
		t.Errorf("a small row leaves at %v", p)
	}
	if p := chain.Rows[segments.Creators].Pooled[segments.Creators]; p != 1 {
		t.Errorf("a row of its own stays at %v", p)
	}
	if p := chain.Rows[segments.Dormant].Pooled[segments.Dormant]; p != 1 {
		t.Errorf("a row that nobody was in stays at %v", p)
	}
}

// New bounds that lift a tenth of all customers are no customers who rose.
func TestNewBoundsAreTakenOut(t *testing.T) {
	months := make([]monthMoves, 2)
	months[0].customers[4] = [states]int64{4: 60}
	months[0].customers[5] = [states]int64{5: 40}
	months[1].customers[4] = [states]int64{4: 45, 5: 5}
	months[1].customers[5] = [states]int64{5: 50}
	if got := rebased(months, segments.Creators); math.Abs(got-.1) > 1e-12 {
		t.Errorf("rebased %v", got)
	}
}

// Method §6.8: of 1,000 customers 50 must cross each boundary.
func TestRequiredMoves(t *testing.T) {
	month := monthMoves{}
	month.customers[3] = [states]int64{3: 188, 4: 12}
	month.customers[4] = [states]int64{3: 12, 4: 483, 5: 5}
	month.customers[5] = [states]int64{4: 5, 5: 295}
	better := month
	better.customers[3] = [states]int64{3: 170, 4: 30}
	better.customers[4] = [states]int64{3: 30, 4: 465, 5: 5}
	p := promises{isPromised: [states]bool{3: true, 4: true, 5: true}}
	for g, share := range map[int]float64{3: .15, 4: .5, 5: .35} {
		p.least[g], p.most[g] = share, share
	}
	rows := p.required([]monthMoves{better, month}, 10)
	if len(rows) != 2 {
		t.Fatalf("%+v", rows)
	}
	up := rows[0] // from Neutral: (12+30)/400 usually, 30/200 at best
	if up.FromCode != 3 || up.ToCode != 4 || math.Abs(up.Flow-50) > 1e-9 || up.Stock != 200 {
		t.Errorf("%+v", up)
	}
	if math.Abs(*up.UsualShare-.105) > 1e-12 || math.Abs(*up.NeededShare-.13) > 1e-12 ||
		math.Abs(*up.BestShare-.15) > 1e-12 || *up.IsImplausible {
		t.Errorf("usual %v, needed %v, best %v, implausible %t", *up.UsualShare, *up.NeededShare, *up.BestShare, *up.IsImplausible)
	}
	if top := rows[1]; math.Abs(top.Flow-50) > 1e-9 || math.Abs(*top.NeededShare-.02) > 1e-12 || !*top.IsImplausible {
		t.Errorf("%+v", top)
	}

	kept := promises{isPromised: [states]bool{5: true}}
	kept.least[5], kept.most[5] = .2, 1
	if rows := kept.required([]monthMoves{month}, 3); len(rows) != 0 {
		t.Errorf("a promise that is kept asks for %+v", rows)
	}
	fewer := promises{isPromised: [states]bool{5: true}}
	fewer.most[5] = .25
	if rows := fewer.required([]monthMoves{month}, 3); len(rows) != 1 || rows[0].FromCode != 5 || rows[0].ToCode != 4 {
		t.Errorf("fewer Creators: %+v", rows)
	}
}

// The mean of Contributors rises by 1 a month and that of Creators falls by 1.
func TestProfitMovesAsItDid(t *testing.T) {
	n := forecaster(1)
	f := &forecast{past: calm(12), horizon: 3}
	n.draw(f, f.past)
	for _, path := range n.profitDraws(f) {
		for i, mean := range path {
			if want := float64(111 + i + 1); math.Abs(mean[4]-want) > 1e-9 {
				t.Fatalf("Contributors: %v, want %v", mean[4], want)
			}
			if want := float64(889 - i - 1); math.Abs(mean[5]-want) > 1e-9 {
				t.Fatalf("Creators: %v, want %v", mean[5], want)
			}
		}
	}
}

// Two Eroders lost 30 each, then there were none; what leavers book is this month's.
func TestProfitOfAnEmptyGroupIsItsLast(t *testing.T) {
	past := calm(3)
	past[1].customers[segments.Eroders][segments.Eroders] = 2
	past[1].nowProfit[segments.Eroders], past[1].nowProfit[segments.Out] = -60, 7
	past[2].nowProfit[segments.Out] = 9
	mean := newestProfits(past)
	for g, want := range map[segments.Group]float64{segments.Out: 9, segments.Eroders: -30, segments.Neutral: 0, segments.Contributors: 102, segments.Creators: 898} {
		if mean[g] != want {
			t.Errorf("%s: %v, want %v", g.Name(), mean[g], want)
		}
	}
}

// Whatever the metric, a number that is surely met is met in all futures, and what
// cannot be known says why.
func TestOutlooks(t *testing.T) {
	n := forecaster(1)
	f := &forecast{past: calm(12), horizon: 3}
	n.draw(f, f.past)
	profits := n.profitDraws(f)
	for _, c := range []struct {
		metric    string
		group     segments.Group
		low, high float64
	}{
		{"customer_share", 5, .3, .45}, {"customers", 5, 250, 350}, {"customers", 0, 770, 830},
		{"profit_per_customer", 4, 113.99, 114.01}, {"profit_per_customer", 0, 350, 450}, {"profit", 0, 300_000, 350_000},
	} {
		a := aim{Metric: c.metric, GroupCode: c.group, Direction: metrics.AtLeast, Target: c.low}
		row := outlookRow{}
		row.fill(a, a.draws(f, 3, profits), 1)
		if *row.HitShare != 1 || *row.Low95 < c.low || *row.High95 > c.high || *row.Low80 > *row.Median {
			t.Errorf("%s of %d: %v … %v … %v, %v", c.metric, c.group, *row.Low95, *row.Median, *row.High95, *row.HitShare)
		}
	}
	// What leavers still book is profit, and no customer's.
	for _, futures := range profits {
		for i := range futures {
			futures[i][segments.Out] = 1e9
		}
	}
	for metric, isAbove := range map[string]bool{"profit": true, "profit_per_customer": false} {
		draws := aim{Metric: metric}.draws(f, 3, profits)
		if slices.Min(draws) > 1e6 != isAbove || slices.Max(draws) > 1e6 != isAbove {
			t.Errorf("%s with leavers: %v to %v", metric, slices.Min(draws), slices.Max(draws))
		}
	}
	// A promise whose month has come is kept or it is not.
	f.aims = nil
	for _, actual := range []float64{.249, .25} {
		f.aims = append(f.aims, aim{Metric: "promoter_share", Direction: metrics.AtLeast, TargetMonth: n.span.to, Target: .25, Actual: &actual})
	}
	if due := n.outlooks(f); *due[0].HitShare != 0 || *due[1].HitShare != 1 || due[0].Median != nil {
		t.Errorf("promises that are due: %+v", due)
	}
	later := addMonths(n.span.to, 3)
	f.aims = []aim{{TargetNo: 7, Metric: "customers", Direction: metrics.AtLeast, TargetMonth: later, Target: 1}}
	n.foretell(f, f.past)
	if len(f.outlooks) != 1 || f.outlooks[0].TargetNo != 7 || *f.outlooks[0].HitShare != 1 || f.outlooks[0].MonthsOfHistory != 12 {
		t.Errorf("%+v", f.outlooks)
	}
	if len(f.bands) != 3*7 || f.bands[0].GroupCode != segments.Creators || !f.bands[20].Month.Equal(later) || f.futures != nil {
		t.Errorf("%d bands, %d futures", len(f.bands), len(f.futures))
	}
	for why, a := range map[string]aim{
		"moves between value groups say nothing about promoters": {Metric: "promoter_share", TargetMonth: later},
		"the target month has come, and its number is not known": {Metric: "customers", TargetMonth: n.span.to},
		"": {Metric: "customers", TargetMonth: later},
	} {
		if got := n.unknown(a, f); got != why {
			t.Errorf("%s: %q, want %q", a.Metric, got, why)
		}
	}
}
