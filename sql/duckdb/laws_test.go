package duckdb_test

import (
	"fmt"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// twoMonths is a history of one customer in two months that keeps every law.
var twoMonths = []struct{ table, query string }{
	{"closed_months", "select m as month, date '2025-02-01' as window_from, date '2024-01-01' as data_from, 2026 as plan_year, '' as config_hash, '' as input_hash, '' as version from MONTHS"},
	{"customer_keys", "select 1 as customer_key, 'A' as customer_id, true as is_listed"},
	{"value_groups", "select m as month, 1 as customer_key, 'S' as segment, 9 as tenure_days, 1 as tenure_band, true as is_contractual, 2 as group_code, 2 as raw_group_code, 5 as class_profit_minor, 7 as revenue_minor, 1 as direct_cost_minor, 1 as cost_to_serve_minor, 1 as avoidable_minor, 0 as acquisition_minor, 0 as capital_minor, 5 as profit_minor from MONTHS"},
	{"group_cells", "select m as month, 'S' as segment, 2 as group_code, 1 as tenure_band, 1 as customers, 0 as loss_makers, 7 as revenue_minor, 1 as direct_cost_minor, 1 as cost_to_serve_minor, 0 as acquisition_minor, 0 as capital_minor, 5 as profit_minor, 5 as peak_minor from MONTHS"},
	{"group_bounds", "select 2026 as plan_year, 'whale' as basis, null as calibrated_on, 0 as destroyers_to_minor, 0 as neutral_band_minor, 1 as creators_from_minor"},
	{"moves", `select date '2026-02-28' as month, 'previous' as comparison, date '2026-01-31' as then_month, 'S' as then_segment, 'S' as now_segment, 2 as then_code, 2 as now_code, 1 as customers,
		7 as then_revenue_minor, 7 as now_revenue_minor, 1 as then_direct_cost_minor, 1 as now_direct_cost_minor, 1 as then_cost_to_serve_minor, 1 as now_cost_to_serve_minor, 0 as then_acquisition_minor, 0 as now_acquisition_minor,
		0 as then_capital_minor, 0 as now_capital_minor, 5 as then_profit_minor, 5 as now_profit_minor, 25 as then_squares, 25 as now_squares, 0 as change_squares`},
}

// Every law is broken once, and verify names it.
func TestLaws(t *testing.T) {
	for _, test := range []struct {
		table  string
		change string // of the table's select
		want   string // laws, the first problem after a colon
	}{
		{"", "", ""},
		{"closed_months", "QUERY union all QUERY", "each month is closed once: not so for 2026-01-31"},
		{"closed_months", "QUERY union all select * replace (date '2026-04-30' as month) from (QUERY) limit 3", "no month is missing between closed ones: not so for 2026-04-30"},
		{"closed_months", "select * from (QUERY) where month > date '2026-01-31'", "every month-end with customers is closed: not so for 2026-01-31"},
		{"group_bounds", "select * from (QUERY) where false", "every plan year has one set of bounds: not so for 2026"},
		{"customer_keys", "select * from (QUERY) where false", "every customer has one id: not so for 1"},
		{"value_groups", "QUERY union all QUERY", "a customer stands once in a month: not so for 2026-01-31 customer 1\ncells add up to their customers: not so for 2026-01-31 S"},
		{"value_groups", "select * replace (6 as profit_minor) from (QUERY)", "cells add up to their customers: not so for 2026-01-31 S"},
		{"moves", "select * replace (2 as now_profit_minor) from (QUERY)", "moves end at the month's cells: not so for 2026-02-28 previous"},
		{"moves", "select * replace (2 as then_revenue_minor) from (QUERY)", "moves begin at the earlier month's cells: not so for 2026-01-31 previous"},
	} {
		t.Run(test.want, func(t *testing.T) {
			e := opened(t, "")
			defer e.Close()
			for _, made := range twoMonths {
				query := strings.ReplaceAll(made.query, "MONTHS", "(values (date '2026-01-31'), (date '2026-02-28')) as r(m)")
				if made.table == test.table {
					query = strings.ReplaceAll(test.change, "QUERY", query)
				}
				if _, err := e.Replace(t.Context(), made.table, "", "", query); err != nil {
					t.Fatal(err)
				}
			}
			if err := e.Keep(t.Context()); err != nil {
				t.Fatal(err)
			}
			var broken []string
			isWell, err := pipeline.Verify(t.Context(), e, func(found pipeline.Inspected) {
				if len(found.Problems) > 0 {
					broken = append(broken, fmt.Sprintf("%s: %s", found.Name, found.Problems[0]))
				}
			})
			if got := strings.Join(broken, "\n"); err != nil || got != test.want || isWell != (got == "") {
				t.Errorf("got %v %q, %v", isWell, got, err)
			}
		})
	}
}
