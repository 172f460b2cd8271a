package reports

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"valueshift/segments"
)

// fixture is a believable night: 4 segments and 13 months of 900 customers who
// come, go and change their ways. Every table is counted from the same customers,
// so the numbers agree with each other as those of a real night do.
func fixture() Book { return night(newCrowd(900, 13)) }

func night(everybody crowd) Book {
	return nightOf(everybody, []Scope{{0, "Demo telecom and media", ""}, {1, "Families", "A. Lind"}, {2, "Young adults", "M. Ortega"},
		{3, "Small business", "D. Novak"}, {4, "Prepaid", "C. Marchetti"}})
}

// fifty is a night of fifty segments, each with charts of its own.
func fifty() Book {
	people := newCrowd(9_000, 13)
	scopes := []Scope{{0, "Demo telecom and media", ""}}
	for i := range 50 {
		scopes = append(scopes, Scope{i + 1, fmt.Sprintf("Segment %d", i+1), "Owner"})
	}
	for i := range people {
		people[i].segment = i%50 + 1
	}
	return nightOf(people, scopes)
}

func nightOf(everybody crowd, names []Scope) Book {
	b := Book{Run: Run{
		Portfolio: names[0].Name, Currency: "EUR", MoneyScale: 2,
		AsOf: monthEnd(12), FirstMonth: monthEnd(0), DataFrom: time.Date(2024, 11, 1, 0, 0, 0, 0, time.UTC),
		WindowMonths: 12, Version: "2026-10-31-5f2a9c01", Program: "0.1.0", Engine: "DuckDB 1.5.5",
		ConfigHash: "5f2a9c01d4e88b7d3f6a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60",
		InputHash:  "77ab03c1d4e88b7d3f6a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f61",
	}, Scopes: names}
	for _, scope := range names {
		people := everybody.of(scope.ScopeID)
		for m := range 13 {
			people.addMonth(&b, scope.ScopeID, m)
		}
		people.addCurve(&b, scope.ScopeID)
		people.addComparison(&b, scope.ScopeID, AgainstBase, 0)
		people.addComparison(&b, scope.ScopeID, AgainstPrevious, 11)
		people.addMoves(&b, scope.ScopeID)
		people.addDeciles(&b, scope.ScopeID)
		if scope.ScopeID != 0 {
			people.addIntents(&b, scope.ScopeID)
		}
	}
	addCube(&b)
	addDecisions(&b)
	b.Questions = []Question{{1, "top_tenth", 0.583, 0.3, 0.5}, {5, "movers", 0.124, 0, 0.1}}
	addTargets(&b)
	addForecast(&b)
	addQuality(&b)
	addNotes(&b)
	addTables(&b)
	return b
}

// monthEnd counts from October 2025.
func monthEnd(m int) time.Time {
	return time.Date(2025, time.October+time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC)
}

// person is one customer: a profit per month-end in cents, and whether there is
// one.
type person struct {
	segment int
	from    int // first month in the portfolio
	until   int // first month outside again
	dormant int // first month without revenue
	profit  []int64
}

type crowd []person

func newCrowd(n, months int) crowd {
	random := rand.New(rand.NewPCG(7, 1))
	all := make(crowd, n)
	for i := range all {
		p := person{segment: []int{3, 1, 1, 2, 2, 4, 4, 1, 2, 4}[i%10], from: -5, until: 99, dormant: 99}
		switch random.IntN(20) {
		case 0:
			p.from = 1 + random.IntN(months-1)
		case 1:
			p.until = 1 + random.IntN(months-1)
		case 2:
			p.dormant = 2 + random.IntN(months)
		}
		worth := int64(random.IntN(90_000)) - 14_000
		if i%11 == 0 {
			worth = 160_000 + int64(random.IntN(900_000))
		} else if i%13 == 0 {
			worth = -60_000 - int64(random.IntN(240_000))
		}
		switch p.segment {
		case 3:
			worth *= 2
		case 4:
			worth = worth/3 - 9_000
		}
		drift := int64(random.IntN(3_000)) - 1_100
		for range months {
			worth += drift + int64(random.IntN(6_000)) - 3_000
			p.profit = append(p.profit, worth)
		}
		all[i] = p
	}
	return all
}

