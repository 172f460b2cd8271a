package reports

import (
	"time"

	"valueshift/segments"
)

// Forecast is the range to expect of one group of a scope at a month-end to come
// (README, "Forecast"). A scope without a row was not forecast. The shares are of the
// customers of the scope then.
type Forecast struct {
	ScopeID         int
	Month           time.Time
	GroupCode       segments.Group
	CustomersMedian float64
	ShareMedian     float64
	ShareLow80      float64 // the share is in the range with a probability of 80 %
	ShareHigh80     float64
	ShareLow95      float64
	ShareHigh95     float64
}

// Outlook is what a target's number may be in its target month, in the unit of the
// target. All of it is nil when it is not known, and Reason says why.
type Outlook struct {
	TargetNo        int
	ScopeID         int
	GroupCode       segments.Group // Out means all groups of the scope
	Metric          string
	Direction       string
	TargetMonth     time.Time
	Target          float64
	Actual          *float64
	MonthsOfHistory int // monthly comparisons that it rests on
	Median          *float64
	Low80           *float64
	High80          *float64
	Low95           *float64
	High95          *float64
	HitShare        *float64 // probability that the promise is kept, 0..1
	Reason          string
	Hidden          Hiding `column:"-"` // by the rule about few customers
}

// RequiredMove is how many customers must cross one boundary to keep the promised
// shares of a month, over and above those who cross it anyway (README, "Forecast"). The
// customers of a month are nil when nobody is there to be compared with.
type RequiredMove struct {
	ScopeID         int
	TargetMonth     time.Time
	MonthsLeft      int
	FromCode        segments.Group
	ToCode          segments.Group
	Flow            float64
	UsualCustomers  *float64 // who cross it in a usual month, at today's size of the group
	NeededCustomers *float64
	BestCustomers   *float64 // in the best month there was
	IsImplausible   *bool    // more are needed than the best month managed
}

// Backtest is how well a scope's forecast would have foretold its past.
type Backtest struct {
	ScopeID       int
	HorizonMonths int
	Origins       int      // month-ends that the past was foretold from; 0: it was not
	Mae           *float64 // mean absolute error of the median, of shares of customers
	Coverage80    *float64 // of the shares that were in the 80 % range
	Widening      float64  // factor by which all ranges are widened for it; 1: not
	Reason        string   // why nothing was tested
}
