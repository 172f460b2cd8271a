package reports

// restatementsFigure shows frozen months beside what tonight's deliveries would
// make of them.
func (w *writer) restatementsFigure() figure {
	m := money{w.book.Run.Currency, w.book.Run.MoneyScale}
	f := figure{ID: "restatements-figure", Title: "Closed months that would be different today", Sources: w.sources("", tableRestated),
		Sub: "The portfolio over the window that ends with the month, in " + m.currency + " · every other page shows it as closed"}
	t := table{ID: "restatements-table", Class: "dense", Head: heads("<Month", "<Line", "As closed", "Today", "Difference", "<Closed under", "<Found by")}
	for _, r := range w.book.Restatements {
		rules := "other rules than tonight's"
		if r.IsSameConfig {
			rules = "tonight's rules"
		}
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: monthLong(r.Month), IsHead: true}, {Text: capital(r.Line), Class: "l"},
			{Text: m.full(r.FrozenMinor)}, {Text: m.full(r.RestatedMinor)}, {Text: m.full(r.ChangeMinor), Class: "strong"},
			{Text: rules, Class: "l"}, {Text: r.RunVersion, Class: "l mono"}}})
	}
	f.Views = []table{t}
	f.Notes = []string{"Late bookings, a month that was delivered again or a customer who is no longer listed change what a closed month would be. " +
		"Groups, migration and targets were judged on what was known then, and stay."}
	return f
}
