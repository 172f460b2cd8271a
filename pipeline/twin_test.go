package pipeline_test

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"valueshift/pipeline/demo"
	"valueshift/segments"
)

// manyCustomers are enough for every rule to meet its rare cases. Their months
// close from December 2025 to February 2026 with a window of six: the plan year
// changes on the way.
var manyCustomers = demo.Options{
	Customers: 60_000, Months: 8, Seed: demo.Default.Seed,
	Until: time.Date(2026, time.February, 28, 0, 0, 0, 0, time.UTC),
}

// crowd is the place where the night on many customers has happened.
var crowd = sync.OnceValues(func() (place, error) {
	p := place{filepath.Join(scratch, "crowd")}
	exports := filepath.Join(p.dir, "delivered")
	if err := demo.Write(context.Background(), exports, manyCustomers); err != nil {
		return p, err
	}
	if err := p.settle(exports, "2025-12"); err != nil {
		return p, err
	}
	return p, p.run(context.Background(), attempt{flags: map[string]string{
		"as_of": "2026-02-28", "window_months": "6", "value_groups.plan_year_starts": "1",
	}})
})

func crowded(t *testing.T) *sql.DB {
	t.Helper()
	if testing.Short() {
		t.Skip("a night on 60,000 customers is not short")
	}
	p, err := crowd()
	if err != nil {
		t.Fatal(err)
	}
	return databases(t, p.database())
}

// hysteresisShare is the shipped one.
const hysteresisShare = 0.10

// The group rule in Go agrees with the one in SQL on every customer and every
// closed month, the change of a plan year included.
func TestGroupsAgreeWithTheirTwin(t *testing.T) {
	db := crowded(t)
	bounds := map[int]segments.Bounds{}
	for _, line := range lines(t, db, "select plan_year, destroyers_to_minor, neutral_band_minor, creators_from_minor from history.group_bounds") {
		b, year := segments.Bounds{HysteresisShare: hysteresisShare}, 0
		if _, err := fmt.Sscanf(line, "%d|%d|%d|%d", &year, &b.DestroyersTo, &b.NeutralBand, &b.CreatorsFrom); err != nil {
			t.Fatal(err)
		}
		bounds[year] = b
	}
	if len(bounds) != 2 {
		t.Fatalf("bounds are %v, want those of two plan years", bounds)
	}
	rows, err := db.Query(`select v.customer_key, m.plan_year, date_diff('month', date '2025-12-01', v.month) as nth,
			v.group_code, v.raw_group_code, v.class_profit_minor
		from history.value_groups as v inner join history.closed_months as m using (month)
		order by v.customer_key, v.month`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var last judgement
	var seen tally
	for rows.Next() {
		var now judgement
		if err := rows.Scan(&now.customer, &now.year, &now.nth, &now.group, &now.raw, &now.profit); err != nil {
			t.Fatal(err)
		}
		seen.customers[now.nth]++
		now.check(t, last, bounds, &seen)
		last = now
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", seen)
	if seen.customers[2] < 50_000 || seen.held < 100 || seen.moved < 100 || seen.rejudged < 100 || seen.standing < 100 {
		t.Errorf("the customers do not put the rule to the test: %+v", seen)
	}
}

// judgement is a customer's row of value_groups.
type judgement struct {
	customer, year, nth int // nth closed month, from 0
	group, raw          segments.Group
	profit              int64
}

// tally counts what the customers put to the test.
type tally struct {
	customers [3]int // by closed month
	standing  int    // in a state that profit does not decide
	held      int    // kept by hysteresis
	moved     int    // to another group
	rejudged  int    // whose earlier group is another one on the new year's bounds
	failed    int
}

func (j judgement) check(t *testing.T, last judgement, bounds map[int]segments.Bounds, seen *tally) {
	if j.group < segments.Destroyers || j.group > segments.Creators {
		seen.standing++
		if j.raw != j.group {
			t.Errorf("customer %d stands in %d, raw in %d", j.customer, j.group, j.raw)
		}
		return
	}
	b, previous := bounds[j.year], segments.Out
	if last.customer == j.customer && last.nth == j.nth-1 {
		previous = last.group
		if last.year != j.year && previous >= segments.Destroyers && previous <= segments.Creators {
			if previous = b.Raw(last.profit); previous != last.group {
				seen.rejudged++
			}
		}
	}
	raw, group := b.Raw(j.profit), b.Assign(j.profit, previous)
	if group != raw {
		seen.held++
	}
	if last.customer == j.customer && group != last.group {
		seen.moved++
	}
	if (raw != j.raw || group != j.group) && seen.failed < 10 {
		seen.failed++
		t.Errorf("customer %d, month %d, profit %d after group %d: SQL says %d (raw %d), Go %d (raw %d)",
			j.customer, j.nth, j.profit, previous, j.group, j.raw, group, raw)
	}
}

// The boundaries in force are those of the twin, bands and all.
func TestBoundariesAgreeWithTheirTwin(t *testing.T) {
	db := crowded(t)
	b := segments.Bounds{HysteresisShare: hysteresisShare}
	err := db.QueryRow("select destroyers_to_minor, neutral_band_minor, creators_from_minor from group_bounds").
		Scan(&b.DestroyersTo, &b.NeutralBand, &b.CreatorsFrom)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, k := range b.Boundaries() {
		want = append(want, fmt.Sprintf("%d|%d|%d|%d", k.Position, k.AmountMinor, k.UpMinor, k.DownMinor))
	}
	got := lines(t, db, "select position, amount_minor, up_minor, down_minor from boundaries order by position")
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("SQL has %s, Go %s", got, want)
	}
}

// Gini and the peak on the pages are those of Go over every single customer.
func TestWhalesAgreeWithTheirTwin(t *testing.T) {
	db := crowded(t)
	amounts := map[string][]profitAmount{}
	peak := map[string]int64{}
	rows, err := db.Query("select segment, profit_minor from value_groups where group_code > 0")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var segment string
		var profit int64
		if err := rows.Scan(&segment, &profit); err != nil {
			t.Fatal(err)
		}
		for _, scope := range []string{segment, "Demo telecom and media"} {
			amounts[scope] = append(amounts[scope], profitAmount{Profit: profit, Customers: 1})
			peak[scope] += max(profit, 0)
		}
	}
	whales, err := db.Query("select scope, customers, peak_minor, gini from report_whales where month = date '2026-02-28'")
	if err != nil {
		t.Fatal(err)
	}
	defer whales.Close()
	scopes := 0
	for whales.Next() {
		var scope string
		var customers, peakMinor int64
		var gini float64
		if err := whales.Scan(&scope, &customers, &peakMinor, &gini); err != nil {
			t.Fatal(err)
		}
		scopes++
		want, ok := giniOf(amounts[scope])
		if !ok || math.Abs(gini-want) > 1e-12 || int(customers) != len(amounts[scope]) || peakMinor != peak[scope] {
			t.Errorf("%s: SQL has gini %v of %d customers, peak %d; Go %v of %d, %d",
				scope, gini, customers, peakMinor, want, len(amounts[scope]), peak[scope])
		}
	}
	if scopes != 9 {
		t.Errorf("%d scopes", scopes)
	}
}