func (c crowd) of(scope int) crowd {
	if scope == 0 {
		return c
	}
	return slices.DeleteFunc(slices.Clone(c), func(p person) bool { return p.segment != scope })
}

// at is a customer's group and profit at a month-end.
func (p person) at(m int) (segments.Group, int64) {
	if m < p.from {
		return segments.Out, 0
	}
	profit := p.profit[m]
	if m >= p.until { // the window still holds some of what a leaver brought
		return segments.Out, profit * int64(max(0, 6-(m-p.until))) / 8
	}
	switch {
	case m >= p.dormant:
		return segments.Dormant, 0
	case m < p.from+3:
		return segments.New, profit
	case profit >= 120_000:
		return segments.Creators, profit
	case profit > 2_500:
		return segments.Contributors, profit
	case profit >= -2_500:
		return segments.Neutral, profit
	case profit > -60_000:
		return segments.Eroders, profit
	}
	return segments.Destroyers, profit
}

func (c crowd) addMonth(b *Book, scope, m int) {
	t := Month{ScopeID: scope, Month: monthEnd(m), PlanYear: monthEnd(m).Year()}
	whale := Whale{ScopeID: scope, Month: monthEnd(m)}
	out := Mix{ScopeID: scope, Month: monthEnd(m), GroupCode: segments.Out}
	mix := make([]Mix, len(segments.InPortfolio))
	for i, g := range segments.InPortfolio {
		mix[i] = Mix{ScopeID: scope, Month: monthEnd(m), GroupCode: g}
	}
	for _, p := range c {
		g, profit := p.at(m)
		t.ProfitMinor += profit
		if g == segments.Out {
			out.ProfitMinor += profit
			if profit != 0 {
				out.Leavers++
			}
			t.LossMinor += min(0, profit)
			continue
		}
		t.Customers++
		whale.ProfitMinor += profit
		whale.PeakMinor += max(0, profit)
		t.RevenueMinor += 200_000 + profit/2
		if profit < 0 {
			t.LossMinor += profit
			t.LossMakers++
		} else if profit > 0 {
			whale.CustomersAtPeak++
		}
		i := slices.Index(segments.InPortfolio, g)
		mix[i].Customers++
		mix[i].ProfitMinor += profit
	}
	costs := t.RevenueMinor - t.ProfitMinor
	t.DirectCostMinor, t.CostToServeMinor, t.AcquisitionMinor = costs/2, costs/4, costs/8
	t.CapitalMinor = costs - t.DirectCostMinor - t.CostToServeMinor - t.AcquisitionMinor
	for i := range mix {
		if t.Customers > 0 {
			mix[i].CustomerShare = new(float64(mix[i].Customers) / float64(t.Customers))
		}
	}
	whale.Customers = t.Customers
	if whale.PeakMinor > 0 {
		whale.ErosionRate = new(float64(whale.PeakMinor-whale.ProfitMinor) / float64(whale.PeakMinor))
		whale.Top20Share, whale.Gini = new(0.71), new(0.64)
	}
	if whale.ProfitMinor > 0 {
		whale.PeakRatio = new(float64(whale.PeakMinor) / float64(whale.ProfitMinor))
	}
	b.Months, b.Mix, b.Whales = append(b.Months, t), append(append(b.Mix, mix...), out), append(b.Whales, whale)
}

// addCurve cuts the whale curve to at most 201 points.
func (c crowd) addCurve(b *Book, scope int) {
	var profits []int64
	for _, p := range c {
		if g, profit := p.at(12); g != segments.Out {
			profits = append(profits, profit)
		}
	}
	slices.Sort(profits)
	slices.Reverse(profits)
	steps := min(200, len(profits))
	sum, done := int64(0), 0
	for step := range steps + 1 {
		for done < step*len(profits)/max(1, steps) {
			sum += profits[done]
			done++
		}
		share := 0.0
		if len(profits) > 0 {
			share = float64(done) / float64(len(profits))
		}
		b.WhalePoints = append(b.WhalePoints, WhalePoint{scope, step, share, sum})
	}
}
