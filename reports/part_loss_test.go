package reports

import "testing"

// lossMaking is a scope whose profit was one amount and is another.
func lossMaking(then, now int64) *sheet {
	return &sheet{run: Run{AsOf: monthEnd(12)}, money: money{currency: "USD", scale: 2},
		scope:      Scope{Name: "Home Office"},
		migrations: []Migration{{Comparison: AgainstBase, FromMonth: monthEnd(0), ToMonth: monthEnd(12)}},
		months:     []Month{{Month: monthEnd(0), Customers: 9, ProfitMinor: then}, {Month: monthEnd(12), Customers: 9, ProfitMinor: now}},
		whales:     []Whale{{Month: monthEnd(12), ErosionRate: new(2.4)}}}
}

// More and less are of the loss where a loss is told, and of the profit where that is.
func TestHeadlineComparesLosses(t *testing.T) {
	for _, c := range []struct {
		then, now int64
		want      string
	}{
		{500_00, 800_00, "The segment earns $800, $300 more than in Oct 2025; "},
		{800_00, 500_00, "The segment earns $500, $300 less than in Oct 2025; "},
		{500_00, 500_00, "The segment earns $500, as in Oct 2025; "},
		{-500_00, -800_00, "The segment loses $800, $300 more than in Oct 2025; "},
		{-800_00, -500_00, "The segment loses $500, $300 less than in Oct 2025; "},
		{-500_00, -500_00, "The segment loses $500, as in Oct 2025; "},
		{-500_00, 800_00, "The segment earns $800, after a loss of $500 in Oct 2025; "},
		{500_00, -800_00, "The segment loses $800, after a profit of $500 in Oct 2025; "},
		{-500_00, 0, "The segment earns nothing, after a loss of $500 in Oct 2025; "},
		{500_00, 0, "The segment earns nothing, after a profit of $500 in Oct 2025; "},
		{0, 800_00, "The segment earns $800, $800 more than in Oct 2025; "},
		{0, -800_00, "The segment loses $800, $800 more than in Oct 2025; "},
		{0, 0, "The segment earns nothing, as in Oct 2025; "},
	} {
		s := lossMaking(c.then, c.now)
		s.scope.ScopeID = 1
		if got := spaced(s.headline()); got != c.want+"loss makers give back 240 % of what the others earn" {
			t.Errorf("%d, %d: %q, want %q", c.then, c.now, got, c.want)
		}
	}
}

// No segment earns most where none earns anything.
func TestSegmentsFinding(t *testing.T) {
	of := func(name string, profit int64) *sheet {
		s := lossMaking(0, profit)
		s.scope.Name = name
		return s
	}
	hidden := &sheet{isHidden: true}
	for _, c := range []struct {
		list []*sheet
		want string
	}{
		{[]*sheet{of("All customers", 900_00)}, "The one segment earns $900"},
		{[]*sheet{of("All customers", -900_00)}, "The one segment loses $900"},
		{[]*sheet{of("All customers", 0)}, "The one segment earns nothing"},
		{[]*sheet{of("A", 900_00), of("B", 200_00)}, "A earns most, $900"},
		{[]*sheet{of("A", 900_00), of("B", -200_00)}, "A earns most, $900; B loses most, $200"},
		{[]*sheet{of("A", -200_00), of("B", -900_00)}, "No segment earns anything; B loses most, $900"},
		{[]*sheet{of("A", 0), of("B", -900_00)}, "No segment earns anything; B loses most, $900"},
		{[]*sheet{of("A", 0), of("B", 0)}, "No segment earns anything"},
		{[]*sheet{of("A", -200_00), of("B", -900_00), hidden}, "No segment that is told of earns anything; B loses most, $900"},
	} {
		if got := segmentsFinding(c.list); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// The only segment has not moved most, and one that stood has not moved.
func TestMoversFinding(t *testing.T) {
	for _, c := range []struct {
		change int64
		isOnly bool
		want   string
	}{
		{500_00, false, "Home Office moved most, +$500"},
		{-500_00, false, "Home Office moved most, −$500"},
		{500_00, true, "The one segment’s profit rose by $500"},
		{-500_00, true, "The one segment’s profit fell by $500"},
		{0, true, "The one segment’s profit did not move"},
		{0, false, "Segments that moved most"},
	} {
		if got := lossMaking(0, 0).moversFinding(c.change, c.isOnly); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// A tenth that loses money brings none, and its share is one of the loss.
func TestDecilesThatLose(t *testing.T) {
	for _, c := range []struct {
		best, worst int64
		want, of    string
	}{
		{900_00, 100_00, "The best tenth of customers earns $900, the last tenth $100", "profit"},
		{900_00, -200_00, "The best tenth of customers earns $900, the worst tenth loses $200", "profit"},
		{200_00, -900_00, "The best tenth of customers earns $200, the worst tenth loses $900", "the loss"},
		{0, -900_00, "The best tenth of customers earns nothing, the worst tenth loses $900", "the loss"},
		{-200_00, -900_00, "The best tenth of customers loses $200, the worst tenth loses $900", "the loss"},
	} {
		s, list := lossMaking(0, 0), []Decile{{Decile: 1, Customers: 9, ProfitMinor: c.best}, {Decile: 10, Customers: 9, ProfitMinor: c.worst}}
		for i := range list {
			list[i].ProfitShare = new(float64(list[i].ProfitMinor) / float64(c.best+c.worst))
		}
		if got := s.decilesFinding(list); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
		if got := profitWord(list); got != c.of {
			t.Errorf("%d, %d: shares of %q, want %q", c.best, c.worst, got, c.of)
		}
	}
}
