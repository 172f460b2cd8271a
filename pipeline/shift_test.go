package pipeline

import (
	"testing"

	"valueshift/segments"
)

// All of a few customers who move one way have a standard error of zero and would be
// as real as can be; of fewer than a hundred at both ends nothing is tested.
func TestFewCustomersAreNotTested(t *testing.T) {
	for _, c := range []struct {
		customers        int64
		isTested, isReal bool
	}{{6, false, false}, {99, false, false}, {100, true, true}} {
		for scope := range 2 { // the portfolio and a segment
			s := &stock{subject: subject{scopeID: scope}, matrix: square(len(segments.InPortfolio))}
			s.matrix[segments.Contributors-1][segments.Creators-1] = c.customers
			rows := []shiftRow{s.shift(segments.Contributors), s.shift(segments.Creators)}
			markReal(rows)
			for _, r := range rows {
				if r.PairedShift == nil || (r.PValue != nil) != c.isTested || (r.StandardError != nil) != c.isTested || r.IsReal != c.isReal {
					t.Errorf("%d of scope %d, %s: %+v", c.customers, scope, r.GroupCode.Name(), r)
				}
			}
		}
	}
}