// A baseline on the bounds of the next plan year is where the first month of that
// year says that the groups started from.
func TestBaselinesStartTheirPlanYear(t *testing.T) {
	db := crowded(t)
	rows, err := db.Query(`select b.target_no, t.metric, b.baseline,
			cast(sum(case when m.then_code = t.group_code then m.customers else 0 end) as double),
			cast(sum(case when m.then_code between 1 and 7 then m.customers else 0 end) as double),
			cast(sum(case when m.then_code = t.group_code then m.then_profit_minor else 0 end) as double)
		from target_baselines as b inner join target_rows as t using (target_no) inner join target_scopes as s using (target_no)
		inner join monthly_moves as m on m.scope_id = s.scope_id and m.then_month = t.baseline_month
		inner join history.closed_months as c on c.month = m.month and c.plan_year = b.plan_year
		group by all order by all`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	seen := 0
	for rows.Next() {
		var target int
		var metric string
		var baseline, customers, all, profit float64
		if err := rows.Scan(&target, &metric, &baseline, &customers, &all, &profit); err != nil {
			t.Fatal(err)
		}
		want := map[string]float64{"customers": customers, "customer_share": customers / all, "profit": profit, "profit_per_customer": profit / customers}[metric]
		if math.Abs(baseline-want) > 1e-12*math.Abs(want) {
			t.Errorf("target %d, %s: the baseline is %v, the next month starts from %v", target, metric, baseline, want)
		}
		seen++
	}
	if err := rows.Err(); err != nil || seen < 3 {
		t.Errorf("%d baselines were looked at (%v)", seen, err)
	}
}

// Paths and colours of the promises are those of Go, in every closed month.
func TestTargetsAgreeWithTheirTwin(t *testing.T) {
	db := crowded(t)
	rows, err := db.Query(`select t.metric, t.direction, t.glidepath = 's_curve', t.baseline_month_no, t.target_month_no, t.target, t.tolerance,
			c.month_no, s.baseline, s.actual, s.glide, coalesce(s.standard_error, 0), s.path_colour, s.status_colour, s.is_inconclusive,
			coalesce(s.hit_share, -1), s.colour
		from target_status as s inner join target_rows as t using (target_no) inner join calendar as c using (month)
		where s.actual is not null and s.glide is not null and t.glidepath <> 'monthly' order by t.target_no, s.month`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	colours := map[string]int{}
	for rows.Next() {
		var metric string
		var p glidepath
		var month int
		var actual, glide, standardError, hit float64
		var sql struct {
			path, status, colour string
			noise                bool
		}
		if err := rows.Scan(&metric, &p.Direction, &p.IsCurved, &p.From, &p.To, &p.Target, &p.Tolerance, &month, &p.Baseline, &actual, &glide,
			&standardError, &sql.path, &sql.status, &sql.noise, &hit, &sql.colour); err != nil {
			t.Fatal(err)
		}
		standing := p.stands(month, actual, limits)
		if standing.Colour != sql.path || math.Abs(glide-standing.Glide) > 1e-9*math.Abs(glide) {
			t.Errorf("%s %s: SQL says %s at %v, Go %+v (%+v, actual %v)", metric, p.Direction, sql.path, glide, standing, p, actual)
		}
		status, noise := limits.status(standing, standardError)
		colour := status
		if hit >= 0 {
			colour = worse(status, limits.outlook(hit))
		}
		if status != sql.status || noise != sql.noise || colour != sql.colour {
			t.Errorf("%s %s: SQL says %+v, Go %s, %t, %s", metric, p.Direction, sql, status, noise, colour)
		}
		colours[sql.path]++
	}
	if colours["green"] == 0 || colours["red"] == 0 {
		t.Errorf("colours are %v", colours)
	}
}
