package reports

import (
	"math"
	"strings"
	"testing"

	"valueshift/segments"
)

// twenty is a target of 20 % by the end of the year, from 10 %.
func twenty(direction string, gap float64, toDate, outlook, colour string) Target {
	return Target{TargetNo: 3, GroupCode: segments.Creators, Metric: "customer_share", Direction: direction, TargetMonth: monthEnd(14),
		Baseline: new(0.10), Target: 0.20, Gap: &gap, StatusColour: toDate, HitShare: new(0.25), OutlookColour: outlook, Colour: colour}
}

func spaced(text string) string { return strings.ReplaceAll(text, thin, " ") }

// A target is blamed for its gap only where the gap is what is wrong.
func TestLag(t *testing.T) {
	s := &sheet{}
	for _, c := range []struct {
		why    string
		target Target
		lag    float64
		words  string
	}{
		{"below its path", twenty("at_least", -0.02, "red", "red", "red"), -0.02, "2.0 pp below the path to 20.0 %"},
		{"above it, and still not likely", twenty("at_least", 0.02, "green", "red", "red"), 0, "25 % likely by Dec 2026"},
		{"a little below it, green to date", twenty("at_least", -0.001, "green", "red", "red"), 0, "25 % likely by Dec 2026"},
		{"at most, above its path", twenty("at_most", 0.02, "red", "red", "red"), -0.02, "2.0 pp above the path to 20.0 %"},
		{"at most, below it", twenty("at_most", -0.02, "green", "amber", "amber"), 0, "25 % likely by Dec 2026"},
		{"held within its tolerance", twenty("hold", 0.004, "green", "red", "red"), 0, "25 % likely by Dec 2026"},
		{"held beyond it", twenty("hold", 0.02, "red", "red", "red"), -0.02, "2.0 pp above the path to 20.0 %"},
	} {
		if got := lag(c.target); got != c.lag {
			t.Errorf("%s: lags by %v, want %v", c.why, got, c.lag)
		}
		if got := spaced(s.gapWords(c.target)); got != c.words {
			t.Errorf("%s: %q, want %q", c.why, got, c.words)
		}
	}
}

