package reports

import (
	"slices"
	"strings"
	"testing"

	"valueshift/reports/gate"
	"valueshift/segments"
)

// empty is the night on which nobody is a customer yet.
func empty() Book {
	b := fixture()
	return Book{Run: b.Run, Scopes: b.Scopes[:1], Bounds: b.Bounds}
}

// single is the first closed month of one segment with one customer.
func single() Book {
	people := crowd{{segment: 1, from: -5, until: 99, dormant: 99, profit: make([]int64, 13)}}
	for m := range people[0].profit {
		people[0].profit[m] = 12_345
	}
	b := Book{Run: fixture().Run, Scopes: fixture().Scopes[:2]}
	b.Run.FirstMonth = b.Run.AsOf
	for _, s := range b.Scopes {
		people.addMonth(&b, s.ScopeID, 12)
		people.addCurve(&b, s.ScopeID)
	}
	people.addIntents(&b, 1)
	return b
}

// worthless is a portfolio in which every number is zero.
func worthless() Book {
	b := single()
	for i := range b.Months {
		b.Months[i] = Month{ScopeID: b.Months[i].ScopeID, Month: b.Months[i].Month}
		b.Whales[i] = Whale{ScopeID: b.Months[i].ScopeID, Month: b.Months[i].Month}
	}
	for i := range b.Mix {
		b.Mix[i] = Mix{ScopeID: b.Mix[i].ScopeID, Month: b.Mix[i].Month, GroupCode: b.Mix[i].GroupCode}
	}
	b.WhalePoints = []WhalePoint{{}, {ScopeID: 1}}
	return b
}

// sinking is a portfolio whose losses are larger than its gains.
func sinking() Book {
	people := newCrowd(900, 13)
	for i := range people {
		for m := range people[i].profit {
			people[i].profit[m] -= 90_000
		}
	}
	return night(people)
}

// losing turns every profit of the fixture round and adds targets without numbers.
func losing() Book {
	b := fixture()
	for i := range b.Months {
		m := &b.Months[i]
		m.ProfitMinor, m.LossMinor, m.LossMakers = -m.ProfitMinor, -m.ProfitMinor, m.Customers
	}
	for i := range b.Mix {
		b.Mix[i].ProfitMinor = -b.Mix[i].ProfitMinor
	}
	for i := range b.Whales {
		w := &b.Whales[i]
		*w = Whale{ScopeID: w.ScopeID, Month: w.Month, Customers: w.Customers, ProfitMinor: -w.ProfitMinor}
	}
	for i := range b.WhalePoints {
		b.WhalePoints[i].CumulativeMinor = -b.WhalePoints[i].CumulativeMinor
	}
	for i := range b.Bridge {
		b.Bridge[i].ChangeMinor = -b.Bridge[i].ChangeMinor
	}
	for i := range b.Targets {
		t := &b.Targets[i]
		t.Baseline, t.Actual, t.Glide, t.Gap, t.Attainment, t.Progress = nil, nil, nil, nil, nil, nil
	}
	b.TargetMonths = nil
	return b
}

// firstMonth leaves only what a first night knows: one month, and nothing to compare
// it with.
func firstMonth() Book {
	b := fixture()
	b.Run.FirstMonth = b.Run.AsOf
	b.Months = slices.DeleteFunc(b.Months, func(m Month) bool { return !m.Month.Equal(b.Run.AsOf) })
	b.Mix = slices.DeleteFunc(b.Mix, func(m Mix) bool { return !m.Month.Equal(b.Run.AsOf) })
	b.Whales = slices.DeleteFunc(b.Whales, func(w Whale) bool { return !w.Month.Equal(b.Run.AsOf) })
	b.TargetMonths = slices.DeleteFunc(b.TargetMonths, func(m TargetMonth) bool { return !m.Month.Equal(b.Run.AsOf) })
	b.Migrations, b.Bridge, b.Scorecards, b.Effects, b.ShiftTests, b.Shifts, b.IntentResults = nil, nil, nil, nil, nil, nil, nil
	b.Forecasts, b.Outlooks, b.RequiredMoves = nil, nil, nil
	for i := range b.Backtests {
		b.Backtests[i] = Backtest{ScopeID: b.Backtests[i].ScopeID, Widening: 1, Reason: "no month can be compared with the one before it; a forecast needs 12"}
	}
	return b
}

// alike is a portfolio in which everybody is in one group.
func alike() Book {
	people := newCrowd(300, 13)
	for i := range people {
		people[i].from, people[i].until, people[i].dormant = -5, 99, 99
		for m := range people[i].profit {
			people[i].profit[m] = 500_000
		}
	}
	return night(people)
}

// only is a portfolio of some of its segments.
func only(names ...string) Book {
	scopes := []Scope{{0, "Corner shop", ""}}
	people := newCrowd(200, 13)
	for i, name := range names {
		scopes = append(scopes, Scope{i + 1, name, "A. Lind"})
	}
	for i := range people {
		people[i].segment = 1
	}
	return nightOf(people, scopes)
}

