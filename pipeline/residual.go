package pipeline

import "context"

// residualRow is a row of residual_values: what a customer of the group is still
// worth to us. Minor units; nil: too few months of moves are known.
type residualRow struct {
	Segment       string
	GroupCode     int
	ResidualMean  *float64
	ResidualUpper *float64 // of a 90 % interval
}

// estimateResiduals makes residual_values. Nothing estimates them yet.
func (n *night) estimateResiduals(ctx context.Context) (int64, error) {
	return n.makeRows(ctx, "residual_values", []residualRow(nil))
}
