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
