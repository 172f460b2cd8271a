package reports

import (
	"cmp"
	"slices"

	"valueshift/segments"
)

// indexPage is for executives: the message, five figures, what is off track, what
// moved, what has to be decided, and the way to every other page.
func (w *writer) indexPage() (page, error) {
	s := w.portfolio()
	p := w.newPage("index.html", nameOf(s.scope))
	p.lead(s)
	p.Doubts = w.pageDoubts("targets", "segments")
	late := s.lateFigure(w)
	movers := w.moversFigure()
	p.add(section{ID: "attention", Title: "What needs attention", Doubts: w.doubts("targets"), Rows: []figures{{late, movers, w.dueFigure()}}})
	p.add(section{ID: "segments", Title: "Segments", Question: "Every segment has a page for its owner.", Key: groupKey(segments.InPortfolio),
		Doubts: w.doubts("segments"), Rows: []figures{{w.segmentsFigure()}}})
	p.IsBrief = true // one sheet of paper
	return p, nil
}

// lateFigure lists the portfolio's targets that are off track.
func (s *sheet) lateFigure(w *writer) figure {
	f := figure{ID: "late", Title: s.targetsFinding(), Sub: "Targets at risk or off track, largest gap first",
		Period: "at " + w.dayName(s.run.AsOf), N: s.size(), Sources: w.sources(tableTargets)}
	all := w.lateEverywhere()
	if len(all) == 0 {
		f.Sub, f.Period, f.N = "", "", ""
		f.Empty = "No target is at risk or off track."
		if len(w.book.Targets) == 0 {
			f.Title, f.Empty = "No targets", "Nothing was promised; targets are set in the configuration."
		}
		return f
	}
	t := table{ID: "late-table", Class: "dense", Head: heads("<Target", "<State", "Gap", "Actual", "Path")}
	for _, l := range all {
		gap, _ := judge(lag(l.Target), true)
		t.Rows = append(t.Rows, row{Cells: []cell{
			{Text: brief(nameOf(l.sheet.scope)), Sub: promised(l.Target), IsHead: true, Href: l.sheet.file + "#targets"},
			{Class: "l", Mark: targetMark(l.Target), Sub: s.why(l.Target)}, {Text: l.sheet.targetChange(l.Target, l.Gap), Class: gap},
			{Text: l.sheet.targetValue(l.Target, l.Actual)}, {Text: l.sheet.pathNow(l.Target)}}})
	}
	f.Views = []table{t}
	f.Title = lateFinding(w, all)
	return f
}

// lateTarget is a target off its path with the scope that promised it.
type lateTarget struct {
	Target
	sheet *sheet
}

// lateEverywhere are the targets off track of all scopes, largest gap first.
func (w *writer) lateEverywhere() []lateTarget {
	var list []lateTarget
	for i := range w.all {
		for _, t := range w.all[i].offTrack() {
			list = append(list, lateTarget{t, &w.all[i]})
		}
	}
	slices.SortStableFunc(list, func(a, b lateTarget) int { return cmp.Compare(distance(b.Target), distance(a.Target)) })
	return list
}

// lateFinding counts the targets off track and names the furthest.
func lateFinding(w *writer, late []lateTarget) string {
	var targets []Target
	for _, t := range late {
		targets = append(targets, t.Target)
	}
	judged := int64(0)
	for i := range w.all {
		judged += int64(len(w.all[i].judged()))
	}
	text := w.behind(targets, judged)
	if t := late[0]; t.Gap != nil {
		what := promised(t.Target)
		if !t.sheet.isPortfolio() {
			what = brief(nameOf(t.sheet.scope)) + ", " + what
		}
		text += "; furthest: " + what + ", " + t.sheet.gapWords(t.Target)
	}
	return text
}
