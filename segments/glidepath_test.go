package segments

import (
	"fmt"
	"slices"
	"testing"
)

// A path has one leg, or one to every month that has a value and one to the goal.
func TestLegs(t *testing.T) {
	for _, c := range []struct {
		why     string
		monthly map[string]float64
		want    []string
	}{
		{"straight or curved", nil, []string{"2025-11 baseline 2026-03 goal"}},
		{"a month", map[string]float64{"2026-01": 120}, []string{"2025-11 baseline 2026-01 120", "2026-01 120 2026-03 goal"}},
		{"months, in order of time", map[string]float64{"2026-02": 110, "2025-12": 90, "2026-01": 105},
			[]string{"2025-11 baseline 2025-12 90", "2025-12 90 2026-01 105", "2026-01 105 2026-02 110", "2026-02 110 2026-03 goal"}},
	} {
		target := Target{Baseline: Baseline{Month: "2025-11"}, Target: Goal{Month: "2026-03"}, Monthly: c.monthly}
		var got []string
		for _, leg := range target.Legs() {
			got = append(got, fmt.Sprintf("%s %s %s %s", leg.Start.Format("2006-01"), value(leg.From, "baseline"),
				leg.End.Format("2006-01"), value(leg.To, "goal")))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

func value(v *float64, unknown string) string {
	if v == nil {
		return unknown
	}
	return fmt.Sprint(*v)
}

func TestRange(t *testing.T) {
	at := func(direction string) Target {
		return Target{Direction: direction, Tolerance: 2, Target: Goal{Value: new(10.0), From: new(3.0), To: new(5.0)}}
	}
	for direction, want := range map[string]string{"at_least": "10 -", "at_most": "- 10", "hold": "8 12", "band": "3 5"} {
		low, high := at(direction).Range()
		if got := value(low, "-") + " " + value(high, "-"); got != want {
			t.Errorf("%s: %s, want %s", direction, got, want)
		}
	}
}
