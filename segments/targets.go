package segments

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Target is one promise: a number of a segment or the portfolio, at a date.
type Target struct {
	Segment   string             `yaml:"segment"`   // empty: the whole portfolio
	Group     string             `yaml:"group"`     // key of a group; empty: all customers
	Metric    string             `yaml:"metric"`    // one of Metrics
	Direction string             `yaml:"direction"` // one of Directions
	Baseline  Baseline           `yaml:"baseline"`
	Target    Goal               `yaml:"target"`
	Tolerance float64            `yaml:"tolerance"` // hold: how far the actual may be off and still be green
	Glidepath string             `yaml:"glidepath"` // one of Glidepaths; empty: linear
	Monthly   map[string]float64 `yaml:"monthly"`   // glidepath monthly: values on the way by YYYY-MM
}

// Baseline is where a glidepath starts. Without a value it is what the month
// closed with.
type Baseline struct {
	Month string   `yaml:"month"` // YYYY-MM
	Value *float64 `yaml:"value"` // share 0..1, customers, or currency units per window
}

// Goal is where a glidepath ends: a value, or with direction band a range. All are
// in the same unit as the baseline.
type Goal struct {
	Month string   `yaml:"month"` // YYYY-MM
	Value *float64 `yaml:"value"`
	From  *float64 `yaml:"from"`
	To    *float64 `yaml:"to"`
}

// Metrics, Directions and Glidepaths list what a target may name.
var (
	Metrics    = []string{"customer_share", "customers", "profit", "profit_per_customer", "promoter_share"}
	Directions = []string{"at_least", "at_most", "hold", "band"}
	Glidepaths = []string{"linear", "s_curve", "monthly"}
)

// IsMoney says whether a metric is an amount of the reporting currency.
func IsMoney(metric string) bool { return metric == "profit" || metric == "profit_per_customer" }

// Range is the lowest and highest value that keep the promise at its date, nil
// where there is no limit.
func (t Target) Range() (low, high *float64) {
	switch t.Direction {
	case "at_least":
		return t.Target.Value, nil
	case "at_most":
		return nil, t.Target.Value
	case "hold":
		least, most := *t.Target.Value-t.Tolerance, *t.Target.Value+t.Tolerance
		return &least, &most
	}
	return t.Target.From, t.Target.To
}

// shareSlack is how far the shares of all groups may be off 1, for shares that
// were rounded when they were written down (README, "How customers are judged").
const shareSlack = 0.001

// ValidateTargets finds everything wrong with the promises, first in each of them
// and then between them. Keys start at targets: targets[1].metric.
func ValidateTargets(targets []Target) []Mistake {
	var mistakes []Mistake
	for i, target := range targets {
		for _, mistake := range target.mistakes() {
			mistakes = append(mistakes, Mistake{fmt.Sprintf("targets[%d].%s", i, mistake.Key), mistake.Message})
		}
	}
	mistakes = append(mistakes, repeated(targets)...)
	return append(mistakes, wrongSums(targets)...)
}

// mistakes are those that can be seen in the target alone; keys are its fields.
func (t Target) mistakes() []Mistake {
	var mistakes []Mistake
	add := func(key, message string) { mistakes = append(mistakes, Mistake{key, message}) }
	if _, ok := portfolioGroup(t.Group); !ok && t.Group != "" {
		add("group", fmt.Sprintf("must be one of %s or left out, is %q", groupKeys(), t.Group))
	}
	if t.Group == "" && t.Metric == "customer_share" {
		add("group", "customer_share needs a group: the share of all customers is always 1")
	}
	if !slices.Contains(Metrics, t.Metric) {
		add("metric", fmt.Sprintf("must be one of %s, is %q", strings.Join(Metrics, ", "), t.Metric))
	}
	if !slices.Contains(Directions, t.Direction) {
		add("direction", fmt.Sprintf("must be one of %s, is %q", strings.Join(Directions, ", "), t.Direction))
	}
	baseline, isBaseline := month(t.Baseline.Month)
	if !isBaseline {
		add("baseline.month", fmt.Sprintf("must be a month like 2025-12, is %q", t.Baseline.Month))
	}
	if t.Baseline.Value != nil {
		if wrong := wrongValue(t.Metric, *t.Baseline.Value); wrong != "" {
			add("baseline.value", wrong)
		}
	}
	goal, isGoal := month(t.Target.Month)
	if !isGoal {
		add("target.month", fmt.Sprintf("must be a month like 2026-12, is %q", t.Target.Month))
	} else if isBaseline && !goal.After(baseline) {
		add("target.month", fmt.Sprintf("must be after baseline.month %s, is %s", t.Baseline.Month, t.Target.Month))
	} else if isBaseline && goal.After(baseline.AddDate(targetYears, 0, 0)) { // every future is drawn that far
		add("target.month", fmt.Sprintf("must be at most %d years after baseline.month %s, is %s", targetYears, t.Baseline.Month, t.Target.Month))
	}
	mistakes = append(mistakes, t.wrongGoal()...)
	if !(t.Tolerance >= 0) || math.IsInf(t.Tolerance, 1) {
		add("tolerance", fmt.Sprintf("must be 0 or more, is %v", t.Tolerance))
	} else if t.Tolerance > 0 && t.Direction != "hold" {
		add("tolerance", "counts only with direction hold")
	}
	return append(mistakes, t.wrongPath()...)
}

