package reports

import "fmt"

// targetValue spells a number in a target's own measure.
func (s *sheet) targetValue(t Target, v *float64) string {
	if v == nil {
		return none
	}
	switch t.Metric {
	case "customer_share":
		return percent(*v, 1)
	case "customers":
		return count(whole(*v))
	}
	return s.money.short(whole(*v))
}

// targetChange is targetValue for a difference.
func (s *sheet) targetChange(t Target, v *float64) string {
	if v == nil {
		return none
	}
	switch t.Metric {
	case "customer_share":
		return pointsChange(*v, 1)
	case "customers":
		return countChange(whole(*v))
	}
	return s.money.shortChange(whole(*v))
}

// promised is a target in a few words: "Value Creators: share of customers".
func promised(t Target) string {
	return groupOr(t.GroupCode, "All customers") + ": " + metricName(t.Metric)
}

// targetsTable lists targets in the given order with a bullet for each.
func (s *sheet) targetsTable(list []Target) table {
	t := table{ID: "targets-table", Class: "dense", Head: heads("<Target", "<State", "Actual", "Path today", "Gap to path", "<Actual, path and goal", "<Goal", "Attainment", "Progress", "<Since the baseline")}
	for _, p := range list {
		gap, _ := judge(gapSign(p), true)
		tip := fmt.Sprintf("%s: actual %s, path %s, target %s", promised(p), s.targetValue(p, p.Actual), s.targetValue(p, p.Glide), s.targetValue(p, &p.Target))
		t.Rows = append(t.Rows, row{Cells: []cell{
			{Text: groupOr(p.GroupCode, "All customers"), Sub: metricName(p.Metric), IsHead: true},
			{Class: "l long", Mark: statusMark(p.Colour), Sub: p.Reason},
			{Text: s.targetValue(p, p.Actual)},
			{Text: s.targetValue(p, p.Glide)},
			{Text: s.targetChange(p, p.Gap), Class: gap},
			{Class: "l", Bullet: newBullet(p.Actual, p.Glide, p.Target, barClass(p), tip)},
			{Text: directionName(p.Direction) + " " + s.targetValue(p, &p.Target), Sub: "by " + monthName(p.TargetMonth), Class: "l"},
			{Text: percentOr(p.Attainment, 0)},
			{Text: percentOr(p.Progress, 0)},
			{Class: "l", Spark: s.pathSpark(p)},
		}})
	}
	return t
}

// gapSign is the gap turned so that more is better; zero when it is not known or
// the target is not off its path.
func gapSign(t Target) float64 {
	if t.Gap == nil || t.Colour == "green" || t.Colour == "none" {
		return 0
	}
	return -1
}

func barClass(t Target) string {
	if t.GroupCode == 0 {
		return "ink"
	}
	return t.GroupCode.Key()
}

// pathSpark draws what a target's number did against its glidepath.
func (s *sheet) pathSpark(t Target) *spark {
	var actual, glide []*float64
	for _, m := range s.path(t.TargetNo) {
		actual, glide = append(actual, m.Actual), append(glide, m.Glide)
	}
	return newSpark(actual, glide)
}

// targetsFinding says how many promises are kept.
func (s *sheet) targetsFinding() string {
	judged, late := s.judged(), s.offTrack()
	switch {
	case len(judged) == 0:
		return "No target can be judged yet"
	case len(late) == 0:
		return "All " + plural(int64(len(judged)), "judged target is", "judged targets are") + " on track"
	}
	text := behind(int64(len(late)), int64(len(judged)))
	if late[0].Gap != nil {
		text += "; furthest: " + promised(late[0]) + ", " + s.gapWords(late[0])
	}
	return text
}

// behind counts the targets at risk or off track.
func behind(late, judged int64) string {
	if judged == 1 {
		return "The one target is behind"
	}
	verb := "are"
	if late == 1 {
		verb = "is"
	}
	return fmt.Sprintf("%s of %s %s behind", count(late), plural(judged, "target", "targets"), verb)
}

// targetsFigure is the table of promises.
func (w *writer) targetsFigure(s *sheet, home string) figure {
	f := figure{ID: "targets-figure", Title: s.targetsFinding(),
		Sub:     "Bar: actual · thin line: path today · thick line: goal · curve: actual, dashed: path · at " + dayName(s.run.AsOf),
		Sources: w.sources(home, tableTargets, tableTargetPaths)}
	if len(s.targets) == 0 {
		f.Title, f.Empty = "No targets", "Nothing was promised for "+brief(nameOf(s.scope))+"."
		return f
	}
	f.Views = []table{s.targetsTable(s.targets)}
	f.Notes = []string{"Attainment: the way covered from the baseline as a share of the way that the path asks for by now. Progress: the same as a share of the whole way."}
	return f
}
