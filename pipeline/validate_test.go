package pipeline

import (
	"fmt"
	"strings"
	"testing"
)

// number is a line that sets one number, at whatever depth its key is.
func number(key, value string) string {
	parent, name, nested := strings.Cut(key, ".")
	if !nested {
		return small + parent + ": " + value + "\n"
	}
	if parent == "intents" {
		return strings.Replace(small, "intents:\n", "intents:\n  "+name+": "+value+"\n", 1)
	}
	return small + parent + ": {" + name + ": " + value + "}\n"
}

// TestValidateRanges is on each bound, and just below and just above it.
func TestValidateRanges(t *testing.T) {
	for _, test := range []struct{ key, below, low, high, above string }{
		{"money.scale", "-1", "0", "6", "7"},
		{"window_months", "0", "1", "120", "121"},
		{"engine.threads", "-1", "0", "", ""},
		{"profit.acquisition_months", "0", "1", "120", "121"},
		{"profit.capital_charge_rate", "-0.0001", "0", "1", "1.0001"},
		{"customers.min_tenure_months", "-1", "0", "24", "25"},
		{"value_groups.creators_share", "0", "0.01", "1", "1.0001"},
		{"value_groups.destroyers_share", "0.0099", "0.01", "1", "1.0001"},
		{"value_groups.neutral_min", "-0.01", "0", "1000000000000", "1000000000001"},
		{"value_groups.neutral_share_of_median", "-0.0001", "0", "1", "1.0001"},
		{"value_groups.hysteresis_share", "-0.0001", "0", "0.5", "0.5001"},
		{"value_groups.plan_year_starts", "0", "1", "12", "13"},
		{"advocacy.months", "0", "1", "120", "121"},
		{"reports.min_customers", "-1", "0", "", ""},
		{"reports.customer_list_rows", "0", "1", "100000", "100001"},
		{"advocacy.min_answers", "0", "1", "", ""},
		{"advocacy.min_answer_share", "-0.0001", "0", "1", "1.0001"},
		{"advocacy.prior_answers", "0", "1", "", ""},
		{"advocacy.high_probability", "0.4999", "0.5", "0.999", "0.9991"},
		{"advocacy.low_probability", "0.0009", "0.001", "0.5", "0.5001"},
		{"advocacy.hurdle", "-100.1", "-100", "100", "100.1"},
		{"intents.trend_z", "-0.01", "0", "", ""},
		{"intents.trend_min_share", "-0.01", "0", "", ""},
		{"intents.headroom_percentile", "0.4999", "0.5", "0.99", "0.9901"},
		{"intents.headroom_min_share", "-0.01", "0", "", ""},
		{"intents.headroom_min", "-0.01", "0", "1000000000000", "1000000000001"},
		{"intents.young_months", "-1", "0", "120", "121"},
		{"intents.persistent_months", "0", "1", "120", "121"},
		{"forecast.draws", "99", "100", "100000", "100001"},
		{"forecast.min_row_customers", "-1", "0", "", ""},
		{"forecast.discount_rate", "-0.0001", "0", "1", "1.0001"},
		{"target_limits.amber_attainment", "-0.01", "0", "", ""},
		{"target_limits.noise_z", "-0.01", "0", "", ""},
		{"target_limits.min_answers", "0", "1", "", ""},
	} {
		want := fmt.Sprintf("must be between %s and %s", test.low, test.high)
		line := 19
		if test.high == "" {
			want = fmt.Sprintf("must be %s or more", test.low)
		}
		if strings.HasPrefix(test.key, "intents.") {
			line = 4
		}
		for _, value := range []string{test.low, test.high} {
			if value == "" {
				continue
			}
			if got := mistakesIn(t, number(test.key, value), nil); got != "" {
				t.Errorf("%s: %s is allowed, got %s", test.key, value, got)
			}
		}
		for _, value := range []string{test.below, test.above} {
			if value == "" {
				continue
			}
			want := fmt.Sprintf("config.yaml:%d: %s: %s, is %s", line, test.key, want, value)
			if got := mistakesIn(t, number(test.key, value), nil); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		}
	}
}

