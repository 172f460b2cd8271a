package pipeline

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"valueshift/segments"
)

// groupTargets tells of every promise for the group and for all of its segment, as
// it was when the month was closed.
func (l *ledger) groupTargets(ctx context.Context, segment string, group segments.Group) (Section, error) {
	section := Section{Heading: "Targets"}
	targets, err := l.records(ctx, fmt.Sprintf(`select * from history.targets
where month = %s and group_code in (0, %d) and segment in %s order by group_code desc, metric, target_month`,
		l.date(), group, l.namedThen(segment)))
	if err != nil {
		return section, err
	}
	if len(targets) == 0 {
		section.Lines = []string{"No target is set for the group or its segment."}
	}
	limits, err := l.oneIfKept(ctx, "main", "target_limits", "select * from target_limits")
	if err != nil {
		return section, err
	}
	isEarlier := false
	for _, t := range targets {
		section.Lines = append(section.Lines, l.targetText(t, limits)...)
		isEarlier = isEarlier || isBounded(t) && l.isOnOtherBounds(t.on("baseline_month"))
	}
	if isEarlier {
		section.Notes = append(section.Notes, fmt.Sprintf("A baseline of an earlier plan year that the promise does not name is judged again on the bounds of %d.", l.month.PlanYear))
	}
	if len(targets) > 0 && !l.isSameConfig() {
		section.Notes = append(section.Notes, "From where on a target is green or amber is the last night's; the month was closed under another configuration.")
	}
	return section, nil
}

// targetText is a promise, where it stands, and why it has its colour.
func (l *ledger) targetText(t, limits record) []string {
	whose := "all of the segment"
	if g := segments.Group(t.whole("group_code")); g != 0 {
		whose = g.Name()
	}
	text := []string{
		fmt.Sprintf("%s of %s, %s %s by %s: %s", strings.ReplaceAll(t.text("metric"), "_", " "), whose,
			strings.ReplaceAll(t.text("direction"), "_", " "), l.metric(t, "target"), t.on("target_month").Format("2006-01"), t.text("colour")),
		fmt.Sprintf("    baseline %s %s, path %s, actual %s, gap %s", t.on("baseline_month").Format("2006-01"),
			l.metric(t, "baseline"), l.metric(t, "glide"), l.metric(t, "actual"), l.gap(t)),
		"    " + l.colour(t, limits),
	}
	if t.text("direction") == "band" {
		text[0] = strings.Replace(text[0], l.metric(t, "target"), l.metric(t, "target_low")+" to "+l.metric(t, "target_high"), 1)
	}
	return append(text, l.verdict(t)...)
}

// verdict is how a colour came out of noise and outlook.
func (l *ledger) verdict(t record) []string {
	if t.text("status_colour") == "none" {
		return nil
	}
	toDate := "    to date: " + t.text("status_colour")
	if err, ok := t.number("standard_error"); ok {
		toDate += ", standard error " + l.apart(t, err)
		if t.at("is_inconclusive") == true {
			toDate += ": the gap may be chance, inconclusive"
		}
	}
	outlook := "    outlook: unknown, " + t.text("outlook_reason")
	hit, ok := t.number("hit_share")
	if _, isForetold := t.number("median"); ok && !isForetold {
		outlook = "    outlook: " + t.text("outlook_colour") + ", as the target month has come"
	} else if ok {
		outlook = fmt.Sprintf("    outlook: %s, %s likely; %s is expected, %s to %s in 80 %% of futures", t.text("outlook_colour"), percent(hit),
			l.metric(t, "median"), l.metric(t, "low80"), l.metric(t, "high80"))
	}
	return []string{toDate, outlook, "    the colour is the worse of the two: " + t.text("colour")}
}

// metric writes a number of a target in the unit of its metric.
func (l *ledger) metric(t record, column string) string {
	value, ok := t.number(column)
	if !ok {
		return "unknown"
	}
	return l.inUnit(t, value)
}

func (l *ledger) inUnit(t record, value float64) string {
	switch t.text("metric") {
	case "profit", "profit_per_customer":
		return l.money(int64(math.Round(value))) + " " + l.run.text("currency")
	case "customers":
		tenths := math.Round(value * 10) // a path leads through fractions of customers
		return strings.TrimSuffix(moneyText(int64(tenths), 1), ".0")
	}
	return percent(value)
}

func (l *ledger) gap(t record) string {
	actual, isActual := t.number("actual")
	glide, isGlide := t.number("glide")
	if !isActual || !isGlide {
		return "unknown"
	}
	return l.apart(t, actual-glide)
}

// apart is a difference: of shares, in percentage points.
func (l *ledger) apart(t record, value float64) string {
	return strings.Replace(l.inUnit(t, value), " %", " pp", 1)
}

// colour derives the colour to date (sql/659_target_progress.sql).
func (l *ledger) colour(t, limits record) string {
	actual, isActual := t.number("actual")
	glide, isGlide := t.number("glide")
	baseline, _ := t.number("baseline")
	attainment, isAttainment := t.number("attainment")
	isBand, reason := t.text("direction") == "band", t.text("reason")
	switch {
	case !isActual || !isGlide:
		return "no colour: " + reason
	case t.text("direction") == "hold":
		tolerance, _ := t.number("tolerance")
		return fmt.Sprintf("to hold: green within %s of the path, amber within twice that, red beyond",
			l.apart(t, tolerance))
	case reaches(t, baseline) && reaches(t, actual):
		return "the baseline met the target already, and the actual still does"
	case reaches(t, baseline):
		return "the baseline met the target already, and the actual no longer does"
	case isBand && reason == "" && (!isAttainment || attainment > 1):
		return "in a band: green inside, amber outside by no more than half its width, red beyond"
	case !isAttainment && reason == "":
		return "the path leads away from the target first: green where the actual is no worse than it, else red"
	case !isAttainment:
		return "no colour: " + reason
	}
	return fmt.Sprintf("attainment = (actual - baseline) / (path - baseline) = %s / %s = %.4f; green from %.2f, amber from %.2f, red below",
		l.apart(t, actual-baseline), l.apart(t, glide-baseline), attainment,
		numberOr(limits, "green_attainment", 0.95), numberOr(limits, "amber_attainment", 0.80))
}

// reaches reports whether a value is on the right side of a target that has one.
func reaches(t record, value float64) bool {
	target, _ := t.number("target")
	return t.text("direction") == "at_least" && value >= target || t.text("direction") == "at_most" && value <= target
}

func numberOr(r record, column string, otherwise float64) float64 {
	if value, ok := r.number(column); ok {
		return value
	}
	return otherwise
}

// isBounded reports whether the bounds between groups decide whom a target counts, and
// history keeps what it takes to count them on others.
func isBounded(t record) bool {
	return slices.Contains(segments.ValueGroups, segments.Group(t.whole("group_code"))) && t.text("metric") != "promoter_share"
}

// isOnOtherBounds reports whether a month was closed in another plan year.
func (l *ledger) isOnOtherBounds(month time.Time) bool {
	return slices.ContainsFunc(l.months, func(c closedMonth) bool { return c.Month.Equal(month) && c.PlanYear != l.month.PlanYear })
}
