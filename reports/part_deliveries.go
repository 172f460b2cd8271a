package reports

import (
	"fmt"
)

// mostFiles is how many files of a feed are listed one by one; more are summed up
// and folded away.
const mostFiles = 30

// deliveriesFigure lists what was read, by feed and file.
func (w *writer) deliveriesFigure() figure {
	f := figure{ID: "deliveries-figure", Title: "Files that were read", Sources: w.sources(tableDeliveries)}
	list := w.book.Deliveries
	if len(list) == 0 {
		f.Empty = "No files were delivered."
		return f
	}
	m := newMoney(w.book.Run, w.spelling)
	f.Sub = "Rows read = loaded + quarantined + filtered out + blank · held back: money of the rows in quarantine, as far as it can be read · amounts in " + m.currency
	if w.isForeign() {
		f.Sub += ", none where a file holds other currencies"
	}
	t := table{ID: "deliveries-table", Class: "dense", Head: deliveryHead()}
	for from := 0; from < len(list); {
		to := from
		for to < len(list) && list[to].Feed == list[from].Feed {
			to++
		}
		files := list[from:to]
		if len(files) > 1 || len(list) > mostFiles {
			t.Rows = append(t.Rows, deliveryRow(m, w.feedSum(files), "feed"))
		}
		if len(list) <= mostFiles {
			for _, d := range files {
				t.Rows = append(t.Rows, deliveryRow(m, d, ""))
			}
		} else {
			one := table{ID: "deliveries-" + files[0].Feed, Name: fmt.Sprintf("%s of %s", w.plural(int64(len(files)), "file", "files"), files[0].Feed), Class: "dense", Head: deliveryHead()}
			for _, d := range files {
				one.Rows = append(one.Rows, deliveryRow(m, d, ""))
			}
			f.Details = append(f.Details, one)
		}
		from = to
	}
	if len(list) > mostFiles { // sums have no hash
		t.Head = t.Head[:len(t.Head)-1]
		for i := range t.Rows {
			t.Rows[i].Cells = t.Rows[i].Cells[:len(t.Head)]
		}
	}
	f.Title = w.plural(int64(len(list)), "file was read", "files were read")
	f.Views = []table{t}
	return f
}

func deliveryHead() []head {
	return heads("<Feed", "<File", "Read", "Loaded", "Quarantined", "Filtered", "Blank", "Amount", "Held back", "<Sha-256")
}

func deliveryRow(m money, d Delivery, class string) row {
	amount, held := none, ""
	if d.AmountMinor != nil {
		amount = m.full(*d.AmountMinor)
	}
	if d.Quarantined > 0 {
		held = "bad"
	}
	r := row{Class: class, Cells: []cell{{Text: d.Feed, IsHead: true}, {Text: d.File, Class: "l file", Tip: d.File}}}
	for i, n := range []int64{d.RowsRead, d.Loaded, d.Quarantined, d.Filtered, d.Blank} {
		c := cell{Text: m.count(n)}
		if i == 2 {
			c.Class = held
		}
		r.Cells = append(r.Cells, c)
	}
	r.Cells = append(r.Cells, cell{Text: amount}, heldCell(m, d), cell{Text: first(d.Sha256, 12), Class: "l mono", Tip: d.Sha256})
	return r
}

// heldCell is the money of the rows in quarantine. What cannot be read of it is
// told as a number of rows, for nobody knows how much that is.
func heldCell(m money, d Delivery) cell {
	c := cell{Text: none}
	if d.QuarantinedMinor != nil {
		c.Text = m.full(*d.QuarantinedMinor)
	}
	if d.Unread != nil && *d.Unread > 0 {
		c.Text += " + " + m.count(*d.Unread) + " unread"
		c.Tip = m.plural(*d.Unread, "row", "rows") + " in quarantine without an amount that can be read"
	}
	if d.Quarantined > 0 && d.Unread != nil {
		c.Class = "bad"
	}
	return c
}

// feedSum adds the files of one feed up.
func (l spelling) feedSum(files []Delivery) Delivery {
	sum := Delivery{Feed: files[0].Feed, File: l.plural(int64(len(files)), "file", "files")}
	amount, hasAmount, isMixed := int64(0), false, false
	held, unread, isHeldMixed := int64(0), int64(0), false
	for _, d := range files {
		sum.RowsRead += d.RowsRead
		sum.Loaded += d.Loaded
		sum.Quarantined += d.Quarantined
		sum.Filtered += d.Filtered
		sum.Blank += d.Blank
		if d.AmountMinor != nil {
			amount, hasAmount = amount+*d.AmountMinor, true
		} else if d.Loaded > 0 {
			isMixed = true // amounts of several currencies have no sum
		}
	}
	if hasAmount && !isMixed {
		sum.AmountMinor = &amount
	}
	for _, d := range files {
		if d.Unread == nil {
			return sum // a feed without money
		}
		unread += *d.Unread
		if d.QuarantinedMinor == nil {
			isHeldMixed = true
		} else {
			held += *d.QuarantinedMinor
		}
	}
	sum.Unread = &unread
	if !isHeldMixed {
		sum.QuarantinedMinor = &held
	}
	return sum
}

// quarantineFigure shows why rows were held back, each with an example.
func (w *writer) quarantineFigure() figure {
	f := figure{ID: "quarantine", Title: "No row was held back", Sources: w.sources(tableQuarantine)}
	if len(w.book.Quarantine) == 0 {
		f.Empty = "Every row fitted the contract."
		return f
	}
	rows := int64(0)
	t := table{ID: "quarantine-table", Class: "dense", Head: heads("<Feed", "<File", "<Column", "<Reason", "Rows", "Line", "<Example")}
	for _, q := range w.book.Quarantine {
		rows += q.RowsRead
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: q.Feed, IsHead: true}, {Text: q.File, Class: "l file", Tip: q.File}, {Text: q.ColumnName, Class: "l"},
			{Text: q.Reason, Class: "l long"}, {Text: w.count(q.RowsRead)}, {Text: w.count(q.ExampleLine)}, {Text: q.ExampleValue, Class: "l mono example"}}})
	}
	f.Title = w.plural(rows, "row was", "rows were") + " held back"
	f.Sub = "Rows that did not fit the contract, with the first of each kind; they are in no number of these pages"
	f.Views = []table{t}
	return f
}
