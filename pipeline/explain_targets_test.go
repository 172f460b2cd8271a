package pipeline

import (
	"strings"
	"testing"
)

// The sentence about a colour to date is that of the case which
// sql/659_target_progress.sql decides by.
func TestColourIsExplainedAsItWasDecided(t *testing.T) {
	l := &ledger{}
	for _, c := range []struct {
		why, direction         string
		baseline, actual, path any
		attainment             any
		reason, want           string
	}{
		{"on the way", "at_least", 100.0, 140.0, 150.0, 0.8, "", "40 / 50 = 0.8000"},
		{"a part of a customer is due", "at_least", 100.0, 101.0, 100 + 7.0/3, 3.0 / 7, "", "1 / 2.3 = 0.4286"},
		{"no number", "at_least", 100.0, nil, 150.0, nil, "no closed month has this number", "no colour: no closed month"},
		{"first month", "at_least", 100.0, 100.0, 100.0, nil, "the path has not left the baseline yet", "no colour: the path"},
		{"a detour", "at_least", 100.0, 95.0, 90.0, nil, "", "leads away from the target first"},
		{"met before", "at_least", 210.0, 205.0, 205.0, nil, "", "still does"},
		{"lost", "at_least", 210.0, 199.0, 205.0, nil, "", "no longer does"},
		{"toward a band", "band", 100.0, 140.0, 150.0, 0.8, "", "40 / 50 = 0.8000"},
		{"beyond the band", "band", 100.0, 260.0, 220.0, 4.0 / 3, "", "in a band"},
		{"in the band from the start", "band", 200.0, 190.0, 190.0, nil, "", "in a band"},
		{"on the way to a band, first month", "band", 100.0, 100.0, 100.0, nil, "the path has not left the baseline yet", "no colour: the path"},
	} {
		row := record{
			[]string{"metric", "direction", "target", "baseline", "actual", "glide", "attainment", "reason"},
			[]any{"customers", c.direction, 200.0, c.baseline, c.actual, c.path, c.attainment, c.reason},
		}
		if got := l.colour(row, record{}); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q in it", c.why, got, c.want)
		}
	}
}
