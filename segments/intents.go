package segments

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Rule is one line of the intent table: when every signal it names has the named
// value, the group gets its intent. The first rule that fits decides. A signal
// that is left out may have any value and may be unknown; a signal that is named
// must be known – but what is unknown is neither low nor high, so it fits not_low
// and not_high.
type Rule struct {
	Rule       string   `yaml:"rule"`       // short id shown on the page, R10
	Groups     []string `yaml:"groups"`     // keys of value groups
	Trend      string   `yaml:"trend"`      // up, flat, down
	Headroom   string   `yaml:"headroom"`   // high, low
	Advocacy   string   `yaml:"advocacy"`   // high, mid, low, not_low, not_high
	Fixable    string   `yaml:"fixable"`    // yes, no
	Young      string   `yaml:"young"`      // yes
	Persistent string   `yaml:"persistent"` // yes
	Residual   string   `yaml:"residual"`   // positive, negative
	Intent     string   `yaml:"intent"`
	Reason     string   `yaml:"reason"` // code shown with the intent, SWEET_SPOT
}

// RuleRow is one rule for one group, the way SQL joins it: of the rows that fit,
// the one with the lowest Position decides. A signal that is nil may have any
// value, unknown included.
type RuleRow struct {
	Position    int // 1 for the first rule
	Rule        string
	GroupCode   Group
	Trend       *int64 // -1 down, 0 flat, 1 up
	Headroom    *int64 // 0 low, 1 high
	Advocacy    *int64 // -1 low, 0 mid, 1 high
	NotAdvocacy *int64 // what advocacy must not be; unknown is not it
	Fixable     *int64 // 0 no, 1 yes
	Young       *int64 // 1 yes
	Persistent  *int64 // 1 yes
	Residual    *int64 // -1 negative, 1 positive
	Intent      string
	Reason      string
}

// signal is one of the signals that a rule may name.
type signal struct {
	key   string
	named func(Rule) string
	codes map[string]int64 // the values a rule may name, as SQL codes them
	// known are the values that the signal can have besides unknown.
	known []int64
}

// notWord begins a value that says what a signal must not be.
const notWord = "not_"

var signals = []signal{
	{"trend", func(r Rule) string { return r.Trend }, map[string]int64{"up": 1, "flat": 0, "down": -1}, []int64{-1, 0, 1}},
	{"headroom", func(r Rule) string { return r.Headroom }, map[string]int64{"high": 1, "low": 0}, []int64{0, 1}},
	{"advocacy", func(r Rule) string { return r.Advocacy },
		map[string]int64{"high": 1, "mid": 0, "low": -1, "not_high": 1, "not_low": -1}, []int64{-1, 0, 1}},
	{"fixable", func(r Rule) string { return r.Fixable }, map[string]int64{"yes": 1, "no": 0}, []int64{0, 1}},
	{"young", func(r Rule) string { return r.Young }, map[string]int64{"yes": 1}, []int64{0, 1}},
	{"persistent", func(r Rule) string { return r.Persistent }, map[string]int64{"yes": 1}, []int64{0, 1}},
	{"residual", func(r Rule) string { return r.Residual }, map[string]int64{"positive": 1, "negative": -1}, []int64{-1, 1}},
}

// fits reports whether the signal may have a value where the rule applies; nil is
// unknown. A misspelt value fits nothing.
func (s signal) fits(r Rule, value *int64) bool {
	name := s.named(r)
	code, ok := s.codes[name]
	switch {
	case name == "":
		return true
	case !ok:
		return false
	case strings.HasPrefix(name, notWord):
		return value == nil || *value != code
	}
	return value != nil && *value == code
}

