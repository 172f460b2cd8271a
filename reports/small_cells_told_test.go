package reports

import (
	"fmt"
	"testing"
	"time"

	"valueshift/segments"
)

// puzzles are what the pages of a scope tell of customers, and of amounts.
func puzzles(shown Book, scope int) (customers, amounts *puzzle) {
	day := func(month time.Time) string { return month.Format(time.DateOnly) }
	c, a := newPuzzle(), newPuzzle()
	both := func(h Hiding, customers int64, name ...any) {
		c.number(h, customers, name...)
		a.number(h, customers, name...)
	}
	var mixes, money, ways, classes, parts sums
	all := func(s *sums, sign float64, number string, sum ...any) { s.add(c, sign, number, sum...) }
	told := map[string]bool{}
	for _, m := range shown.Months {
		told[day(m.Month)] = told[day(m.Month)] || m.ScopeID == scope
	}
	for _, m := range shown.Mix {
		if m.ScopeID != scope {
			continue
		}
		name := fmt.Sprint("group ", day(m.Month), m.GroupCode)
		both(m.Hidden, m.people(), name)
		if told[day(m.Month)] {
			money.add(a, 1, name, "mix", day(m.Month))
			if m.GroupCode != segments.Out {
				mixes.add(c, 1, name, "mix", day(m.Month))
			}
		}
	}
	then := map[string]time.Time{}
	for _, b := range shown.Bridge {
		if b.ScopeID == scope {
			both(b.Hidden, b.Customers, "class ", b.Comparison, b.Class)
			all(&classes, 1, fmt.Sprint("class ", b.Comparison, b.Class), "bridge", b.Comparison)
		}
	}
	for _, s := range shown.Scorecards {
		if s.ScopeID != scope {
			continue
		}
		name := fmt.Sprint("part ", s.Comparison, s.Part)
		both(s.Hidden, s.Customers, name)
		all(&parts, 1, name, "scorecard", s.Comparison)
		all(&classes, -1, name, name)
		for _, class := range map[string][]string{"same": {"same", "up", "down", "reactivated", "dormant"},
			"inflow": {"entered", "moved_in", "graduated"}, "outflow": {"left", "moved_out"}}[s.Part] {
			all(&classes, 1, fmt.Sprint("class ", s.Comparison, class), name)
		}
	}
	way := func(h Hiding, customers int64, from, to time.Time, m, n segments.Group, of string) string {
		name := fmt.Sprint("way ", day(from), day(to), m, n)
		both(h, customers, name)
		if m != segments.Out {
			all(&ways, 1, name, of, day(from), " from ", m)
			all(&ways, -1, fmt.Sprint("group ", day(from), m), of, day(from), " from ", m)
		}
		if n != segments.Out {
			all(&ways, 1, name, of, day(to), " to ", n)
			all(&ways, -1, fmt.Sprint("group ", day(to), n), of, day(to), " to ", n)
		}
		return name
	}
	var steps sums
	for _, m := range shown.Migrations {
		if m.ScopeID != scope {
			continue
		}
		then[m.Comparison] = m.FromMonth
		name := way(m.Hidden, m.Customers, m.FromMonth, m.ToMonth, m.FromCode, m.ToCode, m.Comparison)
		class := map[bool]string{true: "left", false: "entered"}[m.ToCode == segments.Out]
		if m.FromCode != segments.Out && m.ToCode != segments.Out {
			class = stayedClass(m.FromCode, m.ToCode)
		}
		steps.add(c, 1, name, "class", m.Comparison, class)
		steps.add(c, -1, fmt.Sprint("class ", m.Comparison, class), "class", m.Comparison, class)
		for moved, from := range map[string]string{"moved_in": "entered", "moved_out": "left"} {
			if from == class {
				steps.add(c, -1, fmt.Sprint("class ", m.Comparison, moved), "class", m.Comparison, class)
			}
		}
	}
	for _, m := range shown.MonthlyMoves {
		if m.ScopeID == scope {
			way(m.Hidden, m.Customers, m.FromMonth, m.ToMonth, m.FromCode, m.ToCode, "monthly")
		}
	}
	for _, test := range shown.ShiftTests { // with the totals of the months they tell who came and who went
		if test.ScopeID == scope && test.Customers > 0 {
			for class, flow := range map[string]string{"entered": "came", "moved_in": "came", "left": "went", "moved_out": "went"} {
				steps.add(c, 1, fmt.Sprint("class ", test.Comparison, class), flow, test.Comparison)
			}
		}
	}
	for _, d := range shown.Deciles {
		if d.ScopeID == scope {
			name := fmt.Sprint("decile ", d.Measure, day(d.Month), d.Decile)
			both(d.Hidden, d.Customers, name)
			all(&parts, 1, name, "deciles", d.Measure, day(d.Month))
		}
	}
	for _, d := range shown.ProfitClasses {
		if d.ScopeID == scope {
			name := fmt.Sprint("profit ", day(d.Month), d.ClassNo)
			both(d.Hidden, d.Customers, name)
			all(&parts, 1, name, "profit", day(d.Month))
		}
	}
	for _, m := range shown.DecileMoves {
		if scope != 0 {
			break
		}
		name := fmt.Sprint("tenth ", m.ThenDecile, m.NowDecile)
		both(m.Hidden, m.Customers, name)
		for _, end := range []struct {
			tenth int
			month time.Time
		}{{m.ThenDecile, then[AgainstBase]}, {m.NowDecile, shown.Run.AsOf}} {
			if end.tenth > 0 {
				all(&ways, 1, name, "tenth", day(end.month), end.tenth)
				all(&ways, -1, fmt.Sprint("decile profit", day(end.month), end.tenth), "tenth", day(end.month), end.tenth)
			}
		}
	}
	for _, s := range []*sums{&mixes, &ways, &classes, &parts, &steps} {
		s.close(c)
	}
	for _, s := range []*sums{&money, &classes, &parts, &steps} { // numbers have one place in both
		s.close(a)
	}
	return c, a
}

