package reports

// lacks are the lines of cost that no export brings. They are left out of sentences and
// tables, where zeros would read as measured.
type lacks struct{ direct, serve, acquisition, capital bool }

// lacksOf looks for lines that are nothing in every month of the portfolio. Where nobody
// was a customer yet, nothing lacks.
func lacksOf(b Book) lacks {
	l, seen := lacks{true, true, true, b.Run.CapitalNote}, false
	for _, m := range b.Months {
		if m.ScopeID != 0 || m.Customers == 0 {
			continue
		}
		seen = true
		l.direct = l.direct && m.DirectCostMinor == 0
		l.serve = l.serve && m.CostToServeMinor == 0
		l.acquisition = l.acquisition && m.AcquisitionMinor == 0
	}
	if !seen {
		return lacks{capital: l.capital}
	}
	return l
}
