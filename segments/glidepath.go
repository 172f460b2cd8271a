package segments

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Leg is a piece of a glidepath between two months. A nil From is the baseline, a
// nil To the goal: neither need be known before the baseline month is closed, and
// the goal of a band depends on the side from which it is reached.
type Leg struct {
	Start, End time.Time // first days
	From, To   *float64
}

// Legs is the glidepath from baseline to target month, for a target without
// mistakes. Monthly values hold in their months; between two of them, and between
// them and the ends, the path is straight, so that a plan by quarter is enough.
func (t Target) Legs() []Leg {
	start, _ := month(t.Baseline.Month)
	end, _ := month(t.Target.Month)
	leg := Leg{Start: start}
	var legs []Leg
	for _, key := range t.months() {
		value := t.Monthly[key]
		leg.End, _ = month(key)
		leg.To = &value
		legs = append(legs, leg)
		leg = Leg{Start: leg.End, From: &value}
	}
	leg.End = end
	return append(legs, leg)
}

// months are the keys of Monthly in order of time.
func (t Target) months() []string {
	var keys []string
	for key := range t.Monthly {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// wrongPath finds what is wrong with the way to the goal.
func (t Target) wrongPath() []Mistake {
	var mistakes []Mistake
	add := func(key, message string) { mistakes = append(mistakes, Mistake{key, message}) }
	isMonthly := t.Glidepath == "monthly"
	switch {
	case t.Glidepath != "" && !slices.Contains(Glidepaths, t.Glidepath):
		add("glidepath", fmt.Sprintf("must be one of %s, is %q", strings.Join(Glidepaths, ", "), t.Glidepath))
	case isMonthly && len(t.Monthly) == 0:
		add("monthly", "a value is missing: glidepath monthly needs one or more")
	case isMonthly && t.Direction == "band":
		add("glidepath", "a band has no monthly values: its two edges would need them")
	case !isMonthly && len(t.Monthly) > 0:
		add("monthly", "counts only with glidepath monthly")
	}
	first, isFirst := month(t.Baseline.Month)
	last, isLast := month(t.Target.Month)
	for _, key := range t.months() {
		at, ok := month(key)
		switch {
		case !ok:
			add("monthly", fmt.Sprintf("%q is no month like 2026-06", key))
		case isFirst && !at.After(first) || isLast && !at.Before(last):
			add("monthly."+key, fmt.Sprintf("must lie between baseline.month %s and target.month %s", t.Baseline.Month, t.Target.Month))
		default:
			if wrong := wrongValue(t.Metric, t.Monthly[key]); wrong != "" {
				add("monthly."+key, wrong)
			}
		}
	}
	return mistakes
}