// stayedClass is the class of somebody who was there then and now: method, section 6.3.
func stayedClass(from, to segments.Group) string {
	isValue := func(g segments.Group) bool { return g >= segments.Destroyers && g <= segments.Creators }
	switch {
	case from == to || isValue(from) && to == segments.New:
		return "same"
	case from == segments.New:
		return "graduated"
	case from == segments.Dormant:
		return "reactivated"
	case to == segments.Dormant:
		return "dormant"
	case from < to:
		return "up"
	}
	return "down"
}

// TestNothingCanBeComputed solves what the pages tell: neither a number of few
// customers nor the sum of several follows from all that is told, unless it follows
// from totals alone.
func TestNothingCanBeComputed(t *testing.T) {
	seeds, looked := uint64(40), 0
	if testing.Short() {
		seeds = 8
	}
	for seed := range seeds {
		b := village(seed)
		b.Tables = nil
		shown, gone, err := applySmallCells(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, scope := range shown.Scopes {
			if gone[scope.ScopeID] {
				continue
			}
			customers, amounts := puzzles(shown, scope.ScopeID)
			really, _ := puzzles(b, scope.ScopeID)
			for i, name := range customers.names {
				customers.customers[i] = really.customers[really.place[name]]
				amounts.customers[i] = customers.customers[i]
			}
			for _, leak := range append(customers.leaks(5), amounts.leaks(5)...) {
				t.Errorf("seed %d, scope %d: anybody can compute %s", seed, scope.ScopeID, leak)
			}
			for _, h := range customers.hidden {
				if h == Few {
					looked++
				}
			}
		}
	}
	if looked < 1000 {
		t.Errorf("%d hidden numbers: this test looks into nothing", looked)
	}
}
