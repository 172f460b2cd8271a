package reports

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"valueshift/segments"
)

// A month that is hidden or missing is a gap in a line, and a month between two gaps
// a dot.
func TestSparksHaveGaps(t *testing.T) {
	known := []monthValue{{monthEnd(0), 1}, {monthEnd(1), 2}, {monthEnd(3), 1}, {monthEnd(5), 3}, {monthEnd(6), 2}}
	line := newSpark(byMonth(monthEnd(0), monthEnd(6), known), nil).Line
	if strings.Count(line, "M") != 3 || strings.Count(line, "L") != 2 || strings.Count(line, "h0") != 1 {
		t.Errorf("%s, want two lines and a dot", line)
	}
	for i, v := range byMonth(monthEnd(2), monthEnd(4), known) {
		if (v != nil) != (i == 1) {
			t.Errorf("place %d holds %v", i, v)
		}
	}
}

// Where months go on on other bounds, the tile's line breaks and says so; where nothing is
// known on one side there is nothing to break.
func TestSparksBreakAtNewBounds(t *testing.T) {
	for _, c := range []struct {
		known []monthValue
		line  string
		isSet bool
	}{
		{[]monthValue{{monthEnd(0), 1}, {monthEnd(1), 2}, {monthEnd(2), 3}, {monthEnd(3), 1}}, "MLML", true},
		{[]monthValue{{monthEnd(1), 2}, {monthEnd(2), 3}}, "MhMh", true},
		{[]monthValue{{monthEnd(2), 2}, {monthEnd(3), 3}}, "ML", false},
	} {
		s := &sheet{run: Run{AsOf: monthEnd(3)}, first: monthEnd(0)}
		for i := range 4 {
			s.months = append(s.months, Month{Month: monthEnd(i), PlanYear: 2025 + i/2})
		}
		a := tile{months: byMonth(s.begin(), s.run.AsOf, c.known)}
		s.breakAtBounds(&a)
		drawn := a.Spark()
		if got := regexp.MustCompile("[^MLh]").ReplaceAllString(drawn.Line, ""); got != c.line {
			t.Errorf("%s, want %s", got, c.line)
		}
		if got := drawn.Tip == "The line is broken: bounds of 2026 from "+s.monthName(monthEnd(2))+" on"; got != c.isSet {
			t.Errorf("%q", drawn.Tip)
		}
	}
}

// A tile says whether the number it would be compared with is hidden or was never there.
func TestTilesTellHiddenFromMissing(t *testing.T) {
	for _, c := range []struct {
		name   string
		then   Mix
		shifts []Shift
		want   string
	}{
		{"the group is hidden", Mix{Hidden: Beside}, nil, "the number for Oct 2025 is hidden"},
		{"its shift is hidden", Mix{}, []Shift{{Comparison: AgainstBase, GroupCode: segments.Creators, Hidden: Few}}, "the number for Oct 2025 is hidden"},
		{"nobody was there", Mix{}, nil, "no number for Oct 2025"},
	} {
		s := lossMaking(900, 900)
		c.then.Month, c.then.GroupCode = monthEnd(0), segments.Creators
		s.mix, s.shifts = []Mix{c.then, {Month: monthEnd(12), GroupCode: segments.Creators, Customers: 9, CustomerShare: new(0.5)}}, c.shifts
		if got := s.tiles()[1]; got.Change != "" || got.Since != c.want {
			t.Errorf("%s: %q, %q", c.name, got.Change, got.Since)
		}
	}
}

// A bar of groups is as long as all customers: what is hidden is outlined, and no group
// is drawn larger for it.
func TestMixBarLeavesRoomForHiddenGroups(t *testing.T) {
	mix := func(g segments.Group, customers int64, h Hiding) Mix {
		return Mix{Month: monthEnd(12), GroupCode: g, Customers: customers, CustomerShare: new(float64(customers) / 100), Hidden: h}
	}
	for _, c := range []struct {
		name       string
		mix        []Mix
		parts      []mixPart
		text, tips string
	}{
		{"all told", []Mix{mix(segments.Creators, 75, Shown), mix(segments.New, 25, Shown)},
			[]mixPart{{"0", "90", "creators"}, {"90", "30", "new"}}, "", "Creators 75.0 %, New 25.0 %"},
		{"some hidden", []Mix{mix(segments.Creators, 75, Shown), mix(segments.Neutral, 0, Few), mix(segments.New, 0, Beside)},
			[]mixPart{{"0", "90", "creators"}, {"90", "30", "out"}}, "", "Creators 75.0 %, Neutral and New together 25.0 %"},
		{"all hidden", []Mix{mix(segments.Creators, 0, Beside), mix(segments.Eroders, 0, Shown), mix(segments.New, 0, Few)}, nil, hiddenMark, ""},
		{"nobody", []Mix{mix(segments.Creators, 0, Shown)}, nil, none, ""},
	} {
		s := &sheet{run: Run{AsOf: monthEnd(12)}, mix: c.mix}
		got := s.mixCell(100)
		if got.Text != c.text || (got.Mix == nil) != (c.parts == nil) {
			t.Errorf("%s: %q, %v", c.name, got.Text, got.Mix)
		} else if got.Mix != nil && (!slices.Equal(got.Mix.Parts, c.parts) || spaced(got.Mix.Tip) != c.tips) {
			t.Errorf("%s: %v, %s", c.name, got.Mix.Parts, got.Mix.Tip)
		}
	}
}

// Where the intents of a segment are hidden its main one is, and where it has none there
// is none.
func TestMainIntentIsHiddenOrMissing(t *testing.T) {
	hidden, told := Intent{Intent: segments.Grow, Hidden: Few}, Intent{Intent: segments.Maintain, Customers: 9, ProfitMinor: 5}
	for _, c := range []struct {
		intents []Intent
		want    string
	}{{[]Intent{hidden}, hiddenMark}, {nil, none}, {[]Intent{hidden, told}, ""}} {
		s := &sheet{intents: c.intents}
		if got := s.intentOfMost(); got.Text != c.want || (got.Mark != nil) != (c.want == "") {
			t.Errorf("%v: %q, %v", c.intents, got.Text, got.Mark)
		}
	}
}
