package reports

import (
	"fmt"
	"slices"
	"strings"

	"valueshift/segments"
)

// missing stands for a number that a target has not, or that is not told.
func (t Target) missing() string { return word(t.Hidden != Shown, hiddenMark, none) }

// targetValue spells a number in a target's own measure.
func (s *sheet) targetValue(t Target, v *float64) string {
	if v == nil {
		return t.missing()
	}
	switch t.Metric {
	case "customer_share", "promoter_share":
		return s.percent(*v, 1)
	case "customers":
		return s.count(whole(*v))
	}
	return s.money.short(whole(*v))
}

// targetChange is targetValue for a difference.
func (s *sheet) targetChange(t Target, v *float64) string {
	if v == nil {
		return t.missing()
	}
	switch t.Metric {
	case "customer_share", "promoter_share":
		return s.pointsChange(*v, 1)
	case "customers":
		return s.countChange(whole(*v))
	}
	return s.money.shortChange(whole(*v))
}

// targetShare spells a share of a target's way.
func (s *sheet) targetShare(t Target, share *float64) string {
	if share == nil {
		return t.missing()
	}
	return s.percent(*share, 0)
}

// promised is a target in a few words: "Value Creators: share of customers".
func promised(t Target) string {
	return groupOr(t.GroupCode, "All customers") + ": " + metricName(t.Metric)
}

// goal is what was promised, without its date.
func (s *sheet) goal(t Target) string {
	if t.Direction == "band" {
		return s.targetValue(t, t.TargetLow) + " to " + s.targetValue(t, t.TargetHigh)
	}
	return s.targetValue(t, &t.Target)
}

// pathNow is where the path stands: of a band, both edges.
func (s *sheet) pathNow(t Target) string {
	if t.Direction == "band" && t.GlideLow != nil && t.GlideHigh != nil {
		return s.targetValue(t, t.GlideLow) + " to " + s.targetValue(t, t.GlideHigh)
	}
	return s.targetValue(t, t.Glide)
}

// targetsTable lists targets in the given order with a bullet for each.
func (s *sheet) targetsTable(list []Target) table {
	t := table{ID: "targets-table", Class: "dense", Head: heads("<Target", "<State", "<To date", "<Outlook", "Actual", "Gap to path", "<Actual, path and goal", "<Goal", "Attainment", "<Since the baseline")}
	for _, p := range list {
		gap, _ := judge(lag(p), true)
		tip := fmt.Sprintf("%s: actual %s, path %s, target %s", promised(p), s.targetValue(p, p.Actual), s.pathNow(p), s.goal(p))
		t.Rows = append(t.Rows, row{Cells: []cell{
			{Text: groupOr(p.GroupCode, "All customers"), Sub: metricName(p.Metric), IsHead: true},
			{Class: "l", Mark: targetMark(p)},
			s.statusCell(p),
			s.outlookCell(p),
			{Text: s.targetValue(p, p.Actual), Sub: "path " + s.pathNow(p)},
			{Text: s.targetChange(p, p.Gap), Class: gap, Sub: s.noise(p)},
			{Class: "l", Bullet: newBullet(p.Actual, p.Glide, p.Target, barClass(p), tip)},
			{Text: directionName(p.Direction) + " " + s.goal(p), Sub: "by " + s.monthName(p.TargetMonth), Class: "l"},
			{Text: s.targetShare(p, p.Attainment), Sub: "progress " + s.targetShare(p, p.Progress)},
			s.pathCell(p),
		}})
	}
	return t
}

// targetMark is a target's overall state. Amber for no other reason than chance is
// said in its own word.
func targetMark(t Target) *mark {
	m := statusMark(t.Colour)
	if t.Colour == "amber" && !isBehind(t) {
		m.Word = "inconclusive"
	}
	return m
}

// numbersHidden stands beside the state of a target that is not told more of.
const numbersHidden = "its numbers are hidden"

// statusCell is how a target stands to date.
func (s *sheet) statusCell(t Target) cell {
	c := cell{Class: "l long", Mark: statusMark(t.StatusColour), Sub: t.Reason}
	if t.Hidden != Shown {
		c.Sub = numbersHidden
	} else if t.IsInconclusive {
		c.Mark.Word, c.Sub = "inconclusive", "the gap may be chance"
	}
	return c
}

