package reports

import (
	"math"
	"slices"

	"valueshift/segments"
)

// addComparison counts who went where between a month and the last one.
func (c crowd) addComparison(b *Book, scope int, comparison string, then int) {
	const now = 12
	groups := append([]segments.Group{segments.Out}, segments.InPortfolio...)
	slices.Sort(groups)
	thenMix, nowMix := c.mix(then), c.mix(now)
	classes := map[string]*BridgeClass{}
	present := int64(0)
	for _, from := range groups {
		for _, to := range groups {
			cell := Migration{ScopeID: scope, Comparison: comparison, FromMonth: monthEnd(then), ToMonth: monthEnd(now), FromCode: from, ToCode: to}
			for _, p := range c {
				g0, p0 := p.at(then)
				g1, p1 := p.at(now)
				if g0 != from || g1 != to {
					continue
				}
				isGone := g0 == segments.Out && g1 == segments.Out
				if !isGone {
					cell.Customers++
					cell.ChangeMinor += p1 - p0
				}
				class := classes[bridgeClassOf(from, to)]
				if class == nil {
					class = &BridgeClass{ScopeID: scope, Comparison: comparison, Class: bridgeClassOf(from, to)}
					classes[class.Class] = class
				}
				if !isGone {
					class.Customers++
				}
				class.ThenMinor += p0
				class.NowMinor += p1
				class.ChangeMinor += p1 - p0
			}
			if cell.Customers == 0 {
				continue
			}
			if from != segments.Out {
				cell.FromShare = new(float64(cell.Customers) / float64(thenMix[from]))
				if to != segments.Out {
					present += cell.Customers
				}
			}
			b.Migrations = append(b.Migrations, cell)
		}
	}
	for i, name := range []string{"same", "up", "down", "graduated", "reactivated", "dormant", "entered", "left", "moved_in", "moved_out"} {
		class := classes[name]
		if class == nil {
			class = &BridgeClass{ScopeID: scope, Comparison: comparison, Class: name}
		}
		class.Position = i + 1
		class.RevenueMinor = class.ChangeMinor * 3 / 2
		class.DirectCostMinor = class.ChangeMinor - class.RevenueMinor
		class.StandardErrorMinor = new(float64(class.Customers) * 900)
		class.IsReal = abs(float64(class.ChangeMinor)) >= 1.96**class.StandardErrorMinor && class.Customers > 0
		b.Bridge = append(b.Bridge, *class)
	}
	addScorecards(b, scope, comparison, classes)
	c.addShift(b, scope, comparison, thenMix, nowMix, present)
	c.addEffects(b, scope, comparison, then, now)
}

