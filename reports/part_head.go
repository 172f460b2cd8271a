package reports

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"valueshift/segments"
)

// headline is the page's message: profit, its change, and the group furthest off
// its target.
func (s *sheet) headline() string {
	now := s.now()
	if now == nil || now.Customers == 0 {
		return "No customers at " + s.dayName(s.run.AsOf)
	}
	whose := "The segment"
	if s.isPortfolio() {
		whose = "The portfolio"
	}
	text := whose + " " + s.money.earned(now.ProfitMinor)
	if base := s.base(); base != nil {
		text += ", " + s.sinceBase(now.ProfitMinor, base)
	}
	return text + "; " + s.second(now)
}

// sinceBase compares what is earned or lost with the base month in words. Who loses more
// than before has less profit: more and less are of what the sentence is about.
func (s *sheet) sinceBase(profit int64, base *Month) string {
	then, month := base.ProfitMinor, s.monthName(base.Month)
	switch by := s.money.size(profit - then); {
	case profit >= 0 && then < 0:
		return "after a loss of " + s.money.size(then) + " in " + month
	case profit <= 0 && then > 0:
		return "after a profit of " + s.money.size(then) + " in " + month
	case magnitude(profit) > magnitude(then):
		return by + " more than in " + month
	case magnitude(profit) < magnitude(then):
		return by + " less than in " + month
	}
	return "as in " + month
}

// second is the headline's other half.
func (s *sheet) second(now *Month) string {
	late := s.offTrack()
	for _, t := range late {
		if t.GroupCode != segments.Out && t.Gap != nil {
			return s.furthest(t)
		}
	}
	if judged := s.judged(); len(late) == 0 && len(judged) > 0 {
		if inconclusive(judged) > 0 {
			return "no target is clearly behind"
		}
		return "every target is on track"
	}
	if w := s.whale(s.run.AsOf); w != nil && w.ErosionRate != nil && *w.ErosionRate > 0 {
		return "loss makers give back " + s.percentSeen(*w.ErosionRate) + " of what the others earn"
	}
	if now.Hidden == Partly {
		return "the losses of a few customers are hidden"
	}
	if now.LossMakers == 0 && s.lacks.isAll() {
		return "no cost was delivered to tell who makes a loss"
	}
	if now.LossMakers == 0 {
		return "no customer makes a loss"
	}
	return s.plural(now.LossMakers, "customer makes", "customers make") + " a loss"
}

// furthest names the group of a target that is behind. Where only the outlook is bad
// nothing is off yet, and the sentence is about the target's month.
func (s *sheet) furthest(t Target) string {
	if lag(t) != 0 || s.why(t) == "" {
		return t.GroupCode.Name() + " are the value group furthest off target, " + s.gapWords(t)
	}
	state := "is " + s.chanceText(*t.HitShare) + " likely"
	if isDue(t) {
		state = "was " + dueWord(t)
	}
	return t.GroupCode.Name() + ": the target for " + s.monthName(t.TargetMonth) + " " + state
}

// gapWords tells how far a target's number is from its glidepath or, where only the
// outlook is bad, how bad that is.
func (s *sheet) gapWords(t Target) string {
	if text := s.why(t); text != "" && lag(t) == 0 {
		return text
	}
	side := "above"
	if *t.Gap < 0 {
		side = "below"
	}
	return strings.TrimLeft(s.targetChange(t, t.Gap), "+"+minus) + " " + side + " the path to " + s.goal(t)
}

// judged are the targets that have a colour.
func (s *sheet) judged() []Target {
	var list []Target
	for _, t := range s.targets {
		if t.Colour == "green" || t.Colour == "amber" || t.Colour == "red" {
			list = append(list, t)
		}
	}
	return list
}

// offTrack are the targets that are behind, the largest gap first. Gaps of unlike
// numbers are compared as shares of the way that was promised.
func (s *sheet) offTrack() []Target {
	var list []Target
	for _, t := range s.targets {
		if isBehind(t) {
			list = append(list, t)
		}
	}
	slices.SortStableFunc(list, func(a, b Target) int { return cmp.Compare(distance(b), distance(a)) })
	return list
}

// distance is how far a target lags as a share of the way from baseline to target; of
// the target itself when there is no way.
func distance(t Target) float64 {
	if t.Gap == nil {
		return -1
	}
	way := math.Abs(t.Target)
	if t.Baseline != nil && *t.Baseline != t.Target {
		way = math.Abs(t.Target - *t.Baseline)
	}
	if way == 0 {
		return 0
	}
	return math.Abs(lag(t)) / way
}

// meta says what the numbers of the page cover.
func (s *sheet) meta() string {
	parts := []string{fmt.Sprintf("%s to %s", s.plural(int64(s.run.WindowMonths), "month", "months"), s.dayName(s.run.AsOf))}
	if now := s.now(); now != nil {
		parts = append(parts, s.plural(now.Customers, "customer", "customers"))
	}
	parts = append(parts, "amounts in "+s.run.Currency)
	if made := s.lacks.meta(); made != "" {
		parts = append(parts, made)
	}
	return strings.Join(append(parts, "blue is better, orange is worse"), " · ")
}
