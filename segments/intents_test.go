package segments

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestValidateRules(t *testing.T) {
	for _, c := range []struct {
		why    string
		change func([]Rule) []Rule
		want   []string
	}{
		{"the table as it lies", func(r []Rule) []Rule { return r }, nil},
		{"no id", func(r []Rule) []Rule { r[7].Rule = " "; return r }, []string{"rules[7].rule"}},
		{"an id twice", func(r []Rule) []Rule { r[7].Rule = "R1"; return r }, []string{"rules[7].rule"}},
		{"no group", func(r []Rule) []Rule { r[9].Groups = nil; return r }, []string{"rules[9].groups"}},
		{"an unknown group", func(r []Rule) []Rule { r[9].Groups[1] = "Creators"; return r }, []string{"rules[9].groups[1]"}},
		{"customers who are not there", func(r []Rule) []Rule { r[9].Groups[1] = "out"; return r }, []string{"rules[9].groups[1]"}},
		{"a group twice", func(r []Rule) []Rule { r[9].Groups[1] = "creators"; return r }, []string{"rules[9].groups[1]"}},
		{"an unknown trend", func(r []Rule) []Rule { r[9].Trend = "sideways"; return r }, []string{"rules[9].trend"}},
		{"an unknown headroom", func(r []Rule) []Rule { r[10].Headroom = "medium"; return r }, []string{"rules[10].headroom"}},
		{"an unknown intent", func(r []Rule) []Rule { r[10].Intent = "harvest"; return r }, []string{"rules[10].intent"}},
		{"no intent", func(r []Rule) []Rule { r[10].Intent = ""; return r }, []string{"rules[10].intent"}},
		{"observing the proven", func(r []Rule) []Rule { r[1].Intent = "observe"; return r }, []string{"rules[1].intent"}},
		{"observing the proven beside the new", func(r []Rule) []Rule {
			r[0].Groups = []string{"new", "dormant"}
			return slices.Delete(r, 1, 2)
		}, []string{"rules[0].intent"}},
		{"an intent for the new", func(r []Rule) []Rule { r[0].Intent = "maintain"; return r }, nil},
		{"no reason", func(r []Rule) []Rule { r[11].Reason = ""; return r }, []string{"rules[11].reason"}},
		{"an unknown advocacy", func(r []Rule) []Rule { r[8].Advocacy = "not_mid"; return r }, []string{"rules[8].advocacy"}},
		{"words for a yes", func(r []Rule) []Rule {
			r[2].Young, r[2].Residual, r[3].Fixable, r[4].Persistent = "true", "zero", "always", "no"
			return r
		}, []string{"rules[2].young", "rules[2].residual", "rules[3].fixable", "rules[4].persistent"}},
		{"retire alone for a group", func(r []Rule) []Rule { r[5].Intent = "retire"; return r }, []string{"rules", "rules"}},
		{"behind a retire that its guardrails may refuse", func(r []Rule) []Rule {
			return slices.Insert(r, 5, Rule{Rule: "R12", Groups: []string{"destroyers"}, Persistent: "yes", Fixable: "no", Residual: "negative", Advocacy: "not_high", Intent: "maintain", Reason: "LATE"})
		}, nil},
		{"low and not high together are all but high", func(r []Rule) []Rule {
			return slices.Insert(r, 8, Rule{Rule: "R12", Groups: []string{"creators", "contributors"}, Advocacy: "not_low", Intent: "maintain", Reason: "FINE"})
		}, []string{"rules[10]", "rules[11]", "rules[12]"}},
		{"no rule at all", func([]Rule) []Rule { return nil },
			[]string{"rules", "rules", "rules", "rules", "rules", "rules", "rules"}},
		{"a group that no rule names", func(r []Rule) []Rule { r[5].Groups = r[5].Groups[:1]; return r }, []string{"rules"}},
		{"a last rule with a signal", func(r []Rule) []Rule { r[7].Headroom = "low"; return r }, []string{"rules"}},
		{"every trend, but not the unknown one", func(r []Rule) []Rule {
			r[11].Trend = "flat"
			return append(r, Rule{Rule: "R12", Groups: []string{"creators", "contributors"}, Trend: "up", Intent: "maintain", Reason: "RISING"})
		}, []string{"rules", "rules"}},
		{"after a rule that decides all", func(r []Rule) []Rule {
			return append(r, Rule{Rule: "R12", Groups: []string{"creators", "neutral"}, Trend: "up", Intent: "grow", Reason: "RISING"})
		}, []string{"rules[12]"}},
		{"after the same signal", func(r []Rule) []Rule {
			return slices.Insert(r, 10, Rule{Rule: "R12", Groups: []string{"contributors"}, Trend: "down", Headroom: "low", Advocacy: "not_high", Intent: "maintain", Reason: "LATE"})
		}, []string{"rules[10]"}},
		{"half decided, each half elsewhere", func(r []Rule) []Rule {
			r = slices.Insert(r, 9, Rule{Rule: "R12", Groups: []string{"creators"}, Trend: "up", Headroom: "low", Intent: "maintain", Reason: "A"})
			return slices.Insert(r, 11, Rule{Rule: "R13", Groups: []string{"creators"}, Headroom: "low", Intent: "maintain", Reason: "B"})
		}, nil},
		{"a rule for a group still open", func(r []Rule) []Rule {
			r[11].Groups = []string{"neutral", "contributors", "creators"}
			return r
		}, nil},
		{"everything at once", func(r []Rule) []Rule {
			r[11] = Rule{Rule: "R0", Groups: []string{"all"}, Trend: "on", Headroom: "off", Intent: "win"}
			return r
		}, []string{"rules[11].groups[0]", "rules[11].trend", "rules[11].headroom", "rules[11].intent",
			"rules[11].reason", "rules[11].rule", "rules", "rules"}},
	} {
		if got := keys(ValidateRules(c.change(DefaultRules()))); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

func TestMistakesName(t *testing.T) {
	rules := DefaultRules()
	rules[7].Headroom = "low"
	rules = append(rules, Rule{Rule: "R12", Groups: []string{"new"}, Intent: "maintain", Reason: "LATE"})
	mistakes := ValidateRules(rules)
	if len(mistakes) != 2 || !strings.HasPrefix(mistakes[0].Message, "R12 is never reached") ||
		!strings.HasPrefix(mistakes[1].Message, "neutral need a last rule") {
		t.Errorf("%q", mistakes)
	}
}

// signs are the signals of a group in words; "" is unknown.
type signs struct{ trend, headroom, advocacy, fixable, young, persistent, residual string }

// everySituation is called with all that the signals of a group can be.
func everySituation(do func(signs)) {
	yesNo := []string{"yes", "no", ""}
	for _, trend := range []string{"up", "flat", "down", ""} {
		for _, headroom := range []string{"high", "low", ""} {
			for _, advocacy := range []string{"high", "mid", "low", ""} {
				for _, fixable := range yesNo {
					for _, young := range yesNo {
						for _, persistent := range yesNo {
							for _, residual := range []string{"positive", "negative", ""} {
								do(signs{trend, headroom, advocacy, fixable, young, persistent, residual})
							}
						}
					}
				}
			}
		}
	}
}

// method is the decision table of the method read aloud, guardrails not counted.
func method(g Group, s signs) (rule string, intent Intent) {
	loses := g == Destroyers || g == Eroders
	earns := g == Creators || g == Contributors
	switch {
	case g == New:
		return "R0", Observe
	case g == Dormant:
		return "R1", Maintain
	case loses && s.young == "yes" && s.residual == "positive":
		return "R2", Maintain
	case loses && s.fixable == "yes":
		return "R3", Reengineer
	case g == Destroyers && s.fixable == "no" && s.persistent == "yes" && s.residual == "negative" && s.advocacy != "high":
		return "R4", Retire
	case loses:
		return "R5", Reengineer
	case g == Neutral && s.headroom == "high" && s.advocacy != "low":
		return "R6", Grow
	case g == Neutral:
		return "R7", Maintain
	case earns && s.advocacy == "low":
		return "R8", Reengineer
	case earns && s.trend == "down" && s.advocacy != "high":
		return "R9", Reengineer
	case earns && s.headroom == "high" && s.advocacy != "low":
		return "R10", Grow
	}
	return "R11", Maintain
}

// decide is the first rule that fits, by the rows that SQL joins.
func decide(rules []RuleRow, g Group, s signs) RuleRow {
	is := func(want *int64, have string, codes map[string]int64) bool {
		code, known := codes[have]
		return want == nil || known && *want == code
	}
	levels := map[string]int64{"high": 1, "mid": 0, "low": -1}
	yes := map[string]int64{"yes": 1, "no": 0}
	for _, r := range rules {
		if r.GroupCode == g &&
			is(r.Trend, s.trend, map[string]int64{"up": 1, "flat": 0, "down": -1}) &&
			is(r.Headroom, s.headroom, map[string]int64{"high": 1, "low": 0}) &&
			is(r.Advocacy, s.advocacy, levels) &&
			(r.NotAdvocacy == nil || s.advocacy == "" || *r.NotAdvocacy != levels[s.advocacy]) &&
			is(r.Fixable, s.fixable, yes) && is(r.Young, s.young, yes) && is(r.Persistent, s.persistent, yes) &&
			is(r.Residual, s.residual, map[string]int64{"positive": 1, "negative": -1}) {
			return r
		}
	}
	return RuleRow{}
}

// The shipped table is the method's in every situation: every group has one
// intent, and each rule decides somewhere.
func TestEveryRuleDecides(t *testing.T) {
	rows := RuleRows(DefaultRules())
	decided := map[string]bool{}
	checked := 0
	for _, group := range InPortfolio {
		everySituation(func(s signs) {
			rule, intent := method(group, s)
			if got := decide(rows, group, s); got.Rule != rule || Intent(got.Intent) != intent {
				t.Errorf("%s, %+v: %s, %s; want %s, %s", group.Key(), s, got.Rule, got.Intent, rule, intent)
			}
			decided[rule] = true
			checked++
		})
	}
	if checked != len(InPortfolio)*situations {
		t.Errorf("%d situations are checked, validation knows %d of every group", checked, situations)
	}
	for _, rule := range DefaultRules() {
		if !decided[rule.Rule] {
			t.Errorf("%s decides nothing", rule.Rule)
		}
	}
}

// Happier customers are no reason to give a group up: whatever else is so, raising
// advocacy never turns grow into retire, and never brings retire about.
func TestRaisingAdvocacyNeverRetires(t *testing.T) {
	rows := RuleRows(DefaultRules())
	for _, group := range InPortfolio {
		everySituation(func(s signs) {
			higher := map[string][]string{"low": {"mid", "high"}, "mid": {"high"}}[s.advocacy]
			before := decide(rows, group, s)
			for _, s.advocacy = range higher {
				if after := decide(rows, group, s); after.Intent == string(Retire) && before.Intent != string(Retire) {
					t.Errorf("%s, %+v: from %s to retire", group.Key(), s, before.Intent)
				}
			}
		})
	}
}

// The worked examples of the intent table. That the second is not retired takes a
// guardrail: no cycle of re-engineering was completed.
func TestWorkedIntents(t *testing.T) {
	rows := RuleRows(DefaultRules())
	atRisk := decide(rows, Creators, signs{advocacy: "low", trend: "flat"})
	if atRisk.Rule != "R8" || atRisk.Intent != "re-engineer" || atRisk.Reason != "VALUE_AT_RISK" {
		t.Errorf("%+v", atRisk)
	}
	lasting := signs{fixable: "no", residual: "negative", persistent: "yes"}
	if got := decide(rows, Destroyers, lasting); got.Rule != "R4" {
		t.Errorf("%+v", got)
	}
	refused := slices.DeleteFunc(rows, func(r RuleRow) bool { return r.Intent == string(Retire) })
	if got := decide(refused, Destroyers, lasting); got.Rule != "R5" || got.Intent != "re-engineer" {
		t.Errorf("%+v", got)
	}
}

func TestRuleRows(t *testing.T) {
	down, low, no, high := int64(-1), int64(-1), int64(0), int64(1)
	got := RuleRows(append(DefaultRules()[7:10], DefaultRules()[4]))
	want := []RuleRow{
		{Position: 1, Rule: "R7", GroupCode: Neutral, Intent: "maintain", Reason: "NEUTRAL"},
		{Position: 2, Rule: "R8", GroupCode: Creators, Advocacy: &low, Intent: "re-engineer", Reason: "VALUE_AT_RISK"},
		{Position: 2, Rule: "R8", GroupCode: Contributors, Advocacy: &low, Intent: "re-engineer", Reason: "VALUE_AT_RISK"},
		{Position: 3, Rule: "R9", GroupCode: Creators, Trend: &down, NotAdvocacy: &high, Intent: "re-engineer", Reason: "DECLINING"},
		{Position: 3, Rule: "R9", GroupCode: Contributors, Trend: &down, NotAdvocacy: &high, Intent: "re-engineer", Reason: "DECLINING"},
		{Position: 4, Rule: "R4", GroupCode: Destroyers, Fixable: &no, Persistent: &high, Residual: &down, NotAdvocacy: &high,
			Intent: "retire", Reason: "PERSISTENT_LOSS"},
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

func TestWhenARuleFits(t *testing.T) {
	for _, test := range []struct {
		rule Rule
		want string
	}{
		{Rule{Intent: "grow"}, ""},
		{Rule{Fixable: "no", Young: "yes", Residual: "positive", Intent: "maintain"}, "not fixable, young, residual positive"},
		{Rule{Trend: "down", Advocacy: "not_high", Intent: "re-engineer"}, "trend down, advocacy not high"},
		{Rule{Persistent: "yes", Intent: "retire"}, "persistent, all guardrails hold"},
	} {
		if got := strings.Join(test.rule.When(), ", "); got != test.want {
			t.Errorf("%+v fits when %q, want %q", test.rule, got, test.want)
		}
	}
}