// crowded has fifty segments with names of every length, the longest in one word.
func crowded() Book {
	b := fixture()
	b.Scopes = b.Scopes[:1]
	for i := 1; i <= 50; i++ {
		b.Scopes = append(b.Scopes, Scope{ScopeID: i, Name: longNames[i%3] + strings.Repeat("x", i), Owner: "Maria Magdalena von und zu Hohenstein-Pfaffenhofen"})
		for _, m := range fixtureRows.Months {
			if m.ScopeID == 2 {
				m.ScopeID = i
				b.Months = append(b.Months, m)
			}
		}
		for _, m := range fixtureRows.Mix {
			if m.ScopeID == 2 {
				m.ScopeID = i
				b.Mix = append(b.Mix, m)
			}
		}
		for _, in := range fixtureRows.Intents {
			if in.ScopeID == 2 {
				in.ScopeID = i
				b.Intents = append(b.Intents, in)
			}
		}
	}
	promised := b.Targets
	b.Targets, b.TargetMonths, b.TargetCells, b.Scorecards, b.IntentResults, b.RetireGuards = nil, nil, nil, nil, nil, nil
	for _, t := range promised {
		if t.ScopeID == 0 {
			b.Targets = append(b.Targets, t)
		}
	}
	for _, m := range fixtureRows.TargetMonths {
		if slices.ContainsFunc(b.Targets, func(t Target) bool { return t.TargetNo == m.TargetNo }) {
			b.TargetMonths = append(b.TargetMonths, m)
		}
	}
	for i := range b.Scopes {
		like := min(i, 2)
		for _, c := range fixtureRows.TargetCells {
			if c.ScopeID == like {
				c.ScopeID = i
				b.TargetCells = append(b.TargetCells, c)
			}
		}
		for _, c := range fixtureRows.Scorecards {
			if c.ScopeID == like {
				c.ScopeID = i
				b.Scorecards = append(b.Scorecards, c)
			}
		}
		for _, r := range fixtureRows.IntentResults {
			if i > 0 && r.ScopeID == 1 {
				r.ScopeID = i
				b.IntentResults = append(b.IntentResults, r)
			}
		}
		for _, g := range fixtureRows.RetireGuards {
			if i > 0 {
				g.ScopeID = i
				b.RetireGuards = append(b.RetireGuards, g)
			}
		}
	}
	return b
}

var (
	fixtureRows = fixture()
	longNames   = []string{"Segment ", "International wholesale and reseller partners ", "Donaudampfschifffahrtsgesellschaft"}
)

func TestNights(t *testing.T) {
	for _, night := range []struct {
		name string
		book Book
		want string // on the summary
	}{
		{"empty", empty(), "No customers at 31 Oct 2026"},
		{"nothing at all", Book{}, "No customers at"},
		{"single", single(), "The portfolio earns €123; no customer makes a loss"},
		{"worthless", worthless(), "No customers at 31 Oct 2026"},
		{"sinking", sinking(), "The portfolio loses"},
		{"losing", losing(), "The portfolio loses"},
		{"first month", firstMonth(), "The portfolio earns €499" + thin + "k; "},
		{"one group", alike(), "The portfolio earns"},
		{"one segment", only("Families"), "The portfolio earns"},
		{"no segments", only(), "The portfolio earns"},
	} {
		t.Run(night.name, func(t *testing.T) {
			folder := site(t, night.book, 2)
			sound(t, folder)
			looksGood(t, folder, gate.How{})
			all := files(t, folder)
			if !strings.Contains(all["index.html"], night.want) {
				t.Errorf("the summary does not say %q", night.want)
			}
			for name, text := range all {
				for _, bad := range []string{"NaN", "Inf", "%!", "&lt;nil&gt;", "0001"} {
					if strings.HasSuffix(name, ".html") && night.name != "nothing at all" && strings.Contains(numbers.ReplaceAllString(scriptOrStyle.ReplaceAllString(text, ""), ""), bad) {
						t.Errorf("%s contains %s", name, bad)
					}
				}
			}
		})
	}
}

func TestFiftySegments(t *testing.T) {
	if testing.Short() {
		t.Skip("draws two hundred charts")
	}
	folder := site(t, crowded(), 2)
	sound(t, folder)
	looksGood(t, folder, gate.How{})
	all := files(t, folder)
	if n := strings.Count(all["index.html"], `href="segments/`); n < 50 {
		t.Errorf("%d links to segments, want 50", n)
	}
}

func TestTwoScopesOfOneName(t *testing.T) {
	b := fixture()
	b.Scopes[2].Name = b.Scopes[1].Name
	if _, err := newWriter(b); err == nil {
		t.Error("two segments share a page and nobody is told")
	}
}

func TestDominantIntentWeighsLosses(t *testing.T) {
	s := sheet{intents: []Intent{
		{Intent: segments.Grow, Customers: 1, ProfitMinor: 100},
		{Intent: segments.Reengineer, Customers: 1, ProfitMinor: -300},
	}}
	if got := s.dominantIntent(); got.Word != string(segments.Reengineer) {
		t.Errorf("got %s", got.Word)
	}
}
