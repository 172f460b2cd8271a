package pipeline

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// planRateRow is a row of given_plan_rates.
type planRateRow struct {
	PlanYear int
	Currency string
	Rate     rate
}

// planRates hands the given rates over, in the order of year and currency.
func (c Config) planRates() []planRateRow {
	var rows []planRateRow
	for _, year := range slices.Sorted(maps.Keys(c.PlanRates)) {
		number, _ := strconv.Atoi(year) // Load has checked it
		for _, currency := range slices.Sorted(maps.Keys(c.PlanRates[year])) {
			rows = append(rows, planRateRow{number, currency, rate(c.PlanRates[year][currency])})
		}
	}
	return rows
}

// keepRates records what exchange rates added to a month, and the plan rates that
// it was judged at. A rate of a month that is still to come is not settled yet.
func (n *night) keepRates(ctx context.Context, month string) error {
	for _, r := range []struct{ table, key, value, query string }{
		{"fx_cells", "month", month, "select * from fx_cells"},
		{"plan_rates", "", "", "select p.* from plan_rates as p cross join run as r where coalesce(p.from_month, r.as_of) <= r.as_of"},
	} {
		if _, err := n.Engine.Replace(ctx, r.table, r.key, r.value, r.query); err != nil {
			return fmt.Errorf("classify: history.%s: %w", r.table, err)
		}
	}
	return nil
}