// When are the conditions of a rule in words, in the order of the signals: "trend down",
// "advocacy not high", "not fixable". A rule without any fits every group it is for.
func (r Rule) When() []string {
	var list []string
	for _, s := range signals {
		switch value := s.named(r); value {
		case "":
		case "yes":
			list = append(list, s.key)
		case "no":
			list = append(list, "not "+s.key)
		default:
			list = append(list, s.key+" "+strings.ReplaceAll(value, "_", " "))
		}
	}
	if r.Intent == string(Retire) {
		list = append(list, "all guardrails hold")
	}
	return list
}

// RuleRows hands over rules that ValidateRules accepts, by position and then in
// the order in which the rule lists its groups.
func RuleRows(rules []Rule) []RuleRow {
	var rows []RuleRow
	for i, rule := range rules {
		codes := map[string]*int64{}
		for _, s := range signals {
			code, ok := s.codes[s.named(rule)]
			switch {
			case !ok:
			case strings.HasPrefix(s.named(rule), notWord):
				codes[notWord+s.key] = &code
			default:
				codes[s.key] = &code
			}
		}
		for _, key := range rule.Groups {
			group, _ := GroupOf(key)
			rows = append(rows, RuleRow{
				Position:    i + 1,
				Rule:        rule.Rule,
				GroupCode:   group,
				Trend:       codes["trend"],
				Headroom:    codes["headroom"],
				Advocacy:    codes["advocacy"],
				NotAdvocacy: codes["not_advocacy"],
				Fixable:     codes["fixable"],
				Young:       codes["young"],
				Persistent:  codes["persistent"],
				Residual:    codes["residual"],
				Intent:      rule.Intent,
				Reason:      rule.Reason,
			})
		}
	}
	return rows
}

// ValidateRules finds everything wrong with the intent table, in the order of the
// rules. Keys are relative to intents: rules[3].intent, and rules for what no
// single rule is to blame for.
func ValidateRules(rules []Rule) []Mistake {
	var mistakes []Mistake
	first := map[string]int{}
	covered := map[Group]*[situations]bool{}
	for _, group := range InPortfolio {
		covered[group] = new([situations]bool)
	}
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
		if slices.Contains(covered[group][:], false) {
			mistakes = append(mistakes, Mistake{"rules",
				fmt.Sprintf("%s need a last rule that names no signal and is not retire: a group whose signals are unknown must get an intent too", group.Key())})
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
	for _, s := range signals {
		if name := s.named(r); name != "" {
			if _, ok := s.codes[name]; !ok {
				add(s.key, fmt.Sprintf("must be %s or left out, is %q", strings.Join(s.names(), ", "), name))
			}
		}
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

// names are the values that a rule may give, as they are told in a message.
func (s signal) names() []string {
	return slices.Sorted(maps.Keys(s.codes))
}

// situations counts what the seven signals of a group can be together, unknown
// included.
const situations = 4 * 3 * 4 * 3 * 3 * 3 * 3

// every lists them: the value of each signal in the order of signals, nil where
// it is unknown.
var every = func() (list [situations][]*int64) {
	for number := range list {
		rest := number
		for _, s := range signals {
			var value *int64
			if at := rest % (len(s.known) + 1); at > 0 {
				value = &s.known[at-1]
			}
			list[number] = append(list[number], value)
			rest /= len(s.known) + 1
		}
	}
	return list
}()

// fits reports whether the rule applies to a group in a situation.
func (r Rule) fits(values []*int64) bool {
	for i, s := range signals {
		if !s.fits(r, values[i]) {
			return false
		}
	}
	return true
}

// cover adds what the rule decides to what earlier rules decided, and reports
// whether anything was left for it. A rule for retire decides nothing for sure:
// its guardrails may refuse any group.
func (r Rule) cover(covered map[Group]*[situations]bool) (reached bool) {
	for number, values := range every {
		if !r.fits(values) {
			continue
		}
		for _, key := range r.Groups {
			group, ok := portfolioGroup(key)
			if !ok || covered[group][number] {
				continue
			}
			reached = true
			covered[group][number] = r.Intent != string(Retire)
		}
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
