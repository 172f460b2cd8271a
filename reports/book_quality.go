package reports

import "time"

// Delivery is one file that was read. RowsRead = Loaded + Quarantined + Filtered + Blank.
type Delivery struct {
	Feed        string
	File        string
	Sha256      string
	RowsRead    int64
	Loaded      int64
	Quarantined int64
	Filtered    int64
	Blank       int64
	AmountMinor *int64 // revenue or cost that was loaded; nil for feeds without money

	QuarantinedMinor *int64 // amounts of quarantined rows, as far as they can be read
	Unread           *int64 // quarantined rows whose amount cannot; nil for feeds without money
}

// Quarantine sums up rows that did not fit the contract, with one example.
type Quarantine struct {
	Feed         string
	File         string
	ColumnName   string
	Reason       string
	RowsRead     int64
	ExampleLine  int64
	ExampleValue string
}

// Reconciled is one line of money, or profit, from what was loaded to the pages.
type Reconciled struct {
	Position       int
	Line           string // revenue, direct cost, cost to serve, acquisition cost, capital charge, profit
	DeliveredMinor *int64 // of rows that were not held back; nil: it is made here
	FactsMinor     int64  // all customers, all months
	UnknownMinor   int64  // in the window, on the unknown customer
	OutsideMinor   int64  // outside the window; of acquisition cost, what other windows bear
	PagesMinor     int64  // in the window, on the pages; the three sum to FactsMinor
}

// Restatement is one line of money of a closed month that tonight's deliveries
// would change. The pages keep showing the month as it was closed.
type Restatement struct {
	Month         time.Time
	Line          string // revenue, direct cost, cost to serve, acquisition cost, capital charge, profit
	FrozenMinor   int64  // as closed
	RestatedMinor int64
	ChangeMinor   int64  // restated less frozen
	IsSameConfig  bool   // the month was closed under tonight's configuration
	RunVersion    string // run that found this amount first
}

// SegmentRestatement is a segment of a closed month that tonight's deliveries
// would change. Customers stand in the segment that they stood in then.
type SegmentRestatement struct {
	Month                time.Time
	Segment              string
	FrozenCustomers      int64 // as closed
	RestatedCustomers    int64
	FrozenRevenueMinor   int64 // as closed
	RestatedRevenueMinor int64
	FrozenProfitMinor    int64 // as closed
	RestatedProfitMinor  int64
	ChangeMinor          int64  // of profit, restated less frozen
	IsSameConfig         bool   // the month was closed under tonight's configuration
	RunVersion           string // run that found these figures first
}

// Check is a select that had to stay empty and did.
type Check struct {
	Name string // x90_… table
	Rule string // its first line
}

// Warning is a doubt about a number that travels with it.
type Warning struct {
	Topic   string // page section it belongs to: data, classify, targets, …
	Text    string
	ScopeID *int // whose page may show it; 0: the portfolio's alone; nil: every page
}

// Bound is one frozen boundary between groups, as money.
type Bound struct {
	PlanYear     int
	Position     int
	Boundary     string // destroyers_to, neutral_from, neutral_to, creators_from
	AmountMinor  int64
	CalibratedOn time.Time // month-end whose profits set it; zero when given in config
	Basis        string    // calibrated, given
}