// wrongGoal finds what is wrong with the value or the range at the end.
func (t Target) wrongGoal() []Mistake {
	var mistakes []Mistake
	isBand := t.Direction == "band"
	for _, end := range []struct {
		key    string
		value  *float64
		isHere bool // with this direction
	}{
		{"target.value", t.Target.Value, !isBand}, {"target.from", t.Target.From, isBand}, {"target.to", t.Target.To, isBand},
	} {
		wrong := ""
		switch {
		case end.value == nil && end.isHere:
			wrong = "a value is missing"
		case end.value == nil:
		case !end.isHere && isBand:
			wrong = "a band has from and to"
		case !end.isHere:
			wrong = "counts only with direction band"
		default:
			wrong = wrongValue(t.Metric, *end.value)
		}
		if wrong != "" {
			mistakes = append(mistakes, Mistake{end.key, wrong})
		}
	}
	if isBand && len(mistakes) == 0 && *t.Target.To <= *t.Target.From {
		mistakes = append(mistakes, Mistake{"target.to",
			fmt.Sprintf("must be above target.from %v, is %v", *t.Target.From, *t.Target.To)})
	}
	return mistakes
}

// targetYears is how far from its baseline a target may lie.
const targetYears = 10

// month reads YYYY-MM.
func month(text string) (time.Time, bool) {
	first, err := time.Parse("2006-01", text)
	return first, err == nil
}

// wrongValue says why a metric cannot have a value; it is empty when it can.
func wrongValue(metric string, value float64) string {
	isShare := metric == "customer_share" || metric == "promoter_share"
	switch {
	case math.IsNaN(value) || math.IsInf(value, 0):
		return fmt.Sprintf("must be a number, is %v", value)
	case isShare && (value < 0 || value > 1):
		return fmt.Sprintf("must be a share between 0 and 1, is %v", value)
	case metric == "customers" && value < 0:
		return fmt.Sprintf("must be 0 or more, is %v", value)
	}
	return ""
}

// repeated finds a second target for the same number.
func repeated(targets []Target) []Mistake {
	type number struct{ segment, group, metric string }
	var mistakes []Mistake
	first := map[number]int{}
	for i, target := range targets {
		this := number{target.Segment, target.Group, target.Metric}
		if at, twice := first[this]; twice {
			mistakes = append(mistakes, Mistake{fmt.Sprintf("targets[%d]", i),
				fmt.Sprintf("names the segment, group and metric of targets[%d] again", at)})
			continue
		}
		first[this] = i
	}
	return mistakes
}

// promised is what the targets of one segment add up to in one month.
type promised struct {
	segment, month string
	least, most    float64 // sums; they differ where a band leaves room
	groups         map[string]bool
	last           int // the last target that counts
}

// wrongSums finds segments whose shares cannot come true together: in one month
// they are above 1, or there is one for every group and they are not 1. The last
// target of the month gets the blame.
func wrongSums(targets []Target) []Mistake {
	var mistakes []Mistake
	for _, all := range promisedShares(targets) {
		scope := "the portfolio"
		if all.segment != "" {
			scope = all.segment
		}
		sum, wrong := all.least, ""
		if offOne(all.least) > shareSlack {
			wrong = "more than 1"
		} else if offOne(all.most) < -shareSlack && len(all.groups) == len(InPortfolio) {
			sum, wrong = all.most, "not to 1, though every group has one"
		}
		if wrong != "" {
			key := "value"
			if targets[all.last].Direction == "band" {
				key = "to"
			}
			mistakes = append(mistakes, Mistake{fmt.Sprintf("targets[%d].target.%s", all.last, key),
				fmt.Sprintf("the shares of %s in %s sum to %.4f, %s", scope, all.month, sum, wrong)})
		}
	}
	return mistakes
}

// offOne is how far a sum of written shares is from 1, without the noise of binary
// fractions.
func offOne(sum float64) float64 { return math.Round((sum-1)*1e9) / 1e9 }

// promisedShares adds up the shares that are right in themselves, each group
// once, in the order in which segments and months appear.
func promisedShares(targets []Target) []promised {
	var all []promised
	for i, target := range targets {
		_, isGroup := portfolioGroup(target.Group)
		if target.Metric != "customer_share" || !isGroup || len(target.wrongGoal()) > 0 {
			continue
		}
		at := slices.IndexFunc(all, func(p promised) bool {
			return p.segment == target.Segment && p.month == target.Target.Month
		})
		if at < 0 {
			at = len(all)
			all = append(all, promised{segment: target.Segment, month: target.Target.Month, groups: map[string]bool{}})
		}
		if !all[at].groups[target.Group] {
			least, most := target.Target.Value, target.Target.Value
			if target.Direction == "band" {
				least, most = target.Target.From, target.Target.To
			}
			all[at].groups[target.Group] = true
			all[at].least += *least
			all[at].most += *most
			all[at].last = i
		}
	}
	return all
}
