package segments

import (
	"slices"
	"testing"
)

func override(segment, group string) Override {
	return Override{Segment: segment, Group: group, Intent: "grow", Owner: "A. Lind", Reason: "new offer",
		Created: "2026-01-01", Expires: "2026-06-30"}
}

func TestValidateOverrides(t *testing.T) {
	for _, c := range []struct {
		why    string
		change func(*Override)
		want   []string
	}{
		{"as it lies, 180 days", func(*Override) {}, nil},
		{"one day", func(o *Override) { o.Expires = "2026-01-01" }, nil},
		{"181 days", func(o *Override) { o.Expires = "2026-07-01" }, []string{"overrides[0].expires"}},
		{"180 days over a leap day", func(o *Override) { o.Created, o.Expires = "2028-01-01", "2028-06-29" }, nil},
		{"181 days over a leap day", func(o *Override) { o.Created, o.Expires = "2028-01-01", "2028-06-30" },
			[]string{"overrides[0].expires"}},
		{"before it begins", func(o *Override) { o.Expires = "2025-12-31" }, []string{"overrides[0].expires"}},
		{"no such day", func(o *Override) { o.Created = "2026-02-30" }, []string{"overrides[0].created"}},
		{"a month", func(o *Override) { o.Expires = "2026-06" }, []string{"overrides[0].expires"}},
		{"no segment", func(o *Override) { o.Segment = " " }, []string{"overrides[0].segment"}},
		{"an unknown group", func(o *Override) { o.Group = "stars" }, []string{"overrides[0].group"}},
		{"no group", func(o *Override) { o.Group = "" }, []string{"overrides[0].group"}},
		{"customers who are not there", func(o *Override) { o.Group = "out" }, []string{"overrides[0].group"}},
		{"an unknown intent", func(o *Override) { o.Intent = "harvest" }, []string{"overrides[0].intent"}},
		{"not an intent", func(o *Override) { o.Intent = "observe" }, []string{"overrides[0].intent"}},
		{"retire, for the guardrails to judge", func(o *Override) { o.Intent = "retire" }, nil},
		{"nobody's", func(o *Override) { o.Owner = "" }, []string{"overrides[0].owner"}},
		{"without a reason", func(o *Override) { o.Reason = "" }, []string{"overrides[0].reason"}},
		{"everything at once", func(o *Override) { *o = Override{} }, []string{"overrides[0].segment", "overrides[0].group",
			"overrides[0].intent", "overrides[0].owner", "overrides[0].reason", "overrides[0].created", "overrides[0].expires"}},
	} {
		o := override("Families", "neutral")
		c.change(&o)
		if got := keys(ValidateOverrides([]Override{o})); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

func TestOverridesDoNotOverlap(t *testing.T) {
	second := func(created, expires string) []Override {
		o := override("Families", "neutral")
		o.Created, o.Expires = created, expires
		return []Override{override("Families", "neutral"), o}
	}
	for _, c := range []struct {
		why       string
		overrides []Override
		want      []string
	}{
		{"the day after", second("2026-07-01", "2026-07-31"), nil},
		{"the last day", second("2026-06-30", "2026-07-31"), []string{"overrides[1].created"}},
		{"inside", second("2026-02-01", "2026-02-02"), []string{"overrides[1].created"}},
		{"the first day", second("2025-12-01", "2026-01-01"), []string{"overrides[1].created"}},
		{"the day before", second("2025-12-01", "2025-12-31"), nil},
		{"another group", []Override{override("Families", "neutral"), override("Families", "eroders")}, nil},
		{"another segment", []Override{override("Families", "neutral"), override("Seniors", "neutral")}, nil},
	} {
		if got := keys(ValidateOverrides(c.overrides)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

func TestValidateCyclesAndApprovals(t *testing.T) {
	for _, c := range []struct {
		why   string
		found []Mistake
		want  []string
	}{
		{"none", append(ValidateCycles(nil), ValidateApprovals(nil)...), nil},
		{"a cycle", ValidateCycles([]Cycle{{"Families", "destroyers", "2026-03-31", "A. Lind", ""}}), nil},
		{"an empty cycle", ValidateCycles([]Cycle{{}}),
			[]string{"reengineered[0].segment", "reengineered[0].group", "reengineered[0].completed", "reengineered[0].owner"}},
		{"an approval of one day", ValidateApprovals([]Approval{{"Families", "destroyers", "A. Lind", "2026-03-31", "2026-03-31"}}), nil},
		{"an approval that ends first", ValidateApprovals([]Approval{{"Families", "destroyers", "A. Lind", "2026-03-31", "2026-03-30"}}),
			[]string{"approvals[0].expires"}},
		{"an empty approval", ValidateApprovals([]Approval{{}}),
			[]string{"approvals[0].segment", "approvals[0].group", "approvals[0].owner", "approvals[0].approved", "approvals[0].expires"}},
	} {
		if got := keys(c.found); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

func TestValidateStrategies(t *testing.T) {
	for _, c := range []struct {
		why    string
		all    []Strategy
		isFree bool
		want   []string
	}{
		{"one intent", []Strategy{{Segment: "A", Intents: []string{"grow"}}}, false, nil},
		{"two intents", []Strategy{{Segment: "A", Intents: []string{"grow", "retire"}}}, false, nil},
		{"three intents", []Strategy{{Segment: "A", Intents: []string{"grow", "retire", "maintain"}}}, false,
			[]string{"strategies[0].intents"}},
		{"two, and maintain is free", []Strategy{{Segment: "A", Intents: []string{"grow", "retire", "maintain"}}}, true, nil},
		{"three, though maintain is free", []Strategy{{Segment: "A", Intents: []string{"grow", "retire", "re-engineer"}}}, true,
			[]string{"strategies[0].intents"}},
		{"one intent twice", []Strategy{{Segment: "A", Intents: []string{"grow", "grow"}}}, false, []string{"strategies[0].intents[1]"}},
		{"no intent", []Strategy{{Segment: "A"}}, false, []string{"strategies[0].intents"}},
		{"an unknown intent", []Strategy{{Segment: "A", Intents: []string{"observe"}}}, false, []string{"strategies[0].intents[0]"}},
		{"no segment", []Strategy{{Intents: []string{"grow"}}}, false, []string{"strategies[0].segment"}},
		{"a segment twice", []Strategy{{Segment: "A", Intents: []string{"grow"}}, {Segment: "A", Intents: []string{"grow"}}}, false,
			[]string{"strategies[1].segment"}},
	} {
		if got := keys(ValidateStrategies(c.all, c.isFree)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}
