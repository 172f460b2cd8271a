package reports

import "time"

// All money on the pages is at plan rates: what exchange rates do moves no
// customer between groups. The tables here lead from there to actual rates. They
// are empty when every amount came in the reporting currency.

// classFx is the line of the bridge that no customer moved: the change of what
// actual rates add to profit at plan rates. The other classes sum to the change at
// plan rates, and with it to the change at actual rates.
const classFx = "fx"

// Currency is one line of money in one currency, as it was delivered.
type Currency struct {
	Position       int
	Line           string // revenue, direct cost, cost to serve, acquisition cost
	Currency       string // ISO 4217 code
	DeliveredMinor int64  // in minor units of that currency
	PlanMinor      int64  // in the reporting currency, at plan rates
	ActualMinor    int64  // in the reporting currency, each month at its own rate
}

// PlanRate is what one unit of a currency is worth for a whole plan year.
type PlanRate struct {
	PlanYear  int
	Currency  string
	Rate      float64   // reporting currency per unit
	FromMonth time.Time // first day of the month whose average it is; zero when given in config
}

// Fx is a scope's profit for the window that ends with a month, at both rates.
type Fx struct {
	ScopeID           int
	Month             time.Time
	ProfitMinor       int64 // at plan rates, as on all pages
	FxMinor           int64 // what actual rates add
	ActualProfitMinor int64
}