func TestValidateTargetLimits(t *testing.T) {
	for lines, want := range map[string]string{
		"target_limits: {green_attainment: -1}":                         "config.yaml:19: target_limits.green_attainment: must be 0 or more, is -1",
		"target_limits: {green_hit_share: 1.01}":                        "config.yaml:19: target_limits.green_hit_share: must be between 0 and 1, is 1.01",
		"target_limits: {amber_hit_share: 1.01}":                        "config.yaml:19: target_limits.amber_hit_share: must be between 0 and 1, is 1.01",
		"target_limits: {green_attainment: 0.9, amber_attainment: 0.9}": "",
		"target_limits: {green_attainment: 0.79}":                       "config.yaml:19: target_limits.green_attainment: must not be below amber_attainment 0.8, is 0.79",
		"target_limits: {amber_hit_share: 0.71}":                        "config.yaml:19: target_limits.green_hit_share: must not be below amber_hit_share 0.71, is 0.7",
	} {
		if got := mistakesIn(t, small+lines+"\n", nil); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}

func TestValidateDecimals(t *testing.T) {
	for _, test := range []struct{ lines, want string }{
		{"value_groups: {neutral_min: 1.25}", ""},
		{"value_groups: {neutral_min: 1.255}", "19: value_groups.neutral_min: must have 2 decimals at most, is 1.255"},
		{"money: {scale: 3}\nvalue_groups: {neutral_min: 1.255}", ""},
		{"money: {scale: 0}\nvalue_groups: {neutral_min: 1}", ""},
		{"money: {scale: 0}\nvalue_groups: {neutral_min: 1.5}", "20: value_groups.neutral_min: must have 0 decimals at most, is 1.5"},
		{"value_groups: {bounds: given, given: {creators_from: 9.001, neutral_band: 1, destroyers_to: -9}}",
			"19: value_groups.given.creators_from: must have 2 decimals at most, is 9.001"},
		{"value_groups: {creators_share: 0.123456}", ""},
		{"value_groups: {creators_share: 0.1234567}", "19: value_groups.creators_share: must have 6 decimals at most, is 0.1234567"},
	} {
		checkMistakes(t, small+test.lines+"\n", test.want)
	}
}

func TestValidateTexts(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{`as_of: ""`, ""},
		{`as_of: 2028-02-29`, ""},
		{`as_of: 2027-02-29`, `as_of: must be a date like 2026-10-31, is "2027-02-29"`},
		{`as_of: 2026-10`, `as_of: must be a date like 2026-10-31, is "2026-10"`},
		{`database: ""`, `database: must not be empty`},
		{`out: ""`, `out: must not be empty`},
		{`engine: {memory_limit: 512MB}`, ""},
		{`engine: {memory_limit: 4GB}`, ""},
		{`engine: {memory_limit: 0GB}`, `engine.memory_limit: must be a size like 512MB or 4GB, is "0GB"`},
		{`engine: {memory_limit: 4}`, `engine.memory_limit: must be a size like 512MB or 4GB, is "4"`},
		{`engine: {memory_limit: 4 gb}`, `engine.memory_limit: must be a size like 512MB or 4GB, is "4 gb"`},
		{`reports: {locale: de}`, ""},
		{`reports: {locale: DE}`, `reports.locale: must be en or de or fr, is "DE"`},
		{`customers: {relationship: contractual}`, ""},
		{`customers: {relationship: married}`, `customers.relationship: must be contractual or non-contractual, is "married"`},
		{`value_groups: {bounds: taken}`, `value_groups.bounds: must be calibrate or given, is "taken"`},
		{`segments: [{name: A, owner: B}, {name: C, owner: B}]`, ""},
		{`segments: [{name: A, owner: B}, {name: A, owner: C}]`, `segments[1].name: "A" is listed twice, first on line 19`},
		{`segments: [{name: "", owner: B}]`, `segments[0].name: must not be empty`},
		{`segments: [{name: A}]`, `segments[0].owner: is missing`},
	} {
		want := test.want
		if want != "" {
			want = "config.yaml:19: " + want
		}
		if got := mistakesIn(t, small+test.line+"\n", nil); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.line, got, want)
		}
	}
}

