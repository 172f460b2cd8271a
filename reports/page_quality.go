package reports

import (
	"fmt"
	"strings"
)

// qualityPage shows how far the numbers can be trusted and where each comes from.
func (w *writer) qualityPage() (page, error) {
	p := w.newPage("quality.html", "Quality of the data")
	r := w.book.Run
	p.Eyebrow = plainTitle(r.Portfolio) + " · " + w.monthLong(r.AsOf)
	p.Headline = w.qualityHeadline()
	p.Meta = "Data as of " + w.dayName(r.AsOf) + " · " + w.plural(int64(len(w.book.Deliveries)), "file", "files") + " read"
	reconciled := []figures{{w.reconciledFigure()}}
	if w.isForeign() {
		reconciled = append(reconciled, figures{w.currenciesFigure()}, figures{w.fxFigure(), w.planRatesFigure()})
	}
	p.add(section{ID: "reconciliation", Title: "Reconciliation", Question: "What became of every amount, from the files to the profit on the pages?", Words: words("reconciled", "quarantine", "restatement", "unknown-customer"), Rows: reconciled})
	p.add(section{ID: "warnings", Title: "Warnings", Rows: []figures{{w.warningsFigure()}}})
	if len(w.book.Restatements)+len(w.book.SegmentRestatements) > 0 {
		p.add(section{ID: "restatements", Title: "Restatements", Question: "Which closed months would be different today?",
			Rows: []figures{{w.restatementsFigure()}, {w.segmentRestatementsFigure()}}})
	}
	p.add(section{ID: "deliveries", Title: "Deliveries", Question: "Which files were read, and what became of their rows?",
		Rows: []figures{{w.deliveriesFigure()}, {w.quarantineFigure()}}})
	p.add(section{ID: "rules", Title: "Rules in force", Rows: []figures{{w.boundsFigure(), w.checksFigure()}}})
	p.add(section{ID: "method", Title: "Method", Words: words("profit", "bounds", "version"), Rows: []figures{{w.methodFigure(), w.runFigure()}}})
	return p, nil
}

func plainTitle(title string) string { return nameOf(Scope{Name: title}) }

// qualityHeadline is the state of the data in one sentence.
func (w *writer) qualityHeadline() string {
	read, held := int64(0), w.held()
	for _, d := range w.book.Deliveries {
		read += d.RowsRead
	}
	text := "Every amount loaded is accounted for"
	if _, ok := w.reconciliation(); !ok {
		text = "Amounts do not reconcile"
	} else if len(w.book.Reconciled) == 0 {
		text = "No amounts were delivered"
	}
	switch {
	case read == 0:
		text += "; no rows were read"
	case held == 0:
		text += "; all " + w.plural(read, "row", "rows") + " could be read"
	default:
		text += fmt.Sprintf("; %s of %s were held back and count nowhere", w.count(held), w.plural(read, "row", "rows"))
	}
	return text
}

