package reports

import "path"

// customerListFile lists customers in a segment's folder, and nowhere else.
const customerListFile = "customers.csv"

// customersOf is the list of a segment's customers as a table; none when there are
// no lists, for the portfolio, and for a segment that is hidden.
func (w *writer) customersOf(s *sheet) []Table {
	if w.book.CustomerLists == nil || s.isPortfolio() || s.isHidden {
		return nil
	}
	return []Table{{Name: "report_customers", Records: w.book.CustomerLists}}
}

// saveCustomers writes the list into the folder of a segment's page.
func (w *writer) saveCustomers(p page) error {
	if path.Base(p.file) == glossaryFile {
		return nil
	}
	for _, t := range w.customersOf(p.of) {
		text, err := csvOf(w.ofScope(t, p.of).Records)
		if err != nil {
			return err
		}
		if err := w.put(path.Join(path.Dir(p.file), customerListFile), text); err != nil {
			return err
		}
	}
	return nil
}

// customersFigure says what the list has. The rows themselves are not on the page,
// which people print and send on.
func (w *writer) customersFigure(s *sheet) figure {
	f := figure{ID: "customer-list", Title: "Nobody makes a profit or a loss"}
	rows := w.ofScope(w.customersOf(s)[0], s).Records.NumRows()
	if rows > 0 {
		f.Title = w.plural(rows, "customer", "customers") + " with the largest profits and losses"
	}
	f.Story = []string{"Every customer is listed with profit and what it is made of, value group and its intent, and the months since the first revenue. " +
		"The list is about single people or companies: hand it on only to those who may act on it."}
	f.Sources = []source{{Table: "report_customers", CSV: customerListFile}}
	return f
}
