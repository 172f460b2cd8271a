package segments

import (
	"fmt"
	"slices"
	"strings"
)

// Rule is one line of the intent table: when every signal it names has the named
// value, the group gets its intent. The first rule that fits decides.
type Rule struct {
	Rule     string   `yaml:"rule"`     // short id shown on the page, R10
	Groups   []string `yaml:"groups"`   // keys of value groups
	Trend    string   `yaml:"trend"`    // up, flat, down; empty: any
	Headroom string   `yaml:"headroom"` // high, low; empty: any
	Intent   string   `yaml:"intent"`
	Reason   string   `yaml:"reason"` // code shown with the intent, SWEET_SPOT
}

// RuleRow is one rule for one group, the way SQL joins it: of the rows that fit,
// the one with the lowest Position decides.
type RuleRow struct {
	Position  int // 1 for the first rule
	Rule      string
	GroupCode Group
	Trend     *int64 // -1 down, 0 flat, 1 up; nil: any, unknown included
	Headroom  *int64 // 0 low, 1 high; nil: any, unknown included
	Intent    string
	Reason    string
}

// The values a rule may name for a signal, as SQL codes them.
var (
	trends    = map[string]int64{"down": -1, "flat": 0, "up": 1}
	headrooms = map[string]int64{"low": 0, "high": 1}
)

// RuleRows hands over rules that ValidateRules accepts, by position and then in
// the order in which the rule lists its groups.
func RuleRows(rules []Rule) []RuleRow {
	var rows []RuleRow
	for i, rule := range rules {
		for _, key := range rule.Groups {
			group, _ := GroupOf(key)
			rows = append(rows, RuleRow{
				Position:  i + 1,
				Rule:      rule.Rule,
				GroupCode: group,
				Trend:     code(trends, rule.Trend),
				Headroom:  code(headrooms, rule.Headroom),
				Intent:    rule.Intent,
				Reason:    rule.Reason,
			})
		}
	}
	return rows
}

func code(codes map[string]int64, name string) *int64 {
	if value, ok := codes[name]; ok {
		return &value
	}
	return nil
}

// ValidateRules finds everything wrong with the intent table, in the order of the
// rules. Keys are relative to intents: rules[3].intent, and rules for what no
// single rule is to blame for.
func ValidateRules(rules []Rule) []Mistake {
	var mistakes []Mistake
	first := map[string]int{}
	covered := map[Group]situations{}
	for i, rule := range rules {
		found := rule.mistakes()
		if at, twice := first[rule.Rule]; twice && rule.Rule != "" {
			found = append(found, Mistake{"rule", fmt.Sprintf("%s is already the id of rules[%d]", rule.Rule, at)})
		} else {
			first[rule.Rule] = i
		}
		for _, mistake := range found {
			mistakes = append(mistakes, Mistake{fmt.Sprintf("rules[%d].%s", i, mistake.Key), mistake.Message})
		}
		if reached := rule.cover(covered); !reached && len(found) == 0 {
			mistakes = append(mistakes, Mistake{fmt.Sprintf("rules[%d]", i),
				fmt.Sprintf("%s is never reached: earlier rules decide every group it names", rule.Rule)})
		}
	}
	for _, group := range InPortfolio {
		if covered[group] != always {
			mistakes = append(mistakes, Mistake{"rules",
				fmt.Sprintf("%s need a rule without trend and headroom: a group whose signals are unknown must get an intent too", group.Key())})
		}
	}
	return mistakes
}

// mistakes are those that can be seen in the rule alone; keys are its fields.
func (r Rule) mistakes() []Mistake {
	var mistakes []Mistake
	add := func(key, message string) { mistakes = append(mistakes, Mistake{key, message}) }
	if strings.TrimSpace(r.Rule) == "" {
		add("rule", "an id is missing")
	}
	if len(r.Groups) == 0 {
		add("groups", "at least one group is needed: "+groupKeys())
	}
	for j, key := range r.Groups {
		if _, ok := portfolioGroup(key); !ok {
			add(fmt.Sprintf("groups[%d]", j), fmt.Sprintf("must be one of %s, is %q", groupKeys(), key))
		} else if slices.Contains(r.Groups[:j], key) {
			add(fmt.Sprintf("groups[%d]", j), key+" is named twice")
		}
	}
	if _, ok := trends[r.Trend]; !ok && r.Trend != "" {
		add("trend", fmt.Sprintf("must be up, flat, down or left out, is %q", r.Trend))
	}
	if _, ok := headrooms[r.Headroom]; !ok && r.Headroom != "" {
		add("headroom", fmt.Sprintf("must be high, low or left out, is %q", r.Headroom))
	}
	switch {
	case !slices.Contains(Intents, Intent(r.Intent)):
		add("intent", fmt.Sprintf("must be grow, maintain, re-engineer, retire or observe, is %q", r.Intent))
	case r.Intent == string(Observe) && !slices.Equal(r.Groups, []string{New.Key()}):
		add("intent", "observe is only for new")
	}
	if strings.TrimSpace(r.Reason) == "" {
		add("reason", "a reason is missing")
	}
	return mistakes
}

// situations is a set of the 4 × 3 values that a group's two signals can have,
// unknown included: bit 3·trend + headroom.
type situations uint16

const always situations = 1<<12 - 1

// situations are those that the rule names. Only a signal that the rule leaves
// out fits an unknown value. A misspelt value fits nothing.
func (r Rule) situations() situations {
	trendBits := map[string]situations{"down": 0o0007, "flat": 0o0070, "up": 0o0700, "": always}
	headroomBits := map[string]situations{"low": 0o1111, "high": 0o2222, "": always}
	return trendBits[r.Trend] & headroomBits[r.Headroom]
}

// cover adds what the rule decides to what earlier rules decided, and reports
// whether anything was left for it.
func (r Rule) cover(covered map[Group]situations) (reached bool) {
	for _, key := range r.Groups {
		group, ok := portfolioGroup(key)
		if !ok {
			continue
		}
		reached = reached || r.situations()&^covered[group] != 0
		covered[group] |= r.situations()
	}
	return reached
}

// portfolioGroup finds a group that customers of the portfolio can be in.
func portfolioGroup(key string) (Group, bool) {
	group, ok := GroupOf(key)
	return group, ok && group != Out
}

func groupKeys() string {
	var keys []string
	for _, group := range InPortfolio {
		keys = append(keys, group.Key())
	}
	return strings.Join(keys, ", ")
}