// outlookCell is how likely a target is met, with what its number will probably be.
func (s *sheet) outlookCell(t Target) cell {
	if t.HitShare == nil {
		c := cell{Class: "l long", Mark: statusMark(t.OutlookColour), Sub: t.OutlookReason}
		if c.Sub == "" && t.Hidden != Shown {
			c.Sub = numbersHidden
		}
		return c
	}
	c := cell{Class: "l long", Mark: statusMark(t.OutlookColour)}
	if !t.TargetMonth.After(s.run.AsOf) {
		c.Mark.Word = dueWord(t)
		return c
	}
	c.Mark.Word = s.chanceText(*t.HitShare) + " likely"
	if t.Low80 != nil && t.High80 != nil {
		c.Sub = s.reach(t, t.Low80, t.High80)
	}
	return c
}

// noise is one standard error of a target's number.
func (s *sheet) noise(t Target) string {
	switch {
	case t.StandardError == nil && t.Hidden != Shown:
		return "error hidden"
	case t.StandardError == nil:
		return "error not known"
	}
	return "error " + strings.TrimPrefix(s.targetChange(t, t.StandardError), "+")
}

// isBehind says that a target is off track or at risk, and not only because its gap
// may be chance.
func isBehind(t Target) bool {
	return t.Colour == "red" || t.Colour == "amber" && (!t.IsInconclusive || t.OutlookColour == "amber")
}

// lag is how far a target that is behind is on the wrong side of its path, as a
// number below zero; it is zero when the gap is not what is wrong, but the outlook.
func lag(t Target) float64 {
	switch {
	case t.Gap == nil || !isBehind(t) || t.StatusColour == "green":
		return 0
	case t.Direction == "at_least":
		return min(*t.Gap, 0)
	case t.Direction == "at_most":
		return min(-*t.Gap, 0)
	}
	return -abs(*t.Gap)
}

// why tells in a few words what made a target's state when it is not how it stands
// to date.
func (l spelling) why(t Target) string {
	if t.HitShare == nil || t.Colour != t.OutlookColour || t.Colour == t.StatusColour && !t.IsInconclusive {
		return ""
	}
	if isDue(t) {
		return dueWord(t) + ", due " + l.monthName(t.TargetMonth)
	}
	return l.chanceText(*t.HitShare) + " likely by " + l.monthName(t.TargetMonth)
}

// isDue tells of a target whose state is its outlook's whether its month has come.
func isDue(t Target) bool {
	return t.Median == nil && t.HitShare != nil && (*t.HitShare == 0 || *t.HitShare == 1)
}

// dueWord tells of a target whose month has come whether it is met now.
func dueWord(t Target) string {
	if t.HitShare != nil && *t.HitShare == 1 {
		return "met"
	}
	return "missed"
}

func barClass(t Target) string {
	if t.GroupCode == 0 {
		return "ink"
	}
	return t.GroupCode.Key()
}

// pathCell has the small line of a target.
func (s *sheet) pathCell(t Target) cell {
	c := cell{Class: "l", Spark: s.pathSpark(t)}
	if c.Spark == nil {
		c.Text = t.missing()
	}
	return c
}

// pathSpark draws what a target's number did against its glidepath; of a value group
// both begin anew on other bounds.
func (s *sheet) pathSpark(t Target) *spark {
	path := s.path(t.TargetNo)
	if len(path) == 0 {
		return nil
	}
	var actual, glide []monthValue
	for _, m := range path {
		if m.Actual != nil {
			actual = append(actual, monthValue{m.Month, *m.Actual})
		}
		if m.Glide != nil {
			glide = append(glide, monthValue{m.Month, *m.Glide})
		}
	}
	from, to := path[0].Month, path[len(path)-1].Month
	var breaks []int
	for _, n := range s.newBounds() {
		if at := monthsBetween(from, n.NotedOn); at > 0 && slices.Contains(segments.ValueGroups, t.GroupCode) {
			breaks = append(breaks, at)
		}
	}
	return newSpark(byMonth(from, to, actual), byMonth(from, to, glide), breaks...)
}

// targetsFinding says how many promises are kept.
func (s *sheet) targetsFinding() string {
	judged, late := s.judged(), s.offTrack()
	unsure := inconclusive(judged)
	switch {
	case len(judged) == 0:
		return "No target can be judged yet"
	case len(late) == 0 && unsure > 0:
		return "No target is clearly behind; " + s.count(unsure) + " of " + s.count(int64(len(judged))) + " may differ from the path by chance"
	case len(late) == 0:
		return "All " + s.plural(int64(len(judged)), "judged target is", "judged targets are") + " on track"
	}
	text := s.behind(late, int64(len(judged)))
	if late[0].Gap != nil {
		text += "; furthest: " + promised(late[0]) + ", " + s.gapWords(late[0])
	}
	return text
}

// inconclusive counts the targets that are amber by chance alone.
func inconclusive(list []Target) int64 {
	n := int64(0)
	for _, t := range list {
		if t.Colour == "amber" && !isBehind(t) {
			n++
		}
	}
	return n
}