func TestValidateGiven(t *testing.T) {
	for _, test := range []struct{ value, want string }{
		{`{bounds: given, given: {creators_from: 120, neutral_band: 5, destroyers_to: -200}}`, ""},
		{`{bounds: given, given: {creators_from: 10.02, neutral_band: 5, destroyers_to: -10.02}}`, ""},
		{`{bounds: given, given: {creators_from: 5.02, neutral_band: 5, destroyers_to: -10.02}}`,
			`value_groups.given.creators_from: its hysteresis overlaps that of neutral_band: move it away from the neutral band or make hysteresis_share smaller`},
		{`{bounds: given, given: {creators_from: 0.01, neutral_band: 0, destroyers_to: -0.01}}`, ""},
		{`{bounds: given, given: {creators_from: 5, neutral_band: 5, destroyers_to: -200}}`,
			`value_groups.given.creators_from: must be above neutral_band (5), is 5`},
		{`{bounds: given, given: {creators_from: 120, neutral_band: 5, destroyers_to: -5}}`,
			`value_groups.given.destroyers_to: must be below minus neutral_band (-5), is -5`},
		{`{bounds: given, given: {creators_from: 120, neutral_band: 0, destroyers_to: 0}}`,
			`value_groups.given.destroyers_to: must be below minus neutral_band (0), is 0`},
		{`{bounds: given, given: {creators_from: 120, neutral_band: -0.01, destroyers_to: -200}}`,
			`value_groups.given.neutral_band: must be 0 or more, is -0.01`},
		{`{bounds: given, given: {creators_from: 1e22, neutral_band: 5, destroyers_to: -200}}`,
			`value_groups.given: amounts must be at most 1000000000000, there is 10000000000000000000000`},
		{`{bounds: given, given: {creators_from: 120, destroyers_to: -200}}`,
			`value_groups.given.neutral_band: is missing`},
		{`{bounds: given, given: {creators_from: 120, neutral_band: 5}}`,
			`value_groups.given.destroyers_to: is missing`},
		{`{bounds: given}`, `value_groups.given: is missing, bounds: given needs it`},
		{`{given: {creators_from: 120, neutral_band: 5, destroyers_to: -200}}`,
			`value_groups.given: only applies with bounds: given`},
	} {
		want := test.want
		if want != "" {
			want = "config.yaml:19: " + want
		}
		if got := mistakesIn(t, small+"value_groups: "+test.value+"\n", nil); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.value, got, want)
		}
	}
}

// Rules and targets are judged by package segments; here counts only that its
// mistakes get their place in the file.
func TestValidatePlacesDecisions(t *testing.T) {
	text := edit(t, small, "intent: observe", "intent: wait")
	text += "targets:\n  - {metric: joy, direction: at_least, baseline: {month: 2025-12}, target: {month: 2026-12, value: 1}}\n"
	got := mistakesIn(t, text, nil)
	for _, want := range []string{"config.yaml:5: intents.rules[0].intent: ", "\nconfig.yaml:20: targets[0].metric: "} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

func TestValidateForecastMonths(t *testing.T) {
	for _, test := range []struct{ months, want string }{
		{"min_months: 2", ""},
		{"min_months: 24", ""},
		{"min_months: 25", "config.yaml:19: forecast.max_months: must be min_months (25) or more, is 24"},
		{"max_months: 11", "config.yaml:19: forecast.max_months: must be min_months (12) or more, is 11"},
		{"min_months: 120, max_months: 120", ""},
		{"max_months: 121", "config.yaml:19: forecast.max_months: must be between 2 and 120, is 121"},
		{"min_months: 1", "config.yaml:19: forecast.min_months: must be between 2 and 120, is 1"},
	} {
		if got := mistakesIn(t, small+"forecast: {"+test.months+"}\n", nil); strings.TrimSpace(got) != test.want {
			t.Errorf("%s: got %s", test.months, got)
		}
	}
}