// addDeciles ranks customers now and at the first month.
func (c crowd) addDeciles(b *Book, scope int) {
	const width, first, last = 20_000, -5, 8
	then, now := map[int]int{}, map[int]int{}
	for _, m := range []int{0, 12} {
		var here []int
		for i := range c {
			if g, _ := c[i].at(m); g != segments.Out {
				here = append(here, i)
			}
		}
		at := func(i int) int64 { _, profit := c[i].at(m); return profit }
		slices.SortStableFunc(here, func(i, j int) int { return int(at(j) - at(i)) })
		deciles, classes := make([]Decile, 10), map[int]*ProfitClass{}
		all := Decile{}
		for rank, i := range here {
			d := (10*(2*rank+1) + 2*len(here) - 1) / (2 * len(here))
			if m == 0 {
				then[i] = d
			} else {
				now[i] = d
			}
			profit := at(i)
			deciles[d-1].Customers++
			deciles[d-1].ProfitMinor += profit
			deciles[d-1].RevenueMinor += 200_000 + profit/2
			all.ProfitMinor += profit
			all.RevenueMinor += 200_000 + profit/2
			no := int(math.Ceil(float64(profit) / width))
			if profit < 0 {
				no = int(math.Floor(float64(profit) / width))
			}
			no = min(max(no, first-1), last+1)
			if classes[no] == nil {
				classes[no] = &ProfitClass{}
			}
			classes[no].Customers++
			classes[no].ProfitMinor += profit
		}
		for _, measure := range []string{"profit", "revenue"} {
			for i, d := range deciles {
				if d.Customers == 0 {
					continue
				}
				d.ScopeID, d.Month, d.Measure, d.Decile = scope, monthEnd(m), measure, i+1
				d.ProfitMeanMinor = float64(d.ProfitMinor) / float64(d.Customers)
				if all.RevenueMinor != 0 && all.ProfitMinor != 0 {
					d.RevenueShare = new(float64(d.RevenueMinor) / float64(all.RevenueMinor))
					d.ProfitShare = new(float64(d.ProfitMinor) / float64(all.ProfitMinor))
				}
				b.Deciles = append(b.Deciles, d)
			}
		}
		for no := first - 1; no <= last+1 && len(here) > 0; no++ {
			x := ProfitClass{}
			if classes[no] != nil {
				x = *classes[no]
			}
			x.ScopeID, x.Month, x.ClassNo, x.CustomerShare = scope, monthEnd(m), no, new(float64(x.Customers)/float64(len(here)))
			low, high := int64(no-1)*width, int64(no)*width
			if no < 0 {
				low, high = low+width, high+width
			} else if no == 0 {
				low = 0
			}
			if no >= first {
				x.AboveMinor = &low
			}
			if no <= last {
				x.UpToMinor = &high
			}
			b.ProfitClasses = append(b.ProfitClasses, x)
		}
	}
	if scope != 0 {
		return
	}
	for _, from := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0} {
		for _, to := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0} {
			move, all := DecileMove{ThenDecile: from, NowDecile: to}, 0
			for i := range c {
				if then[i] == from {
					all++
				}
				if then[i] == from && now[i] == to && from+to > 0 {
					move.Customers++
				}
			}
			if from > 0 && all > 0 {
				move.ThenShare = new(float64(move.Customers) / float64(all))
			}
			if move.Customers > 0 {
				b.DecileMoves = append(b.DecileMoves, move)
			}
		}
	}
}

// addMoves counts the ways between every month-end and the next.
func (c crowd) addMoves(b *Book, scope int) {
	groups := append([]segments.Group{}, matrixGroups...)
	for m := 1; m <= 12; m++ {
		stock := c.mix(m - 1)
		for _, from := range groups {
			for _, to := range groups {
				move := MonthlyMove{ScopeID: scope, FromMonth: monthEnd(m - 1), ToMonth: monthEnd(m), FromCode: from, ToCode: to}
				for _, p := range c {
					then, before := p.at(m - 1)
					now, after := p.at(m)
					if then == from && now == to && (from != segments.Out || to != segments.Out) {
						move.Customers++
						move.ChangeMinor += after - before
					}
				}
				if from != segments.Out && move.Customers > 0 {
					move.FromShare = new(float64(move.Customers) / float64(stock[from]))
				}
				if move.Customers > 0 {
					b.MonthlyMoves = append(b.MonthlyMoves, move)
				}
			}
		}
	}
}

// addScorecards adds the classes of the bridge up to who stayed, came and went.
func addScorecards(b *Book, scope int, comparison string, classes map[string]*BridgeClass) {
	for i, part := range []struct {
		name    string
		classes []string
	}{
		{"same", []string{"same", "up", "down", "reactivated", "dormant"}},
		{"inflow", []string{"entered", "moved_in", "graduated"}},
		{"outflow", []string{"left", "moved_out"}},
	} {
		card := Scorecard{ScopeID: scope, Comparison: comparison, Position: i + 1, Part: part.name}
		for _, name := range part.classes {
			class := classes[name]
			if class == nil {
				continue
			}
			card.Customers += class.Customers
			card.ThenMinor += class.ThenMinor
			card.NowMinor += class.NowMinor
			card.ChangeMinor += class.ChangeMinor
			switch name {
			case "up":
				card.UpCustomers = class.Customers
			case "down":
				card.DownCustomers = class.Customers
			}
		}
		card.StandardErrorMinor = new(float64(card.Customers) * 700)
		card.IsReal = abs(float64(card.ChangeMinor)) >= 1.96**card.StandardErrorMinor && card.Customers > 0
		b.Scorecards = append(b.Scorecards, card)
	}
}

