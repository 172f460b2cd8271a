package reports

import (
	"strings"
	"testing"

	"valueshift/segments"
)

// A scope that nobody was in at one end has shares of nothing there, and no distance.
func TestMixOfNobodyIsNotCompared(t *testing.T) {
	s := &sheet{
		migrations: []Migration{{Comparison: AgainstBase, FromMonth: monthEnd(0), ToMonth: monthEnd(12)}},
		shifts:     []Shift{{Comparison: AgainstBase, GroupCode: segments.Creators, NowShare: 1}},
		tests:      []ShiftTest{{Comparison: AgainstBase, Distance: 0.5, Stability: 13.8}},
	}
	table, ok := s.shiftTable(AgainstBase)
	if !ok || table.Note != "Nobody was judged at both ends." {
		t.Errorf("%t, %q", ok, table.Note)
	}
	s.tests[0].Customers = 2
	if table, _ := s.shiftTable(AgainstBase); !strings.Contains(table.Note, "50.0") {
		t.Errorf("%q", table.Note)
	}
}

// A share that was not tested is neither real nor within noise, and no finding.
func TestFewCustomersHaveNoVerdict(t *testing.T) {
	s := &sheet{
		migrations: []Migration{{Comparison: AgainstBase, FromMonth: monthEnd(0), ToMonth: monthEnd(12)}},
		shifts:     []Shift{{Comparison: AgainstBase, GroupCode: segments.Creators, NowShare: 1, PairedShift: new(0.5)}},
	}
	verdict := func() string {
		table, _ := s.shiftTable(AgainstBase)
		cells := table.Rows[0].Cells
		return cells[len(cells)-1].Text
	}
	if got := verdict() + ", " + s.shiftFinding(); got != "too few, Change of the mix" {
		t.Error(got)
	}
	s.shifts[0].PValue = new(0.5)
	if got := verdict() + ", " + s.shiftFinding(); got != "within noise, No group’s share moved beyond noise" {
		t.Error(got)
	}
	s.shifts[0].PValue = new(0.005)
	if got := verdict() + ", " + s.shiftFinding(); got != "small, No group’s share moved far enough to matter" {
		t.Error(got)
	}
}

// A share that rose because others left, while the same customers fell, is neither better
// nor real in the way it went.
func TestShareAgainstSameCustomers(t *testing.T) {
	share := func(paired *float64, isAgainst bool) *sheet {
		return &sheet{
			run:        Run{AsOf: monthEnd(12)},
			months:     []Month{{Month: monthEnd(0)}, {Month: monthEnd(12)}},
			mix:        []Mix{{Month: monthEnd(12), GroupCode: segments.Creators, CustomerShare: new(0.575)}},
			migrations: []Migration{{Comparison: AgainstBase, FromMonth: monthEnd(0), ToMonth: monthEnd(12)}},
			shifts:     []Shift{{Comparison: AgainstBase, GroupCode: segments.Creators, ThenShare: 0.381, NowShare: 0.575, PairedShift: paired, PValue: new(0.0001), IsReal: true, IsAgainst: isAgainst}},
		}
	}
	for _, c := range []struct {
		paired                            *float64
		isAgainst                         bool
		class, change, same, verdict, bar string
	}{
		{new(0.133), false, "good", "▲ +19.4\u202fpp, better", "", "real", "good"},
		{new(-0.133), true, "flat", "▲ +19.4\u202fpp", "same customers −13.3\u202fpp", "real: same customers −13.3\u202fpp", "flat"},
		{nil, true, "flat", "▲ +19.4\u202fpp", "same customers the other way", "real: same customers the other way", "flat"},
	} {
		s := share(c.paired, c.isAgainst)
		since := "since " + s.monthName(monthEnd(0))
		if c.isAgainst {
			since = c.same + ", " + since
		}
		tile := s.shareTile()
		table, _ := s.shiftTable(AgainstBase)
		cells := table.Rows[0].Cells
		if tile.Class != c.class || tile.Change != c.change || tile.Since != since {
			t.Errorf("%s: tile %q, %q, %q", c.verdict, tile.Class, tile.Change, tile.Since)
		}
		if got := cells[len(cells)-1].Text; got != c.verdict || cells[4].Deviation.Class != c.bar {
			t.Errorf("%s: verdict %q, bar %q", c.verdict, got, cells[4].Deviation.Class)
		}
		s.months[1].PlanYear, s.mix = 2026, append(s.mix, Mix{Month: monthEnd(0), GroupCode: segments.Creators, CustomerShare: new(0.458)})
		if got := s.mixFinding(); !strings.Contains(got, "from 38.1\u202f% (as closed: 46\u202f%) to 57.5\u202f% of customers, on the bounds of 2026") {
			t.Error(got)
		}
		if got := s.mixFinding(); strings.Contains(got, "; same customers") != c.isAgainst || !strings.HasSuffix(got, c.same) {
			t.Errorf("%s: %q", c.verdict, got)
		}
	}
}
