package reports

import (
	"strings"
	"testing"

	"valueshift/segments"
)

// A line of cost lacks when it is nothing in every month of the portfolio.
func TestLacksOf(t *testing.T) {
	month := func(scope int, customers, direct, serve int64) Month {
		return Month{ScopeID: scope, Customers: customers, DirectCostMinor: direct, CostToServeMinor: serve}
	}
	for _, c := range []struct {
		name   string
		months []Month
		want   lacks
	}{
		{"revenue alone", []Month{month(0, 9, 0, 0), month(0, 9, 0, 0)}, lacks{true, true, true, true}},
		{"a month with cost to serve", []Month{month(0, 9, 0, 0), month(0, 9, 0, 7)}, lacks{true, false, true, true}},
		{"a segment's months say nothing", []Month{month(0, 9, 5, 0), month(1, 9, 5, 7)}, lacks{false, true, true, true}},
		{"nobody yet", []Month{month(0, 0, 0, 0)}, lacks{capital: true}},
	} {
		if got := lacksOf(Book{Run: Run{CapitalNote: true}, Months: c.months}); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if got := lacksOf(fixture()); got != (lacks{}) {
		t.Errorf("the fixture has every line, and %v lacks", got)
	}
}

// Costs that nobody delivered have not changed by nothing.
func TestUndeliveredCostsAreNotTold(t *testing.T) {
	base := &Month{RevenueMinor: 100_00, DirectCostMinor: 50_00}
	now := &Month{RevenueMinor: 130_00, DirectCostMinor: 40_00, CostToServeMinor: 5_00}
	for _, c := range []struct {
		lacks lacks
		want  string
	}{
		{lacks{}, "Revenue changed by +$30.00, direct cost by −$10.00, cost to serve by +$5.00, acquisition cost by $0.00 and the capital charge by $0.00."},
		{lacks{capital: true}, "Revenue changed by +$30.00, direct cost by −$10.00, cost to serve by +$5.00 and acquisition cost by $0.00."},
		{lacks{serve: true, acquisition: true, capital: true}, "Revenue changed by +$30.00 and direct cost by −$10.00."},
		{lacks{true, true, true, true}, "Revenue changed by +$30.00."},
	} {
		s := &sheet{lacks: c.lacks, money: money{currency: "USD", scale: 2}}
		if got := s.linesWords(now, base); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// Where no cost to serve is delivered, results have neither its columns nor its words.
func TestResultsWithoutCostToServe(t *testing.T) {
	dollars := money{currency: "USD", scale: 2}
	for _, c := range []struct {
		name   string
		lacks  lacks
		change float64
		want   string
		cells  int
	}{
		{"rose", lacks{}, 40, "; their cost to serve rose by $0.40 each;", 9},
		{"fell", lacks{}, -40, "; their cost to serve fell by $0.40 each;", 9},
		{"less than a cent", lacks{}, -0.2, "; their cost to serve is as before;", 9},
		{"none", lacks{serve: true}, 0, "earn $3.00 less each (grow since Jan 2026); the group", 7},
	} {
		r := namedResult{IntentResult{GroupCode: segments.Creators, Intent: segments.Grow, SinceMonth: monthEnd(3), ThenCustomers: 20, NowCustomers: 20,
			ChangeMeanMinor: new(-300.0), ChangeErrorMinor: new(100.0), CostChangeMeanMinor: &c.change}, &sheet{lacks: c.lacks}}
		if got := spaced(r.against(dollars, false)); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		table := segmentResults([]namedResult{r}, dollars)
		if len(table.Head) != c.cells || len(table.Rows[0].Cells) != c.cells {
			t.Errorf("%s: %d heads, %d cells, want %d", c.name, len(table.Head), len(table.Rows[0].Cells), c.cells)
		}
	}
}

// What profit is made of is said as it was delivered.
func TestProfitIsWhatWasDelivered(t *testing.T) {
	for _, c := range []struct {
		lacks       lacks
		words, meta string
	}{
		{lacks{}, "Profit is revenue less direct cost, cost to serve, spread acquisition cost and a charge on capital.", ""},
		{lacks{capital: true}, "Profit is revenue less direct cost, cost to serve and spread acquisition cost. Nothing was delivered for a charge on capital.",
			"profit before capital charge, as no capital was delivered"},
		{lacks{acquisition: true}, "Profit is revenue less direct cost, cost to serve and a charge on capital. Nothing was delivered for spread acquisition cost.", ""},
		{lacks{serve: true, acquisition: true, capital: true}, "Profit is revenue less direct cost. Nothing was delivered for cost to serve, spread acquisition cost and a charge on capital.",
			"profit is revenue less direct cost, as no other cost was delivered"},
		{lacks{true, true, true, true}, "Profit is revenue alone, because no cost and no capital was delivered: what a customer costs is not known, and hardly anybody can make a loss.",
			"profit is revenue alone, as no cost was delivered"},
	} {
		if got := c.lacks.profitWords(); got != c.words {
			t.Errorf("%q, want %q", got, c.words)
		}
		if got := c.lacks.meta(); got != c.meta {
			t.Errorf("%q, want %q", got, c.meta)
		}
	}
}

// Where no cost was delivered it says nothing that nobody makes a loss; a loss that is
// there, by refunds, is told.
func TestNoLossWithoutCosts(t *testing.T) {
	for _, c := range []struct {
		lacks   lacks
		losing  int64
		erosion float64
		want    string
	}{
		{lacks{}, 0, 0, "no customer makes a loss | No customer makes a loss | 0 of 9 customers make a loss | 0 % of customers make a loss; 50 % earn nothing"},
		{lacks{true, true, true, true}, 0, 0, "no cost was delivered to tell who makes a loss | No cost was delivered to tell who makes a loss | 9 customers | 50 % of customers earn nothing, more than in any other class"},
		{lacks{true, true, true, true}, 2, 0.1, "loss makers give back 10 % of what the others earn | Loss makers give back 10 % of what the others earn | 2 of 9 customers make a loss | 20 % of customers make a loss; 50 % earn nothing"},
	} {
		s := lossMaking(900, 900)
		s.lacks, s.months[1].LossMakers = c.lacks, c.losing
		s.whales = []Whale{{Month: monthEnd(12), Customers: 9, ErosionRate: &c.erosion}}
		classes := []ProfitClass{{ClassNo: -1, CustomerShare: new(float64(c.losing) / 10)}, {ClassNo: 0, AboveMinor: new(int64(0)), Customers: 9, CustomerShare: new(0.5)}}
		got := s.second(s.now()) + " | " + s.whaleFinding() + " | " + s.customersHeadline() + " | " + s.distributionFinding(classes, unit{})
		if got = spaced(got); got != c.want {
			t.Errorf("%s\nwant %s", got, c.want)
		}
	}
}

// The bridge parts a change into the lines that are delivered.
func TestBridgeHasTheLinesThatAreDelivered(t *testing.T) {
	c := BridgeClass{Class: "same", Customers: 9, ChangeMinor: 700, RevenueMinor: 1_000, DirectCostMinor: -300}
	for _, l := range []struct {
		lacks lacks
		want  string
	}{
		{lacks{}, "+10 −3 0 0 0"},
		{lacks{capital: true}, "+10 −3 0 0"},
		{lacks{serve: true, acquisition: true, capital: true}, "+10 −3"},
	} {
		s := &sheet{lacks: l.lacks, money: money{currency: "USD", scale: 2}}
		var texts []string
		for _, c := range s.classRow(unit{}, c, "").Cells[5:] {
			texts = append(texts, c.Text)
		}
		if got := strings.Join(texts, " "); got != l.want {
			t.Errorf("%q, want %q", got, l.want)
		}
	}
}