// addShift compares the two mixes; the p-values are made up.
func (c crowd) addShift(b *Book, scope int, comparison string, then, now map[segments.Group]int64, present int64) {
	n0, n1 := 0.0, 0.0
	for _, g := range segments.InPortfolio {
		n0, n1 = n0+float64(then[g]), n1+float64(now[g])
	}
	distance := 0.0
	for _, g := range segments.InPortfolio {
		h := Shift{ScopeID: scope, Comparison: comparison, GroupCode: g, ThenShare: float64(then[g]) / max(1, n0), NowShare: float64(now[g]) / max(1, n1)}
		by := h.NowShare - h.ThenShare
		distance += abs(by) / 2
		if g != segments.New {
			h.PairedShift, h.StandardError = new(by*0.9), new(0.004)
			h.PValue = new(min(1, 0.6/(1+by*by*40_000)))
			h.IsReal = abs(by) > 0.012
		}
		b.Shifts = append(b.Shifts, h)
	}
	b.ShiftTests = append(b.ShiftTests, ShiftTest{ScopeID: scope, Comparison: comparison, Customers: present, Distance: distance,
		Stability: 0.01, ChiSquared: new(31.2), Freedom: new(int64(6)), PValue: new(0.00002)})
}

// addEffects is the nested Bennet decomposition of the method, section 6.4.
func (c crowd) addEffects(b *Book, scope int, comparison string, then, now int) {
	count0, profit0 := c.totals(then)
	count1, profit1 := c.totals(now)
	n0, n1, all0, all1 := 0.0, 0.0, 0.0, 0.0
	for _, g := range segments.InPortfolio {
		n0, n1, all0, all1 = n0+count0[g], n1+count1[g], all0+profit0[g], all1+profit1[g]
	}
	if n0 == 0 || n1 == 0 {
		return
	}
	rate := (all0/n0 + all1/n1) / 2
	for _, g := range segments.InPortfolio {
		s0, s1 := count0[g]/n0, count1[g]/n1
		r0, r1 := profit0[g]/max(1, count0[g]), profit1[g]/max(1, count1[g])
		if count0[g] == 0 {
			r0 = r1
		} else if count1[g] == 0 {
			r1 = r0
		}
		b.Effects = append(b.Effects, Effect{ScopeID: scope, Comparison: comparison, GroupCode: g, VolumeMinor: (n1 - n0) * rate * (s0 + s1) / 2,
			MixMinor: (n0 + n1) / 2 * (s1 - s0) * ((r0+r1)/2 - rate), RateMinor: (n0 + n1) / 2 * (r1 - r0) * (s0 + s1) / 2,
			ChangeMinor: int64(profit1[g] - profit0[g])})
	}
}

func (c crowd) totals(m int) (customers, profit map[segments.Group]float64) {
	customers, profit = map[segments.Group]float64{}, map[segments.Group]float64{}
	for _, p := range c {
		g, worth := p.at(m)
		customers[g]++
		profit[g] += float64(worth)
	}
	return customers, profit
}

func (c crowd) mix(m int) map[segments.Group]int64 {
	mix := map[segments.Group]int64{}
	for _, p := range c {
		g, _ := p.at(m)
		mix[g]++
	}
	return mix
}

