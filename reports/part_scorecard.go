package reports

import (
	"fmt"
	"slices"
)

// partName is what a part of a scorecard is called.
func partName(part string) string {
	switch part {
	case "same":
		return "Customers judged at both ends"
	case "inflow":
		return "Came: entered, moved in, first judged"
	case "outflow":
		return "Went: left, moved out"
	}
	return part
}

// scorecardFigure parts the change in profit so that an owner answers for the
// customers who stayed, and not for one who was moved up and out.
func (w *writer) scorecardFigure(s *sheet) figure {
	f := figure{ID: "scorecard-parts", Title: "Change in profit by who stayed, came and went", Sources: w.sources(tableScorecards)}
	for _, comparison := range []string{AgainstBase, AgainstPrevious} {
		if t, ok := s.scorecardTable(comparison); ok {
			f.Views = append(f.Views, t)
		}
	}
	if len(f.Views) == 0 {
		f.Empty = "There is no earlier month to compare with."
		return f
	}
	if same := s.part(AgainstBase, "same"); same != nil && !same.Hidden.isWhole() {
		f.Title = "The same customers earn " + s.money.short(max(same.ChangeMinor, -same.ChangeMinor)) + word(same.ChangeMinor < 0, " less", " more") +
			word(same.IsReal, ", more than chance", ", which may be chance")
	}
	f.Period, f.N = s.sinceThen(AgainstBase), s.size()
	f.Sub, f.How = "Change in profit", "who came or went, also from or to another segment, is told apart from what the same customers did"
	return f
}

// scorecardTable is one comparison, a row per part and a total.
func (s *sheet) scorecardTable(comparison string) (table, bool) {
	on, ok := s.then(comparison)
	if !ok || comparison == AgainstPrevious && s.isSameStart() {
		return table{}, false
	}
	total, hides := int64(0), false
	var amounts []int64
	for _, c := range s.scorecards {
		if c.Comparison == comparison {
			total += c.ChangeMinor
			hides = hides || c.Hidden.isWhole()
			amounts = append(amounts, c.ChangeMinor, c.MovedMinor)
		}
	}
	if then, now := s.month(on), s.now(); hides && then != nil && now != nil {
		total = now.ProfitMinor - then.ProfitMinor
	}
	u := s.money.common(append(amounts, total)...)
	t := table{ID: "scorecard-" + comparison, Name: "since " + s.monthName(on),
		Head: heads("<Part", "Customers", "Up", "Down", "Change, "+u.name, "± standard error", "<Verdict", "From or to other segments", "Their change, "+u.name)}
	for _, c := range s.scorecards {
		if c.Comparison == comparison {
			t.Rows = append(t.Rows, s.partRow(c, u))
		}
	}
	t.Total = []cell{{Text: "All", IsHead: true}, {}, {}, {}, {Text: s.money.change(u, total)}, {}, {}, {}, {}}
	return t, len(t.Rows) > 0
}

func (s *sheet) partRow(c Scorecard, u unit) row {
	up, down, moved, movedBy, spread := none, none, none, none, none
	if c.Part == "same" {
		up, down = s.known(c.Hidden, c.UpCustomers), s.known(c.Hidden, c.DownCustomers)
	} else {
		moved, movedBy = s.known(c.Hidden, c.MovedCustomers), unless(c.Hidden == Partly && c.MovedCustomers == 0, s.money.change(u, c.MovedMinor))
	}
	if c.StandardErrorMinor != nil {
		spread = s.money.in(u, whole(*c.StandardErrorMinor))
	}
	return s.masked(c.Hidden, row{Cells: []cell{
		{Text: partName(c.Part), IsHead: true}, {Text: s.count(c.Customers)}, {Text: up}, {Text: down},
		{Text: s.money.change(u, c.ChangeMinor), Class: moneyClass(c.ChangeMinor)}, {Text: spread}, verdict(c.IsReal), {Text: moved}, {Text: movedBy},
	}}, 1, 1)
}

