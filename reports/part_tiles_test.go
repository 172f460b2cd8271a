package reports

import (
	"testing"

	"valueshift/segments"
)

// A share of some customers says of how many, for they are not those of the page.
func TestMovesTileNamesItsBase(t *testing.T) {
	for _, c := range []struct {
		up, down               int64
		value, unit, did, note string
	}{
		{300, 100, "+10.0", "% of 2 000", "▲ 300 up, 100 down, better", "last month −1.0 % of 5 000"},
		{100, 300, "−10.0", "% of 2 000", "▼ 100 up, 300 down, worse", "last month −1.0 % of 5 000"},
		{100, 100, "0.0", "% of 2 000", "● 100 up, 100 down, unchanged", "last month −1.0 % of 5 000"},
	} {
		s := &sheet{
			migrations: []Migration{{Comparison: AgainstBase, FromMonth: monthEnd(0), ToMonth: monthEnd(12)}},
			scorecards: []Scorecard{{Comparison: AgainstBase, Part: "same", Customers: 2_000}, {Comparison: AgainstPrevious, Part: "same", Customers: 5_000}},
			bridge: []BridgeClass{{Comparison: AgainstBase, Class: "up", Customers: c.up}, {Comparison: AgainstBase, Class: "down", Customers: c.down},
				{Comparison: AgainstPrevious, Class: "down", Customers: 50}},
		}
		got := s.movesTile()
		if got.Value != c.value || spaced(got.Unit) != c.unit || got.Change != c.did || spaced(got.Note) != c.note || got.Since != "customers judged in Oct 2025 and now" {
			t.Errorf("%s %s, %s, %s, %s", got.Value, got.Unit, got.Change, got.Since, got.Note)
		}
	}
}

// A group that was empty and is has not changed; that is not the same as no number.
func TestDestroyersOfNobodyAreUnchanged(t *testing.T) {
	mix := func(m int, customers, profit int64, h Hiding) Mix {
		return Mix{Month: monthEnd(m), GroupCode: segments.Destroyers, Customers: customers, ProfitMinor: profit, Hidden: h}
	}
	effect := func(change int64, h Hiding) []Effect {
		return []Effect{{Comparison: AgainstBase, GroupCode: segments.Destroyers, ChangeMinor: change, Hidden: h}}
	}
	for _, c := range []struct {
		name          string
		then, now     Mix
		effects       []Effect
		change, since string
	}{
		{"nobody at either end", mix(0, 0, 0, Shown), mix(12, 0, 0, Shown), effect(0, Shown), "● $0.00, unchanged", "since Oct 2025"},
		{"nobody now", mix(0, 7, -500, Shown), mix(12, 0, 0, Shown), effect(500, Shown), "▲ +$5.00, better", "since Oct 2025"},
		{"nobody then", mix(0, 0, 0, Shown), mix(12, 7, -500, Shown), effect(-500, Shown), "▼ −$5.00, worse", "since Oct 2025"},
		{"hidden then", mix(0, 0, 0, Few), mix(12, 0, 0, Shown), effect(0, Beside), "", "the number for Oct 2025 is hidden"},
		{"no number then", Mix{}, mix(12, 0, 0, Shown), nil, "", "no number for Oct 2025"},
	} {
		s := lossMaking(900, 900)
		s.mix, s.effects = []Mix{c.then, c.now}, c.effects
		if got := s.tiles()[2]; got.Change != c.change || got.Since != c.since {
			t.Errorf("%s: %q, %q", c.name, got.Change, got.Since)
		}
	}
}