func (c crowd) addIntents(b *Book, scope int) {
	for _, g := range segments.InPortfolio {
		in := Intent{ScopeID: scope, GroupCode: g, Intent: segments.Maintain, Rule: "R11", Reason: "HEALTHY"}
		for _, p := range c {
			if at, profit := p.at(12); at == g {
				in.Customers++
				in.ProfitMinor += profit
			}
		}
		if in.Customers == 0 {
			continue
		}
		in.ProfitMeanMinor = float64(in.ProfitMinor) / float64(in.Customers)
		in.TrendReason, in.HeadroomReason = "no customer is known from a window earlier", "no similar customers to compare with"
		in.addAdvocacy()
		in.addLoss()
		in.TrendCustomers = in.Customers * 9 / 10
		if in.TrendCustomers > 1 {
			in.TrendReason = ""
			in.TrendMeanMinor, in.TrendShare, in.TrendZ, in.Trend = new(1_200.0), new(0.034), new(1.4), new(int64(0))
		}
		if g != segments.Dormant && g != segments.New {
			in.HeadroomMeanMinor, in.Headroom, in.HeadroomReason = new(18_000.0), new(int64(g%2)), ""
		}
		if in.ProfitMinor < 0 {
			in.AtStakeMinor = new(-in.ProfitMinor)
		} else if in.HeadroomMeanMinor != nil {
			in.AtStakeMinor = new(18_000 * in.Customers)
		}
		switch g {
		case segments.Destroyers, segments.Eroders:
			in.Intent, in.Rule, in.Reason = segments.Reengineer, "R5", "LOSS_UNRESOLVED"
			if scope == 4 && g == segments.Destroyers {
				in.Intent, in.Rule, in.Reason = segments.Retire, "R4", "PERSISTENT_LOSS"
			}
		case segments.Neutral:
			in.Intent, in.Rule, in.Reason = segments.Grow, "R6", "LATENT_VALUE"
		case segments.New:
			in.Intent, in.Rule, in.Reason = segments.Observe, "R0", "UNPROVEN"
		case segments.Dormant:
			in.Rule, in.Reason = "R1", "DORMANT"
		case segments.Creators:
			in.Intent, in.Rule, in.Reason = segments.Grow, "R10", "SWEET_SPOT"
			in.TrendZ, in.TrendShare, in.Trend = new(3.1), new(0.081), new(int64(1))
		}
		in.EngineIntent, in.EngineReason, in.SinceMonth = in.Intent, in.Reason, monthEnd(12-int(g)%3*3)
		switch {
		case scope == 1 && g == segments.Neutral:
			in.Intent, in.ParkedIntent, in.IsParked, in.Reason = segments.Maintain, segments.Grow, true, "INTENT_CAP"
		case scope == 3 && g == segments.Contributors:
			in.Intent, in.Reason, in.OverrideOwner, in.OverrideExpiresOn = segments.Grow, "OVERRIDE", "D. Novak", monthEnd(14)
			in.PreviousIntent, in.Secondary = segments.Maintain, segments.Reengineer
		}
		b.Intents = append(b.Intents, in)
		if in.Intent != segments.Observe && in.SinceMonth.Before(monthEnd(12)) {
			c.addResult(b, in)
		}
	}
}

