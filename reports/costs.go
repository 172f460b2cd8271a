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

// isAll tells that profit is revenue alone.
func (l lacks) isAll() bool { return l == lacks{true, true, true, true} }

// lines are the names of those that are delivered, or of those that are not.
func (l lacks) lines(delivered bool) []string {
	var names []string
	for _, line := range []struct {
		name  string
		lacks bool
	}{{"direct cost", l.direct}, {"cost to serve", l.serve}, {"spread acquisition cost", l.acquisition}, {"a charge on capital", l.capital}} {
		if line.lacks != delivered {
			names = append(names, line.name)
		}
	}
	return names
}

// profitWords say what profit is made of.
func (l lacks) profitWords() string {
	without := l.lines(false)
	switch {
	case l.isAll():
		return "Profit is revenue alone, because no cost and no capital was delivered: what a customer costs is not known, and hardly anybody can make a loss."
	case len(without) == 0:
		return "Profit is revenue less " + listOf(l.lines(true)) + "."
	}
	return "Profit is revenue less " + listOf(l.lines(true)) + ". Nothing was delivered for " + listOf(without) + "."
}

// meta is the same in a few words under the headline; empty where all is there that
// most companies have.
func (l lacks) meta() string {
	switch {
	case l.isAll():
		return "profit is revenue alone, as no cost was delivered"
	case l.direct || l.serve:
		return "profit is revenue less " + listOf(l.lines(true)) + ", as no other cost was delivered"
	case l.capital:
		return "profit before capital charge, as no capital was delivered"
	}
	return ""
}