// The headline says "off target" only of a number that is.
func TestFurthest(t *testing.T) {
	due := twenty("at_least", 0.02, "green", "red", "red")
	due.HitShare = new(0.0)
	for _, c := range []struct {
		target Target
		want   string
	}{
		{twenty("at_least", -0.02, "red", "red", "red"), "Value Creators are the value group furthest off target, 2.0 pp below the path to 20.0 %"},
		{twenty("at_least", 0.02, "green", "red", "red"), "Value Creators: the target for Dec 2026 is 25 % likely"},
		{due, "Value Creators: the target for Dec 2026 was missed"},
	} {
		if got := spaced((&sheet{}).furthest(c.target)); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// The worst gap comes first, and a target that only its outlook makes late last,
// however far it is on the good side of its path.
func TestOffTrackIsByLag(t *testing.T) {
	ahead, behind, further := twenty("at_least", 0.09, "green", "red", "red"), twenty("at_least", -0.01, "red", "red", "red"), twenty("at_most", 0.03, "red", "red", "red")
	s := &sheet{targets: []Target{ahead, behind, further}}
	for i, want := range []Target{further, behind, ahead} {
		if got := s.offTrack()[i]; got.Gap != want.Gap {
			t.Errorf("place %d: a gap of %v, want %v", i, *got.Gap, *want.Gap)
		}
	}
}

// A band is told by its edges wherever its goal stands.
func TestBandIsToldByItsEdges(t *testing.T) {
	band := twenty("band", 0, "green", "green", "green")
	band.TargetLow, band.TargetHigh = new(0.15), new(0.25)
	s := &sheet{targets: []Target{band}, outlooks: []Outlook{{TargetNo: 3, GroupCode: segments.Creators, Metric: "customer_share", Direction: "band", Target: 0.20}}}
	const want = "within 15.0 % to 25.0 %"
	if got := spaced(s.outlooksTable().Rows[0].Cells[1].Text); got != want {
		t.Errorf("outlook: %q, want %q", got, want)
	}
	if got := spaced(s.targetsTable(s.targets).Rows[0].Cells[7].Text); got != want {
		t.Errorf("target: %q, want %q", got, want)
	}
}

// A fan draws on only a path that it knows: a straight one. A band has none, and its
// goal is told by its edges.
func TestFanLeadsAStraightPathOn(t *testing.T) {
	for _, c := range []struct {
		direction, glidepath string
		want                 []float64
		goal                 string
	}{
		{"at_least", "linear", []float64{12, 16, 20}, "goal 20.0 %"},
		{"at_least", "s_curve", []float64{12, math.NaN(), math.NaN()}, "goal 20.0 %"},
		{"band", "linear", []float64{math.NaN(), math.NaN(), math.NaN()}, "goal 15.0 % to 25.0 %"},
	} {
		target := twenty(c.direction, 0, "green", "green", "green")
		target.Glidepath, target.TargetLow, target.TargetHigh = c.glidepath, new(0.15), new(0.25)
		s := &sheet{months: []Month{{Month: monthEnd(12)}}, paths: []TargetMonth{{TargetNo: 3, Month: monthEnd(12), Glide: new(0.12)}}}
		f := s.fan(segments.Creators, &target, []Forecast{{Month: monthEnd(13)}, {Month: monthEnd(14)}})
		for i, want := range c.want {
			if got := f.path[i]; !(math.Abs(got-want) < 1e-9 || math.IsNaN(got) && math.IsNaN(want)) {
				t.Errorf("%s, %s: the path is %v, want %v", c.direction, c.glidepath, f.path, c.want)
			}
		}
		if got := spaced(f.goalText); got != c.goal {
			t.Errorf("%q, want %q", got, c.goal)
		}
	}
}

// A number of a target that is hidden is there, and one that is missing is not.
func TestHiddenTargetsAreNotMissing(t *testing.T) {
	row := func(h Hiding) string {
		target := Target{TargetNo: 3, GroupCode: segments.Creators, Metric: "customer_share", Direction: "at_least", TargetMonth: monthEnd(14), Target: 0.3,
			StatusColour: "amber", OutlookColour: "amber", Colour: "amber", Hidden: h}
		s := &sheet{targets: []Target{target}, outlooks: []Outlook{{TargetNo: 3, GroupCode: segments.Creators, Metric: "customer_share", Hidden: h}}}
		promises, outlooks := s.targetsTable(s.targets), s.outlooksTable()
		text := ""
		for _, c := range promises.Rows[0].Cells[2:] {
			text += c.Text + "," + c.Sub + "|"
		}
		for _, c := range outlooks.Rows[0].Cells[2:] {
			text += c.Text + "|"
		}
		return spaced(text + outlooks.Name)
	}
	const hidden = ",its numbers are hidden|,its numbers are hidden|··,path ··|··,error hidden|,|at least 30.0 %,by Dec 2026|··,progress ··|··,|" +
		"··|··|··|··|··||How likely the targets are kept is hidden"
	if got := row(Few); got != hidden {
		t.Errorf("%s\nwant %s", got, hidden)
	}
	const missing = ",|,|–,path –|–,error not known|,|at least 30.0 %,by Dec 2026|–,progress –|–,|" +
		"–|–|–|–|–||The outlook of no target is known"
	if got := row(Shown); got != missing {
		t.Errorf("%s\nwant %s", got, missing)
	}
	for _, c := range []struct {
		known, likely, hidden int64
		want                  string
	}{
		{3, 1, 0, "More likely kept than missed: 1 of 3 targets"},
		{1, 0, 2, "More likely kept than missed: 0 of 1 target; of 2 others it is hidden"},
	} {
		if got := spaced(english.outlooksFinding(c.known, c.likely, c.hidden)); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
