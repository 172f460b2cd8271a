// Package demo owns the exports of an invented telecom and media company: the
// same options give the same bytes, in the form that config.yaml reads. It
// refuses to replace a folder that it did not write itself.
//
// Four things happen to the company, and the pages should show them:
//
//   - Sports fans take up Streaming from October 2025 to September 2026.
//   - Home offices need more service calls and field visits in every month of 2026.
//   - Broadband costs 6 % more from March 2026.
//   - From May to July 2026 many Prepaid customers move to a plan that an app serves.
//
// About forty rows are wrong on purpose; Dirty counts them.
package demo

import (
	"fmt"
	"time"
)

// Options says how much of the company is written. The months are calendar
// months, the stories have fixed dates: another Until shows another part of them.
type Options struct {
	Customers int       // rows of customers.csv but one, 100 to 9,999,999; about seven in ten are active at a time
	Months    int       // months delivered, 1 to 120
	Until     time.Time // last day of the last month delivered
	Seed      uint64    // another seed, another company
}

// Default is what `valueshift demo` writes.
var Default = Options{
	Customers: 20_000,
	Months:    30,
	Until:     time.Date(2026, time.October, 31, 0, 0, 0, 0, time.UTC),
	Seed:      20261031,
}

// check names the first option that is out of range.
func (o Options) check() error {
	switch {
	case o.Customers < 100 || o.Customers > 9_999_999:
		return fmt.Errorf("demo: customers: must be 100 to 9999999, is %d", o.Customers)
	case o.Months < 1 || o.Months > 120:
		return fmt.Errorf("demo: months: must be 1 to 120, is %d", o.Months)
	case o.Until.AddDate(0, 0, 1).Day() != 1:
		return fmt.Errorf("demo: until: must be the last day of a month, is %s", o.Until.Format(time.DateOnly))
	}
	return nil
}
