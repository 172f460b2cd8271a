package segments

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Override is a decision of a person instead of the rules', for one customer group
// and at most [OverrideDays] days.
type Override struct {
	Segment string `yaml:"segment"`
	Group   string `yaml:"group"`  // key of a group
	Intent  string `yaml:"intent"` // grow, maintain, re-engineer, retire
	Owner   string `yaml:"owner"`  // who decided
	Reason  string `yaml:"reason"`
	Created string `yaml:"created"` // YYYY-MM-DD, first day on which it holds
	Expires string `yaml:"expires"` // YYYY-MM-DD, last day on which it holds
}

// OverrideDays is the longest that an override may hold (README, "How customers are judged"): whoever still
// means it then has to say so again.
const OverrideDays = 180

// Cycle is an attempt to re-engineer a customer group that came to its end. Nobody
// is retired without one.
type Cycle struct {
	Segment   string `yaml:"segment"`
	Group     string `yaml:"group"`
	Completed string `yaml:"completed"` // YYYY-MM-DD
	Owner     string `yaml:"owner"`
	Note      string `yaml:"note"` // what was tried; may be empty
}

// Approval is the name under a decision to retire a customer group.
type Approval struct {
	Segment  string `yaml:"segment"`
	Group    string `yaml:"group"`
	Owner    string `yaml:"owner"`    // who approved
	Approved string `yaml:"approved"` // YYYY-MM-DD, first day on which it holds
	Expires  string `yaml:"expires"`  // YYYY-MM-DD, last day on which it holds
}

// Strategy declares what a segment is for: one intent or two.
type Strategy struct {
	Segment string   `yaml:"segment"`
	Intents []string `yaml:"intents"`
	Owner   string   `yaml:"owner"` // may be empty
}

// MostIntents is how many distinct intents one segment strategy may have: do not
// choose three, choose one or two.
const MostIntents = 2

// chosen are the intents that people may name.
var chosen = Intents[:4]

// ValidateOverrides finds everything wrong with the overrides, first in each of
// them and then between them: on one day a group has one override at most.
func ValidateOverrides(overrides []Override) []Mistake {
	var found mistakes
	for i, o := range overrides {
		found.at = fmt.Sprintf("overrides[%d].", i)
		found.cell(o.Segment, o.Group)
		found.intent("intent", o.Intent)
		found.text("owner", o.Owner)
		found.text("reason", o.Reason)
		created, expires, ok := found.days("created", o.Created, "expires", o.Expires)
		if last := created.AddDate(0, 0, OverrideDays); ok && expires.After(last) {
			found.add("expires", fmt.Sprintf("must be at most %d days after created, %s, is %s",
				OverrideDays, last.Format(time.DateOnly), o.Expires))
		}
		for j, other := range overrides[:i] {
			if o.Segment == other.Segment && o.Group == other.Group && ok &&
				o.Created <= other.Expires && other.Created <= o.Expires {
				found.add("created", fmt.Sprintf("overrides[%d] holds for the same group on some of these days", j))
				break
			}
		}
	}
	return found.list
}

// ValidateCycles finds everything wrong with the list of completed cycles.
func ValidateCycles(cycles []Cycle) []Mistake {
	var found mistakes
	for i, c := range cycles {
		found.at = fmt.Sprintf("reengineered[%d].", i)
		found.cell(c.Segment, c.Group)
		found.day("completed", c.Completed)
		found.text("owner", c.Owner)
	}
	return found.list
}

// ValidateApprovals finds everything wrong with the approvals.
func ValidateApprovals(approvals []Approval) []Mistake {
	var found mistakes
	for i, a := range approvals {
		found.at = fmt.Sprintf("approvals[%d].", i)
		found.cell(a.Segment, a.Group)
		found.text("owner", a.Owner)
		found.days("approved", a.Approved, "expires", a.Expires)
	}
	return found.list
}

// ValidateStrategies finds everything wrong with the strategies. An intent that is
// free does not count against [MostIntents].
func ValidateStrategies(strategies []Strategy, maintainIsFree bool) []Mistake {
	var found mistakes
	first := map[string]int{}
	for i, s := range strategies {
		found.at = fmt.Sprintf("strategies[%d].", i)
		found.text("segment", s.Segment)
		if at, twice := first[s.Segment]; twice {
			found.add("segment", fmt.Sprintf("strategies[%d] is for this segment already", at))
		} else {
			first[s.Segment] = i
		}
		counted := 0
		for j, intent := range s.Intents {
			key := fmt.Sprintf("intents[%d]", j)
			found.intent(key, intent)
			if slices.Contains(s.Intents[:j], intent) {
				found.add(key, intent+" is named twice")
			} else if !maintainIsFree || intent != string(Maintain) {
				counted++
			}
		}
		switch {
		case len(s.Intents) == 0:
			found.add("intents", "one or two intents are needed")
		case counted > MostIntents:
			found.add("intents", fmt.Sprintf("one or two intents, not %d: what serves everything is no strategy", counted))
		}
	}
	return found.list
}

// mistakes gathers what is wrong with the items of one list.
type mistakes struct {
	at   string // key of the item, with a dot
	list []Mistake
}

func (m *mistakes) add(key, message string) {
	m.list = append(m.list, Mistake{m.at + key, message})
}

func (m *mistakes) text(key, text string) {
	if strings.TrimSpace(text) == "" {
		m.add(key, "is missing")
	}
}

// cell judges the name of a customer group.
func (m *mistakes) cell(segment, group string) {
	m.text("segment", segment)
	if _, ok := portfolioGroup(group); !ok {
		m.add("group", fmt.Sprintf("must be one of %s, is %q", groupKeys(), group))
	}
}

func (m *mistakes) intent(key, intent string) {
	if !slices.Contains(chosen, Intent(intent)) {
		m.add(key, fmt.Sprintf("must be grow, maintain, re-engineer or retire, is %q", intent))
	}
}

func (m *mistakes) day(key, text string) (on time.Time, ok bool) {
	on, err := time.Parse(time.DateOnly, text)
	if err != nil {
		m.add(key, fmt.Sprintf("must be a date like 2026-10-31, is %q", text))
	}
	return on, err == nil
}

// days judges two days of which the second may not lie before the first.
func (m *mistakes) days(fromKey, fromText, toKey, toText string) (from, to time.Time, ok bool) {
	from, isFrom := m.day(fromKey, fromText)
	to, isTo := m.day(toKey, toText)
	if isFrom && isTo && to.Before(from) {
		m.add(toKey, fmt.Sprintf("must not be before %s %s, is %s", fromKey, fromText, toText))
		return from, to, false
	}
	return from, to, isFrom && isTo
}
