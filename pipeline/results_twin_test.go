package pipeline_test

import (
	"fmt"
	"math"
	"testing"
)

// What became of an intent is what Go counts over the customers of both months.
func TestResultsAgreeWithTheirTwin(t *testing.T) {
	db := databases(t, backfill(t).database())
	type stood struct {
		cell
		profit, cost int64
	}
	months := map[string]map[int]stood{}
	rows, err := db.Query(`select month::varchar, customer_key, segment, group_code, profit_minor, cost_to_serve_minor
		from history.value_groups where group_code > 0 and month in (select since_month from report_intent_results union select date '` + lastMonth + "')")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var month string
		var key int
		var s stood
		if err := rows.Scan(&month, &key, &s.segment, &s.group, &s.profit, &s.cost); err != nil {
			t.Fatal(err)
		}
		if months[month] == nil {
			months[month] = map[int]stood{}
		}
		months[month][key] = s
	}
	now := months[lastMonth]
	results, err := db.Query(`select scope, group_code, since_month::varchar, then_customers, now_customers, members, same_customers,
		customers_error, change_mean_minor, change_error_minor, cost_change_mean_minor, cost_change_error_minor from report_intent_results where same_customers > 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer results.Close()
	checked := 0
	for results.Next() {
		var of cell
		var since string
		var then, here, members, same int
		var crossing, change, changeError, cost, costError float64
		if err := results.Scan(&of.segment, &of.group, &since, &then, &here, &members, &same, &crossing, &change, &changeError, &cost, &costError); err != nil {
			t.Fatal(err)
		}
		var changes, costs []float64
		wasIn, isIn, stayed := 0, 0, 0
		for key, s := range months[since] {
			if s.cell != of {
				continue
			}
			wasIn++
			if today, ok := now[key]; ok {
				changes, costs = append(changes, float64(today.profit-s.profit)), append(costs, float64(today.cost-s.cost))
				if today.cell == of {
					stayed++
				}
			}
		}
		for _, s := range now {
			if s.cell == of {
				isIn++
			}
		}
		about := fmt.Sprintf("%s, group %d since %s", of.segment, of.group, since)
		if then != wasIn || members != wasIn || here != isIn || same != len(changes) {
			t.Errorf("%s: %d then, %d now, %d the same; counted %d, %d, %d", about, then, here, same, wasIn, isIn, len(changes))
			continue
		}
		mean, se := meanAndError(changes)
		costMean, costSE := meanAndError(costs)
		for _, pair := range [][2]float64{{crossing, math.Sqrt(float64(wasIn + isIn - 2*stayed))}, {change, mean}, {changeError, se}, {cost, costMean}, {costError, costSE}} {
			if math.Abs(pair[0]-pair[1]) > 1e-6*(1+math.Abs(pair[1])) {
				t.Errorf("%s: %g, counted %g", about, pair[0], pair[1])
			}
		}
		checked++
	}
	if checked < 10 {
		t.Errorf("only %d results to check", checked)
	}
}

// meanAndError is the mean of some numbers and its standard error.
func meanAndError(of []float64) (mean, se float64) {
	n := float64(len(of))
	for _, x := range of {
		mean += x / n
	}
	for _, x := range of {
		se += (x - mean) * (x - mean) / (n - 1) / n
	}
	return mean, math.Sqrt(se)
}
