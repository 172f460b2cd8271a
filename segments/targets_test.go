package segments

import (
	"math"
	"slices"
	"testing"
)

func share(segment, group string, value float64) Target {
	return Target{
		Segment: segment, Group: group, Metric: "customer_share", Direction: "at_least",
		Baseline: Baseline{Month: "2025-12"}, Target: Goal{Month: "2026-12", Value: &value},
	}
}

func band(from, to float64) func(*Target) {
	return func(t *Target) {
		t.Direction, t.Target.Value, t.Target.From, t.Target.To = "band", nil, &from, &to
	}
}

func months(values map[string]float64) func(*Target) {
	return func(t *Target) { t.Glidepath, t.Monthly = "monthly", values }
}

func TestValidateTarget(t *testing.T) {
	value := func(v float64) *float64 { return &v }
	for _, c := range []struct {
		why    string
		change func(*Target)
		want   []string
	}{
		{"as it lies", func(*Target) {}, nil},
		{"no group", func(t *Target) { t.Group = "" }, []string{"targets[0].group"}},
		{"no group, but profit", func(t *Target) { t.Group, t.Metric = "", "profit" }, nil},
		{"an unknown group", func(t *Target) { t.Group = "stars" }, []string{"targets[0].group"}},
		{"customers who are not there", func(t *Target) { t.Group = "out" }, []string{"targets[0].group"}},
		{"an unknown metric", func(t *Target) { t.Metric = "revenue" }, []string{"targets[0].metric"}},
		{"no metric", func(t *Target) { t.Metric = "" }, []string{"targets[0].metric"}},
		{"an unknown direction", func(t *Target) { t.Direction = "up" }, []string{"targets[0].direction"}},
		{"no such month", func(t *Target) { t.Baseline.Month = "2025-13" }, []string{"targets[0].baseline.month"}},
		{"a day", func(t *Target) { t.Target.Month = "2026-12-31" }, []string{"targets[0].target.month"}},
		{"a short month", func(t *Target) { t.Target.Month = "2026-1" }, []string{"targets[0].target.month"}},
		{"a month late enough", func(t *Target) { t.Target.Month = "2026-01" }, nil},
		{"the same month", func(t *Target) { t.Target.Month = "2025-12" }, []string{"targets[0].target.month"}},
		{"a year misspelt", func(t *Target) { t.Target.Month = "2126-12" }, []string{"targets[0].target.month"}},
		{"a month before", func(t *Target) { t.Target.Month = "2025-11" }, []string{"targets[0].target.month"}},
		{"no value", func(t *Target) { t.Target.Value = nil }, []string{"targets[0].target.value"}},
		{"a share below 0", func(t *Target) { t.Target.Value = value(-0.001) }, []string{"targets[0].target.value"}},
		{"a share of 0", func(t *Target) { t.Target.Value = value(0) }, nil},
		{"a share of 1", func(t *Target) { t.Target.Value = value(1) }, nil},
		{"a share above 1", func(t *Target) { t.Target.Value = value(1.001) }, []string{"targets[0].target.value"}},
		{"a share in percent", func(t *Target) { t.Baseline.Value = value(18) }, []string{"targets[0].baseline.value"}},
		{"no number", func(t *Target) { t.Target.Value = value(math.NaN()) }, []string{"targets[0].target.value"}},
		{"without end", func(t *Target) { t.Metric, t.Target.Value = "profit", value(math.Inf(1)) },
			[]string{"targets[0].target.value"}},
		{"fewer than no customers", func(t *Target) { t.Metric, t.Target.Value = "customers", value(-1) },
			[]string{"targets[0].target.value"}},
		{"no customers", func(t *Target) { t.Metric, t.Target.Value = "customers", value(0) }, nil},
		{"a loss", func(t *Target) { t.Metric, t.Target.Value = "profit_per_customer", value(-1) }, nil},
		{"tolerance of a hold", func(t *Target) { t.Direction, t.Tolerance = "hold", 0.01 }, nil},
		{"tolerance of nothing", func(t *Target) { t.Tolerance = 0.01 }, []string{"targets[0].tolerance"}},
		{"a negative tolerance", func(t *Target) { t.Direction, t.Tolerance = "hold", -0.01 }, []string{"targets[0].tolerance"}},
		{"a share of promoters of all", func(t *Target) { t.Group, t.Metric = "", "promoter_share" }, nil},
		{"promoters in percent", func(t *Target) { t.Metric, t.Target.Value = "promoter_share", value(40) },
			[]string{"targets[0].target.value"}},
		{"a band", band(0.2, 0.3), nil},
		{"a band without width", band(0.2, 0.2), []string{"targets[0].target.to"}},
		{"a band upside down", band(0.3, 0.2), []string{"targets[0].target.to"}},
		{"a band beyond 1", band(0.3, 1.1), []string{"targets[0].target.to"}},
		{"a band that is a value", func(t *Target) { t.Direction = "band" },
			[]string{"targets[0].target.value", "targets[0].target.from", "targets[0].target.to"}},
		{"a value that is a band", func(t *Target) { t.Target.From, t.Target.To = value(0.1), value(0.2) },
			[]string{"targets[0].target.from", "targets[0].target.to"}},
		{"a band with tolerance", func(t *Target) { band(0.2, 0.3)(t); t.Tolerance = 0.1 }, []string{"targets[0].tolerance"}},
		{"straight", func(t *Target) { t.Glidepath = "linear" }, nil},
		{"an S-curve to a band", func(t *Target) { band(0.2, 0.3)(t); t.Glidepath = "s_curve" }, nil},
		{"an unknown path", func(t *Target) { t.Glidepath = "steep" }, []string{"targets[0].glidepath"}},
		{"months", months(map[string]float64{"2026-01": 0.1, "2026-11": 0.2}), nil},
		{"no months", months(nil), []string{"targets[0].monthly"}},
		{"months of a band", func(t *Target) { band(0.2, 0.3)(t); months(map[string]float64{"2026-01": 0.1})(t) },
			[]string{"targets[0].glidepath"}},
		{"months of a straight path", func(t *Target) { t.Monthly = map[string]float64{"2026-01": 0.1} },
			[]string{"targets[0].monthly"}},
		{"months at and beyond the ends", months(map[string]float64{"2025-11": 0.1, "2025-12": 0.1, "2026-12": 0.1, "2027-01": 0.1}),
			[]string{"targets[0].monthly.2025-11", "targets[0].monthly.2025-12", "targets[0].monthly.2026-12", "targets[0].monthly.2027-01"}},
		{"no months at all", months(map[string]float64{"June": 0.1}), []string{"targets[0].monthly"}},
		{"a month in percent", months(map[string]float64{"2026-06": 18}), []string{"targets[0].monthly.2026-06"}},
		{"everything at once", func(t *Target) { *t = Target{Group: "stars"} }, []string{
			"targets[0].group", "targets[0].metric", "targets[0].direction",
			"targets[0].baseline.month", "targets[0].target.month", "targets[0].target.value"}},
	} {
		target := share("Families", "creators", 0.20)
		c.change(&target)
		if got := keys(ValidateTargets([]Target{target})); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

func TestValidateTargetsTogether(t *testing.T) {
	all := func(segment string, last float64) []Target {
		return []Target{
			share(segment, "creators", 0.20), share(segment, "contributors", 0.30), share(segment, "neutral", 0.20),
			share(segment, "eroders", 0.10), share(segment, "destroyers", 0.05), share(segment, "new", 0.10),
			share(segment, "dormant", last),
		}
	}
	ranged := func(last Target, from, to float64) []Target {
		band(from, to)(&last)
		return append(all("", 0.05)[:6], last)
	}
	later := share("", "contributors", 0.70)
	later.Target.Month = "2027-12"
	money := share("", "creators", 9e6)
	money.Metric = "profit"
	for _, c := range []struct {
		why     string
		targets []Target
		want    []string
	}{
		{"none", nil, nil},
		{"some groups that leave room", []Target{share("", "creators", 0.20), share("", "eroders", 0.10)}, nil},
		{"some groups that leave none", []Target{share("", "creators", 0.60), share("", "eroders", 0.40)}, nil},
		{"some groups within the slack", []Target{share("", "creators", 0.60), share("", "eroders", 0.401)}, nil},
		{"some groups above it", []Target{share("", "creators", 0.60), share("", "eroders", 0.4011)},
			[]string{"targets[1].target.value"}},
		{"too much, but not in one month", []Target{share("", "creators", 0.60), later}, nil},
		{"too much, but not in one segment", []Target{share("", "creators", 0.60), share("Families", "eroders", 0.60)}, nil},
		{"all groups", all("", 0.05), nil},
		{"all groups, least", all("", 0.049), nil},
		{"all groups, a little less", all("", 0.0489), []string{"targets[6].target.value"}},
		{"all groups, most", all("", 0.051), nil},
		{"all groups, a little more", all("", 0.0511), []string{"targets[6].target.value"}},
		{"a band that has room for the rest", ranged(share("", "dormant", 0), 0.04, 0.06), nil},
		{"a band above it", ranged(share("", "dormant", 0), 0.06, 0.07), []string{"targets[6].target.to"}},
		{"a band below it", ranged(share("", "dormant", 0), 0.01, 0.04), []string{"targets[6].target.to"}},
		{"two segments, both wrong", append(all("Families", 0), all("Seniors", 0.5)...),
			[]string{"targets[6].target.value", "targets[13].target.value"}},
		{"the same number twice", []Target{share("", "creators", 0.20), share("", "creators", 0.30)}, []string{"targets[1]"}},
		{"a number three times", []Target{share("", "creators", 0.50), share("", "creators", 0.50), share("", "creators", 0.50)},
			[]string{"targets[1]", "targets[2]"}},
		{"another metric of the same group", []Target{share("", "creators", 0.20), money}, nil},
		{"a wrong share does not count", []Target{share("", "creators", 60), share("", "eroders", 0.5)},
			[]string{"targets[0].target.value"}},
	} {
		if got := keys(ValidateTargets(c.targets)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}