// reconciledFigure follows amounts from the files to the profit on the pages.
func (w *writer) reconciledFigure() figure {
	f := figure{ID: "reconciled", Title: "Every amount loaded is accounted for", Sources: w.sources(tableReconciled)}
	if len(w.book.Reconciled) == 0 {
		f.Empty = "No amounts were delivered."
		return f
	}
	m := newMoney(w.book.Run, w.spelling)
	f.Sub = "Amounts in " + m.currency + w.atPlanRates() + " · loaded = facts = on the pages + unknown customer + outside the window"
	t := table{ID: "reconciled-table", Head: heads("<Line", "Loaded", "Facts", "On the pages", "Unknown customer", "Outside", "<State")}
	var unknown []string
	for _, r := range w.book.Reconciled {
		if r.Line == "profit" {
			f.Title = "From what was loaded to the profit on the pages, " + m.full(r.PagesMinor) + " " + m.currency
		}
		state := &mark{"circle", "good", "balances"}
		if !balances(r) {
			state = &mark{"diamond", "bad", "does not balance"}
		}
		share := ""
		if r.UnknownMinor != 0 {
			share = "strong"
			if r.DeliveredMinor != nil {
				unknown = append(unknown, r.Line+" "+m.full(r.UnknownMinor))
			}
		}
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: capital(r.Line), IsHead: true}, {Text: m.loaded(r)}, {Text: m.full(r.FactsMinor)},
			{Text: m.full(r.PagesMinor)}, {Text: m.full(r.UnknownMinor), Class: share}, {Text: m.full(r.OutsideMinor)}, {Class: "l", Mark: state}}})
	}
	if _, ok := w.reconciliation(); !ok {
		f.Title = "Not reconciled"
	}
	f.Views = []table{t}
	f.Notes = []string{"Loaded: of rows that were not held back; what those held back come to stands with the deliveries. The charge on capital is made from balances, and profit from the lines above it: revenue less all costs.",
		"Outside: booked before the window or after as-of; of acquisition cost, also the part that other windows bear; of a frozen month, what came after it was closed."}
	if len(unknown) > 0 {
		f.Alert = "Booked on the unknown customer: " + strings.Join(unknown, ", ") + " " + m.currency + ". No page can show these amounts, as nobody owns them."
	}
	return f
}

// warningsFigure lists every doubt about a number.
func (w *writer) warningsFigure() figure {
	f := figure{ID: "warnings-figure", Title: "No warnings"}
	if len(w.book.Warnings) == 0 {
		f.Empty = "Nothing raised a doubt."
		return f
	}
	f.Title = w.plural(int64(len(w.book.Warnings)), "warning", "warnings")
	t := table{ID: "warnings-table", Head: heads("<Topic", "<Warning")}
	for _, d := range w.book.Warnings {
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: d.Topic, IsHead: true}, {Text: w.warning(d), Class: "l long"}}})
	}
	f.Views = []table{t}
	return f
}

// boundsFigure shows the money bounds between groups.
func (w *writer) boundsFigure() figure {
	f := figure{ID: "bounds", Title: "Bounds between the value groups", Sources: w.sources(tableBounds)}
	if len(w.book.Bounds) == 0 {
		f.Empty = "No bounds are in force."
		return f
	}
	m := newMoney(w.book.Run, w.spelling)
	f.Sub = fmt.Sprintf("Profit per customer in %s of %s · frozen for a plan year", w.plural(int64(w.book.Run.WindowMonths), "month", "months"), m.currency)
	t := table{ID: "bounds-table", Head: heads("<Plan year", "<Bound", "Amount", "<Basis")}
	for _, b := range w.book.Bounds {
		basis := "given in the configuration"
		if b.Basis != "given" {
			basis = b.Basis
			if !b.CalibratedOn.IsZero() {
				basis += " on " + w.dayName(b.CalibratedOn)
			}
		}
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: fmt.Sprint(b.PlanYear), IsHead: true}, {Text: boundaryName(b.Boundary), Class: "l"},
			{Text: m.full(b.AmountMinor)}, {Text: basis, Class: "l"}}})
	}
	f.Views = []table{t}
	return f
}

// checksFigure lists the checks that had to stay empty.
func (w *writer) checksFigure() figure {
	f := figure{ID: "checks", Title: w.plural(int64(len(w.book.Checks)), "check", "checks") + " ran and found nothing",
		Sub: "A check is a select that must stay empty; one row of it stops the night"}
	if len(w.book.Checks) == 0 {
		f.Title, f.Sub, f.Empty = "No checks", "", "No check ran."
		return f
	}
	t := table{ID: "checks-table", Head: heads("<Check", "<Rule")}
	for _, c := range w.book.Checks {
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: c.Name, IsHead: true}, {Text: strings.TrimSpace(strings.TrimPrefix(c.Rule, "--")), Class: "l long"}}})
	}
	f.Views = []table{t}
	return f
}
