package reports

import (
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

// A tile says whether the number it would be compared with is hidden or was never there.
func TestTilesTellHiddenFromMissing(t *testing.T) {
	base := &Month{Month: monthEnd(0)}
	for _, c := range []struct {
		name  string
		sheet sheet
		want  bool
	}{
		{"the group is hidden", sheet{mix: []Mix{{Month: monthEnd(0), GroupCode: segments.Creators, Hidden: Beside}}}, true},
		{"its shift is hidden", sheet{shifts: []Shift{{Comparison: AgainstBase, GroupCode: segments.Creators, Hidden: Few}}}, true},
		{"nobody was there", sheet{mix: []Mix{{Month: monthEnd(0), GroupCode: segments.Creators}}}, false},
	} {
		if got := c.sheet.isThenHidden("creators-share", base); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