// behind counts the targets that are behind their path, and the others that have no
// good state: their number is on the path, or beside it by chance, and may not stay so.
func (l spelling) behind(late []Target, judged int64) string {
	lagging := int64(0)
	for _, t := range late {
		if lag(t) != 0 && !t.IsInconclusive {
			lagging++
		}
	}
	risky := int64(len(late)) - lagging
	switch {
	case judged == 1 && lagging == 1:
		return "The one target is behind its path"
	case judged == 1:
		return "The one target may not be kept"
	case lagging == 0:
		return fmt.Sprintf("%s of %s may not be kept", l.count(risky), l.plural(judged, "target", "targets"))
	}
	verb := "are behind their path"
	if lagging == 1 {
		verb = "is behind its path"
	}
	text := fmt.Sprintf("%s of %s %s", l.count(lagging), l.plural(judged, "target", "targets"), verb)
	if risky > 0 {
		text += ", " + l.count(risky) + " more may not be kept"
	}
	return text
}

// targetsFigure is the table of promises.
func (w *writer) targetsFigure(s *sheet) figure {
	f := figure{ID: "targets-figure", Title: s.targetsFinding(),
		Sub:    "State: the worse of to date and outlook",
		How:    "outlook: chance to be kept, and where " + w.percent(0.8, 0) + " of futures lie · bar: actual · thin line: path today · thick line: goal · curve: actual, dashed: path",
		Period: "at " + w.dayName(s.run.AsOf), N: s.size(),
		Sources: w.sources(tableTargets, tableTargetPaths)}
	if len(s.targets) == 0 {
		f.Title, f.Empty = "No targets", "Nothing was promised for "+brief(nameOf(s.scope))+"."
		return f
	}
	f.Views = []table{s.targetsTable(s.targets)}
	if len(s.outlooks) > 0 {
		f.Sources = append(f.Sources, w.sources(tableOutlooks)...)
		f.Details = []table{s.outlooksTable()}
	}
	f.Notes = []string{"Attainment: the way covered from the baseline as a share of the way that the path asks for by now. Progress: the same as a share of the whole way.",
		"Error: how far the number would scatter had other customers of the same kind been here. A number too close to where its judgement turns is inconclusive: neither on track nor off track."}
	if slices.ContainsFunc(s.targets, func(t Target) bool { return t.IsRebased }) {
		f.Notes = append(f.Notes, fmt.Sprintf("Where the month of a baseline was closed on earlier bounds, it is judged again on those of %d: new bounds alone are no progress.", s.bounds(s.run.AsOf)))
	}
	if slices.ContainsFunc(s.targets, func(t Target) bool { return t.Metric == "profit_per_customer" }) {
		f.Notes = append(f.Notes, perCustomerNote)
	}
	return f
}

// targetCellsFigure shows which groups have targets and which have none.
func (w *writer) targetCellsFigure(list []*sheet) figure {
	f := figure{ID: "target-cells", Title: "Where nothing was promised", Sub: "The worst state of the targets of each value group",
		Sources: w.sources(tableTargetCells)}
	t := table{ID: "target-cells-table", Class: "dense"}
	cells, missing := 0, int64(0)
	listed := w.listed()
	for _, s := range list {
		names := []string{"<Scope"}
		r := row{Cells: []cell{{Text: brief(nameOf(s.scope)), IsHead: true}}}
		for _, c := range s.targetCells {
			names = append(names, "<"+groupOr(c.GroupCode, "All customers"))
			r.Cells = append(r.Cells, s.targetCell(c))
			cells++
			if c.Targets == 0 {
				missing++
			}
		}
		if len(names) > len(t.Head) {
			t.Head = heads(names...)
		}
		if s.isPortfolio() || len(list) == 1 || slices.Contains(listed, s) {
			t.Rows = append(t.Rows, r)
		}
	}
	if cells == 0 {
		f.Empty = "There are no value groups."
		return f
	}
	f.Title = w.count(missing) + " of " + w.plural(int64(cells), "cell has", "cells have") + " no target"
	if len(list) > 1 {
		f.also(w.listedWords())
	}
	f.Views = []table{t}
	return f
}

func (s *sheet) targetCell(c TargetCell) cell {
	if c.Targets == 0 {
		return cell{Class: "l flat", Text: "no target"}
	}
	m := statusMark(c.Colour)
	for _, t := range s.targets { // it has the word of the worst of them
		if t.GroupCode == c.GroupCode && t.Colour == c.Colour {
			if m = targetMark(t); isBehind(t) {
				break
			}
		}
	}
	return cell{Class: "l", Mark: m, Sub: s.plural(c.Targets, "target", "targets")}
}
