package reports

// restatementsFigure shows frozen months beside what tonight's deliveries would
// make of them.
func (w *writer) restatementsFigure() figure {
	m := newMoney(w.book.Run, w.spelling)
	f := figure{ID: "restatements-figure", Title: "Closed months that would be different today", Sources: w.sources(tableRestated),
		Sub: "The portfolio over the window that ends with the month, in " + m.currency + " · every other page shows it as closed"}
	if len(w.book.Restatements) == 0 {
		f.Title, f.Sub, f.Empty = "The portfolio stays as it was closed", "", "What segments gain and lose cancels out."
		return f
	}
	t := table{ID: "restatements-table", Class: "dense", Head: heads("<Month", "<Line", "As closed", "Today", "Difference", "<Closed under", "<Found by")}
	for _, r := range w.book.Restatements {
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: w.monthLong(r.Month), IsHead: true}, {Text: capital(r.Line), Class: "l"},
			{Text: m.full(r.FrozenMinor)}, {Text: m.full(r.RestatedMinor)}, {Text: m.full(r.ChangeMinor), Class: "strong"},
			{Text: rulesOf(r.IsSameConfig), Class: "l"}, {Text: r.RunVersion, Class: "l mono"}}})
	}
	f.Views = []table{t}
	f.Notes = []string{"Late bookings, a month that was delivered again or a customer who is no longer listed change what a closed month would be. " +
		"Groups, migration and targets were judged on what was known then, and stay."}
	return f
}

// maxRestatements is how many segments the page lists; the downloads have all.
const maxRestatements = 30

// segmentRestatementsFigure shows which segments frozen months would change in,
// the largest change of profit first.
func (w *writer) segmentRestatementsFigure() figure {
	m := newMoney(w.book.Run, w.spelling)
	all := w.book.SegmentRestatements
	f := figure{ID: "segment-restatements-figure", Title: "Segments of closed months that would be different today",
		Sources: w.sources(tableRestatedBy),
		Sub:     "Customers and money over the window that ends with the month, in " + m.currency + " · the largest change of profit first"}
	if len(all) == 0 {
		f.Title, f.Sub, f.Empty = "No segment would be different today", "", "The lines of money that changed leave every segment's revenue and profit as closed."
		return f
	}
	t := table{ID: "segment-restatements-table", Class: "dense", Head: heads("<Month", "<Segment", "Customers as closed", "Today",
		"Revenue as closed", "Today", "Profit as closed", "Today", "Difference", "<Closed under", "<Found by")}
	for _, r := range all[:min(len(all), maxRestatements)] {
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: w.monthLong(r.Month), IsHead: true}, {Text: r.Segment, Class: "l"},
			{Text: w.count(r.FrozenCustomers)}, {Text: w.count(r.RestatedCustomers)},
			{Text: m.full(r.FrozenRevenueMinor)}, {Text: m.full(r.RestatedRevenueMinor)},
			{Text: m.full(r.FrozenProfitMinor)}, {Text: m.full(r.RestatedProfitMinor)}, {Text: m.full(r.ChangeMinor), Class: "strong"},
			{Text: rulesOf(r.IsSameConfig), Class: "l long"}, {Text: r.RunVersion, Class: "l mono"}}})
	}
	f.Views = []table{t}
	f.Notes = []string{"A customer counts in the segment that it stood in when the month was closed: a move between segments is no restatement."}
	if rest := len(all) - maxRestatements; rest > 0 {
		f.Notes = append(f.Notes, "And "+w.plural(int64(rest), "smaller change", "smaller changes")+", in the CSV and Parquet files of this table.")
	}
	return f
}

// rulesOf says whether a month was closed under tonight's configuration.
func rulesOf(isSame bool) string {
	if isSame {
		return "tonight's rules"
	}
	return "other rules than tonight's"
}