// addResult compares a group with itself when its intent began.
func (c crowd) addResult(b *Book, in Intent) {
	began := 12 - int(in.GroupCode)%3*3
	r := IntentResult{ScopeID: in.ScopeID, GroupCode: in.GroupCode, Intent: in.Intent, SinceMonth: in.SinceMonth, Months: 12 - began,
		IsRebased: began < 3, Expected: "more of the same", ThenProfitMeanMinor: 20_000, NowProfitMeanMinor: in.ProfitMeanMinor, ThenCostMeanMinor: 4_000, NowCostMeanMinor: 3_900,
		NowCustomers: in.Customers, Verdict: []string{"as intended", "against the intent", "within noise", "too early", "too few customers then"}[(in.ScopeID+int(in.GroupCode))%5], Evidence: "C"}
	var then, now, change int64
	for _, p := range c {
		from, was := p.at(began)
		to, is := p.at(12)
		if from != segments.Out {
			then++
		}
		if to != segments.Out {
			now++
		}
		if from != in.GroupCode {
			continue
		}
		r.ThenCustomers++
		if to != segments.Out {
			r.SameCustomers++
			change += is - was
		}
	}
	r.Members = r.ThenCustomers
	r.CustomersError = 5.4
	if then > 0 && now > 0 {
		r.ThenShare, r.NowShare = new(float64(r.ThenCustomers)/float64(then)), new(float64(r.NowCustomers)/float64(now))
	}
	if r.SameCustomers > 1 {
		r.ChangeMeanMinor, r.ChangeErrorMinor = new(float64(change)/float64(r.SameCustomers)), new(1_234.0)
		r.CostChangeMeanMinor, r.CostChangeErrorMinor = new(-210.0), new(95.0)
	}
	b.IntentResults = append(b.IntentResults, r)
}

// addDecisions adds what people decided on intents.
func addDecisions(b *Book) {
	b.Overrides = []Override{
		{1, new(3), "Small business", segments.Contributors, segments.Maintain, segments.Grow, "D. Novak", "new tariff for shops", monthEnd(10), monthEnd(14), "active", "", false},
		{2, new(4), "Prepaid", segments.Destroyers, segments.Reengineer, segments.Retire, "C. Marchetti", "no way to serve them", monthEnd(11), monthEnd(13), "refused",
			"too few completed attempts to re-engineer; nobody approved it", true},
		{3, nil, "Pensioners", segments.Neutral, "", segments.Grow, "R. Haas", "old name", monthEnd(4), monthEnd(8), "expired", "", false},
	}
	b.OverrideRates = []OverrideRate{{"", 2, 0, new(0.0)}, {"A. Lind", 6, 0, new(0.0)}, {"D. Novak", 6, 1, new(1.0 / 6)}}
	b.RetireGuards = []RetireGuard{
		{1, segments.Destroyers, 18, -2_400_000, 310_000, 2_090_000, nil, nil, nil, 0, "", true, false, false, nil, nil, true, false, false,
			"too few completed attempts to re-engineer; too few customers to judge as a group; blocks are not known; links are not known; nobody approved it"},
		{4, segments.Destroyers, 131, -9_100_000, 1_200_000, 7_900_000, new(int64(0)), new(0.0), new(int64(0)), 2, "B. Stein", true, true, true, new(true), new(true), true, true, true, ""},
	}
}

// addAdvocacy lets two of three customers answer; below 30 answers nobody knows.
func (i *Intent) addAdvocacy() {
	i.Answers = i.Customers * 2 / 3
	i.AnswerShare = float64(i.Answers) / float64(i.Customers)
	i.HurdleNps, i.ShrunkNps, i.ShrunkError = new(21.0), new(4.0*float64(i.GroupCode)+10), new(6.5)
	switch {
	case i.Answers == 0:
		i.AdvocacyReason = "no customer answered lately"
	case i.Answers < 30:
		i.AdvocacyReason = "too few answers"
	default:
		i.Advocacy = new(int64(i.GroupCode)/2 - 1)
	}
}

// addLoss lets losses last, but those of Eroders, which are fixable. No residual value
// is known.
func (i *Intent) addLoss() {
	i.ResidualReason = "too few months of moves are known"
	i.AvoidableMeanMinor, i.FixedMeanMinor = i.ProfitMeanMinor/2, new(i.ProfitMeanMinor/8+300)
	i.Fixable, i.IsPersistent = new(int64(0)), new(int64(1))
	if i.GroupCode == segments.Eroders {
		i.Fixable, i.IsPersistent, i.PersistentReason, i.IsYoung = new(int64(1)), nil, "no earlier month is closed to compare", 1
	}
}
