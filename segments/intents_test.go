package segments

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// table is the rule table of config.yaml.
func table() []Rule {
	return []Rule{
		{Rule: "R0", Groups: []string{"new"}, Intent: "observe", Reason: "UNPROVEN"},
		{Rule: "R1", Groups: []string{"dormant"}, Intent: "maintain", Reason: "DORMANT"},
		{Rule: "R5", Groups: []string{"destroyers", "eroders"}, Intent: "re-engineer", Reason: "LOSS_UNRESOLVED"},
		{Rule: "R6", Groups: []string{"neutral"}, Headroom: "high", Intent: "grow", Reason: "LATENT_VALUE"},
		{Rule: "R7", Groups: []string{"neutral"}, Intent: "maintain", Reason: "NEUTRAL"},
		{Rule: "R9", Groups: []string{"creators", "contributors"}, Trend: "down", Intent: "re-engineer", Reason: "DECLINING"},
		{Rule: "R10", Groups: []string{"creators", "contributors"}, Headroom: "high", Intent: "grow", Reason: "SWEET_SPOT"},
		{Rule: "R11", Groups: []string{"creators", "contributors"}, Intent: "maintain", Reason: "HEALTHY"},
	}
}

func TestValidateRules(t *testing.T) {
	for _, c := range []struct {
		why    string
		change func([]Rule) []Rule
		want   []string
	}{
		{"the table as it lies", func(r []Rule) []Rule { return r }, nil},
		{"no id", func(r []Rule) []Rule { r[4].Rule = " "; return r }, []string{"rules[4].rule"}},
		{"an id twice", func(r []Rule) []Rule { r[4].Rule = "R1"; return r }, []string{"rules[4].rule"}},
		{"no group", func(r []Rule) []Rule { r[5].Groups = nil; return r }, []string{"rules[5].groups"}},
		{"an unknown group", func(r []Rule) []Rule { r[5].Groups[1] = "Creators"; return r }, []string{"rules[5].groups[1]"}},
		{"customers who are not there", func(r []Rule) []Rule { r[5].Groups[1] = "out"; return r }, []string{"rules[5].groups[1]"}},
		{"a group twice", func(r []Rule) []Rule { r[5].Groups[1] = "creators"; return r }, []string{"rules[5].groups[1]"}},
		{"an unknown trend", func(r []Rule) []Rule { r[5].Trend = "sideways"; return r }, []string{"rules[5].trend"}},
		{"an unknown headroom", func(r []Rule) []Rule { r[6].Headroom = "medium"; return r }, []string{"rules[6].headroom"}},
		{"an unknown intent", func(r []Rule) []Rule { r[6].Intent = "harvest"; return r }, []string{"rules[6].intent"}},
		{"no intent", func(r []Rule) []Rule { r[6].Intent = ""; return r }, []string{"rules[6].intent"}},
		{"observing the proven", func(r []Rule) []Rule { r[1].Intent = "observe"; return r }, []string{"rules[1].intent"}},
		{"observing the proven beside the new", func(r []Rule) []Rule {
			r[0].Groups = []string{"new", "dormant"}
			return slices.Delete(r, 1, 2)
		}, []string{"rules[0].intent"}},
		{"an intent for the new", func(r []Rule) []Rule { r[0].Intent = "maintain"; return r }, nil},
		{"no reason", func(r []Rule) []Rule { r[7].Reason = ""; return r }, []string{"rules[7].reason"}},
		{"no rule at all", func([]Rule) []Rule { return nil },
			[]string{"rules", "rules", "rules", "rules", "rules", "rules", "rules"}},
		{"a group that no rule names", func(r []Rule) []Rule { r[2].Groups = r[2].Groups[:1]; return r }, []string{"rules"}},
		{"a last rule with a signal", func(r []Rule) []Rule { r[4].Headroom = "low"; return r }, []string{"rules"}},
		{"every trend, but not the unknown one", func(r []Rule) []Rule {
			r[7].Trend = "flat"
			return append(r, Rule{"R12", []string{"creators", "contributors"}, "up", "", "maintain", "RISING"})
		}, []string{"rules", "rules"}},
		{"after a rule that decides all", func(r []Rule) []Rule {
			return append(r, Rule{"R12", []string{"creators", "neutral"}, "up", "", "grow", "RISING"})
		}, []string{"rules[8]"}},
		{"after the same signal", func(r []Rule) []Rule {
			return slices.Insert(r, 6, Rule{"R12", []string{"contributors"}, "down", "low", "maintain", "LATE"})
		}, []string{"rules[6]"}},
		{"half decided, each half elsewhere", func(r []Rule) []Rule {
			r = slices.Insert(r, 5, Rule{"R12", []string{"creators"}, "up", "low", "maintain", "A"})
			return slices.Insert(r, 7, Rule{"R13", []string{"creators"}, "", "low", "maintain", "B"})
		}, nil},
		{"a rule for a group still open", func(r []Rule) []Rule {
			r[7].Groups = []string{"neutral", "contributors", "creators"}
			return r
		}, nil},
		{"everything at once", func(r []Rule) []Rule {
			r[7] = Rule{"R0", []string{"all"}, "on", "off", "win", ""}
			return r
		}, []string{"rules[7].groups[0]", "rules[7].trend", "rules[7].headroom", "rules[7].intent",
			"rules[7].reason", "rules[7].rule", "rules", "rules"}},
	} {
		if got := keys(ValidateRules(c.change(table()))); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

func TestMistakesName(t *testing.T) {
	rules := table()
	rules[4].Headroom = "low"
	rules = append(rules, Rule{"R12", []string{"new"}, "", "", "maintain", "LATE"})
	mistakes := ValidateRules(rules)
	if len(mistakes) != 2 || !strings.HasPrefix(mistakes[0].Message, "R12 is never reached") ||
		!strings.HasPrefix(mistakes[1].Message, "neutral need a rule") {
		t.Errorf("%q", mistakes)
	}
}

// reference is the rule table read aloud: the first rule that fits.
func reference(rules []Rule, group Group, trend, headroom string) int {
	for i, rule := range rules {
		if slices.Contains(rule.Groups, group.Key()) &&
			(rule.Trend == "" || rule.Trend == trend) && (rule.Headroom == "" || rule.Headroom == headroom) {
			return i
		}
	}
	return -1
}

// A table without mistakes decides every situation, unknown signals included, and
// each of its rules decides one.
func TestEveryRuleDecides(t *testing.T) {
	rules := table()
	decided := map[int]bool{}
	for _, group := range InPortfolio {
		for _, trend := range []string{"up", "flat", "down", "unknown"} {
			for _, headroom := range []string{"high", "low", "unknown"} {
				decided[reference(rules, group, trend, headroom)] = true
			}
		}
	}
	for i, rule := range rules {
		if !decided[i] {
			t.Errorf("%s decides nothing", rule.Rule)
		}
	}
	if decided[-1] {
		t.Error("a situation has no intent")
	}
}

func TestRuleRows(t *testing.T) {
	down, high := int64(-1), int64(1)
	got := RuleRows(table()[4:7])
	want := []RuleRow{
		{1, "R7", Neutral, nil, nil, "maintain", "NEUTRAL"},
		{2, "R9", Creators, &down, nil, "re-engineer", "DECLINING"},
		{2, "R9", Contributors, &down, nil, "re-engineer", "DECLINING"},
		{3, "R10", Creators, nil, &high, "grow", "SWEET_SPOT"},
		{3, "R10", Contributors, nil, &high, "grow", "SWEET_SPOT"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	for trend, value := range map[string]int64{"down": -1, "flat": 0, "up": 1} {
		if row := RuleRows([]Rule{{Groups: []string{"new"}, Trend: trend}})[0]; *row.Trend != value {
			t.Errorf("trend %s is %d", trend, *row.Trend)
		}
	}
	for headroom, value := range map[string]int64{"low": 0, "high": 1} {
		if row := RuleRows([]Rule{{Groups: []string{"new"}, Headroom: headroom}})[0]; *row.Headroom != value {
			t.Errorf("headroom %s is %d", headroom, *row.Headroom)
		}
	}
	if rows := RuleRows(nil); len(rows) != 0 {
		t.Errorf("no rules make %d rows", len(rows))
	}
}