// part is one part of a comparison; nil when nobody is in it.
func (s *sheet) part(comparison, part string) *Scorecard {
	for i := range s.scorecards {
		if s.scorecards[i].Comparison == comparison && s.scorecards[i].Part == part {
			return &s.scorecards[i]
		}
	}
	return nil
}

// scorecardsFigure holds the segments' scorecards side by side.
func (w *writer) scorecardsFigure() figure {
	f := figure{ID: "scorecards", Title: "Scorecards of the segments", Sources: w.sources(tableScorecards)}
	var amounts []int64
	var list []*sheet
	for _, s := range w.segments() {
		if len(s.scorecards) == 0 {
			continue
		}
		list = append(list, s)
		for _, c := range s.scorecards {
			if c.Comparison == AgainstBase {
				amounts = append(amounts, c.ChangeMinor)
			}
		}
	}
	if len(list) == 0 {
		f.Empty = "There is no earlier month to compare with."
		return f
	}
	u := w.portfolio().money.common(amounts...)
	t := table{ID: "scorecards-table", Head: heads("<Segment", "Same customers, "+u.name, "<Verdict", "Up", "Down", "Came, "+u.name, "Went, "+u.name, "Moved in", "Moved out")}
	listed := w.listed()
	for _, s := range list {
		if slices.Contains(listed, s) {
			t.Rows = append(t.Rows, s.scorecardRow(u))
		}
	}
	f.Title = w.scorecardsFinding(list)
	f.Period, f.N = list[0].sinceThen(AgainstBase), w.portfolio().size()
	f.Sub, f.How = "Change in profit", "an owner answers for the customers judged at both ends; who came and went, also between segments, is told apart"
	f.also(w.listedWords())
	f.Views = []table{t}
	return f
}

// scorecardsFinding counts the segments whose same customers earn more, of those of which
// that is told.
func (l spelling) scorecardsFinding(list []*sheet) string {
	better, told := int64(0), int64(0)
	for _, s := range list {
		if same := s.part(AgainstBase, "same"); same != nil && !same.Hidden.isWhole() {
			told++
			if same.IsReal && same.ChangeMinor > 0 {
				better++
			}
		}
	}
	of := l.plural(told, "segment", "segments")
	switch {
	case told == 0:
		return "Of no segment can be told what the same customers earn"
	case told < int64(len(list)):
		of += " of which it can be told,"
	}
	return fmt.Sprintf("In %s of %s the same customers really earn more", l.count(better), of)
}

// scorecardRow is a segment's scorecard in one line.
func (s *sheet) scorecardRow(u unit) row {
	r := row{Cells: []cell{segmentCell(s)}}
	if same := s.part(AgainstBase, "same"); same != nil {
		r.Cells = append(r.Cells, cell{Text: s.money.change(u, same.ChangeMinor), Class: moneyClass(same.ChangeMinor)}, verdict(same.IsReal),
			cell{Text: s.known(same.Hidden, same.UpCustomers)}, cell{Text: s.known(same.Hidden, same.DownCustomers)})
		r = s.masked(same.Hidden, r, 1, -1)
	} else {
		r.Cells = append(r.Cells, cell{Text: none}, cell{Text: none, Class: "l"}, cell{Text: none}, cell{Text: none})
	}
	changes, moved := make([]cell, 2), make([]cell, 2)
	for i, part := range []string{"inflow", "outflow"} {
		changes[i].Text, moved[i].Text = none, none
		if flow := s.part(AgainstBase, part); flow != nil {
			changes[i].Text, moved[i].Text = unless(flow.Hidden.isWhole(), s.money.change(u, flow.ChangeMinor)), unless(flow.Hidden.isWhole(), s.known(flow.Hidden, flow.MovedCustomers))
		}
	}
	r.Cells = append(append(r.Cells, changes...), moved...)
	return r
}
