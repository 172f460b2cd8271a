package reports

import "testing"

// A verdict counts the segments that are told of, and no other.
func TestScorecardsFinding(t *testing.T) {
	of := func(change int64, isReal bool, h Hiding) *sheet {
		return &sheet{scorecards: []Scorecard{{Comparison: AgainstBase, Part: "same", ChangeMinor: change, IsReal: isReal, Hidden: h}}}
	}
	better, noise, worse, hidden, nobody := of(5, true, Shown), of(5, false, Shown), of(-5, true, Partly), of(0, false, Beside), &sheet{}
	for _, c := range []struct {
		list []*sheet
		want string
	}{
		{[]*sheet{better, noise, worse}, "In 1 of 3 segments the same customers really earn more"},
		{[]*sheet{noise, worse}, "In 0 of 2 segments the same customers really earn more"},
		{[]*sheet{better, worse, hidden, nobody}, "In 1 of 2 segments of which it can be told, the same customers really earn more"},
		{[]*sheet{better, hidden}, "In 1 of 1 segment of which it can be told, the same customers really earn more"},
		{[]*sheet{hidden, hidden}, "Of no segment can be told what the same customers earn"},
	} {
		if got := spaced(english.scorecardsFinding(c.list)); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
