package pipeline_test

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"valueshift/pipeline/demo"
)

// Every line that the demo spoils is found in quarantine with its reason, and
// nothing else is.
func TestDirtyRowsAreQuarantined(t *testing.T) {
	t.Parallel()
	db := databases(t, backfill(t).database())
	revenue, costs := demo.Dirty.Revenue, demo.Dirty.Costs
	want := map[string]int{}
	for _, d := range []struct {
		feed, amount, cell string
		demo.Dirt
	}{{"revenue", "revenue", "", revenue}, {"costs", "amount", "", costs}} {
		notAnAmount := d.CommaAmounts + d.ExponentAmounts + d.TextAmounts + d.FineAmounts
		want[d.feed+"|booked_on|is not a date written %Y-%m-%d"] = d.BadDates
		want[d.feed+"|"+d.amount+"|is not a number like -1234.55 with at most 2 decimals"] = notAnAmount
		want[d.feed+"|<nil>|quote inside an unquoted field"] = d.StrayQuotes
		want[d.feed+"|<nil>|quote is never closed"] = d.OpenQuotes
	}
	want["revenue|<nil>|has 3 fields, the header has 5"] = revenue.ShortRows
	want["costs|<nil>|has 3 fields, the header has 4"] = costs.ShortRows
	want["customers|customer_id|contradicts another row of the same customer"] = demo.Dirty.CustomerRows
	for _, line := range lines(t, db, "select feed, column_name, reason, count(*) from quarantined group by all order by all") {
		at := strings.LastIndexByte(line, '|')
		if line[at+1:] != strconv.Itoa(want[line[:at]]) {
			t.Errorf("%s, want %d", line, want[line[:at]])
		}
		delete(want, line[:at])
	}
	for reason, n := range want {
		if n > 0 {
			t.Errorf("%s is missing, want %d", reason, n)
		}
	}
}

// A quarantined line is named by its file and its line in it, as an editor counts.
func TestQuarantineNamesTheLine(t *testing.T) {
	t.Parallel()
	p := backfill(t)
	db := databases(t, p.database())
	named := lines(t, db, `select d.file, q.line_no, q.delivered, q.raw from quarantined as q
		inner join deliveries as d using (file_no) where q.feed = 'revenue'`)
	if len(named) != demo.Dirty.Revenue.Unreadable() {
		t.Fatalf("%d lines are named", len(named))
	}
	for _, line := range named {
		parts := strings.SplitN(line, "|", 4)
		text, err := os.ReadFile(filepath.Join(p.dir, filepath.FromSlash(parts[0])))
		if err != nil {
			t.Fatal(err)
		}
		no, err := strconv.Atoi(parts[1])
		if err != nil {
			t.Fatal(err)
		}
		delivered := strings.Split(string(text), "\n")[no-1]
		if parts[2] == "<nil>" && delivered != parts[3] || !strings.Contains(delivered, strings.TrimPrefix(parts[2], "<nil>")) {
			t.Errorf("%s:%d is %s, quarantined is %s", parts[0], no, delivered, line)
		}
	}
}

// No row of any file vanishes: what was read is loaded, quarantined, filtered or
// blank, and the files have no more lines than that.
func TestRowsAddUpPerFile(t *testing.T) {
	t.Parallel()
	p := backfill(t)
	db := databases(t, p.database())
	if n := number(t, db, "select sum(blank) from deliveries"); n != int64(demo.Dirty.Revenue.BlankLines+demo.Dirty.Costs.BlankLines) {
		t.Errorf("%d blank lines", n)
	}
	files := lines(t, db, "select file, rows_read, loaded + quarantined + filtered + blank from deliveries where file like '%.csv'")
	if want := 1 + 2*fewCustomers.Months; len(files) != want {
		t.Errorf("%d files, want %d", len(files), want)
	}
	for _, line := range files {
		parts := strings.Split(line, "|")
		text, err := os.ReadFile(filepath.Join(p.dir, filepath.FromSlash(parts[0])))
		if err != nil {
			t.Fatal(err)
		}
		if n := strconv.Itoa(strings.Count(string(text), "\n") - 1); parts[1] != n || parts[2] != n {
			t.Errorf("%s has %s rows", line, n)
		}
	}
}

// Lines for nobody and for customers who are not listed are one visible line. The
// amounts are summed here from the exports themselves.
func TestUnknownCustomersAreALine(t *testing.T) {
	t.Parallel()
	p := backfill(t)
	db := databases(t, p.database())
	var all, window int64
	count := 0
	for _, file := range globbed(t, filepath.Join(p.exports(), "revenue", "*.csv")) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(text), "\n") {
			if !strings.HasPrefix(line, "X0") && !strings.HasPrefix(line, ",") {
				continue
			}
			cents, err := strconv.ParseInt(strings.Replace(strings.Split(line, ",")[2], ".", "", 1), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			count++
			all += cents
			if filepath.Base(file) > "2025-10" {
				window += cents
			}
		}
	}
	if count != demo.Dirty.Revenue.UnknownIDs+demo.Dirty.Revenue.NoIDs {
		t.Fatalf("%d lines are for nobody", count)
	}
	if n := number(t, db, "select unknown_minor from report_reconciled where line = 'revenue'"); n != window {
		t.Errorf("unknown revenue of the window is %d, want %d", n, window)
	}
	if n := number(t, db, "select sum(revenue_minor) from bookings where customer_key = 0"); n != all {
		t.Errorf("unknown revenue is %d, want %d", n, all)
	}
	if n := number(t, db, "select count(*) from value_groups where customer_key = 0"); n != 0 {
		t.Error("the unknown customer is in a group")
	}
}

// What the exports hold is in the facts and on the pages, line of money by line.
func TestMoneyReconciles(t *testing.T) {
	t.Parallel()
	db := databases(t, backfill(t).database())
	rows := lines(t, db, `select line, coalesce(delivered_minor, facts_minor), facts_minor, unknown_minor + outside_minor + pages_minor
		from report_reconciled order by position`)
	if len(rows) != 6 {
		t.Fatalf("lines are %s", rows)
	}
	for _, row := range rows {
		if parts := strings.Split(row, "|"); parts[1] != parts[2] || parts[2] != parts[3] || parts[1] == "0" {
			t.Errorf("%s does not add up", row)
		}
	}
	if n := number(t, db, `select sum(revenue_minor - direct_cost_minor - cost_to_serve_minor - acquisition_minor
		- capital_minor - profit_minor) from customer_months`); n != 0 {
		t.Errorf("profit misses its lines by %d", n)
	}
}

// A window moves on by the month that enters less the month that leaves.
func TestWindowsMoveByMonths(t *testing.T) {
	t.Parallel()
	db := databases(t, backfill(t).database())
	months := map[string]int64{} // profit by month-end
	for _, line := range lines(t, db, "select last_day(month_start), cast(sum(profit_minor) as bigint) from customer_months where customer_key > 0 group by all") {
		day, minor, _ := strings.Cut(line, "|")
		months[day], _ = strconv.ParseInt(minor, 10, 64)
	}
	windows := lines(t, db, "select month, last_day(cast(month - interval 12 month as date)), profit_minor from report_months where scope_id = 0 order by month")
	if len(windows) != 5 {
		t.Fatalf("closed months are %s", windows)
	}
	var before int64
	for i, line := range windows {
		parts := strings.Split(line, "|")
		now, _ := strconv.ParseInt(parts[2], 10, 64)
		if step := months[parts[0]] - months[parts[1]]; i > 0 && (now-before != step || step == 0) {
			t.Errorf("%s: the window moved by %d, its months by %d", parts[0], now-before, step)
		}
		before = now
	}
}

// Bridges, mixes and migrations add up to the totals of the months they join.
func TestShiftsAddUp(t *testing.T) {
	t.Parallel()
	db := databases(t, backfill(t).database())
	for _, test := range []struct{ name, got, want string }{
		{
			"bridge",
			"select scope_id, comparison, cast(sum(change_minor) as bigint) from report_bridge group by all",
			`select n.scope_id, c.comparison, n.profit_minor - e.profit_minor from report_months as n
			inner join (select distinct scope_id, comparison, from_month from report_migrations) as c using (scope_id)
			inner join report_months as e on e.scope_id = n.scope_id and e.month = c.from_month
			where n.month = date '` + lastMonth + `'`,
		},
		{
			"mix",
			"select scope_id, month, sum(customers), cast(sum(profit_minor) as bigint) from report_mix group by all",
			"select scope_id, month, customers, profit_minor from report_months",
		},
		{
			"segments",
			"select month, sum(customers), cast(sum(profit_minor) as bigint) from report_months where scope_id > 0 group by all",
			"select month, customers, profit_minor from report_months where scope_id = 0",
		},
		{
			"where migrations lead",
			"select scope_id, comparison, to_code, sum(customers) from report_migrations where to_code > 0 group by all",
			`select scope_id, comparison, group_code, customers from report_mix
			cross join (select distinct comparison from report_migrations)
			where month = date '` + lastMonth + `' and group_code > 0 and customers > 0`,
		},
		{
			// The month before is of the same plan year: its groups are as they were.
			"where migrations come from",
			"select scope_id, from_code, sum(customers) from report_migrations where from_code > 0 and comparison = 'previous' group by all",
			"select scope_id, group_code, customers from report_mix where month = date '2026-09-30' and group_code > 0 and customers > 0",
		},
		{
			"how many migrate",
			"select scope_id, comparison, from_month, sum(customers) from report_migrations where from_code > 0 group by all",
			`select m.scope_id, c.comparison, m.month, m.customers from report_months as m
			inner join (select distinct comparison, from_month from report_migrations) as c on c.from_month = m.month`,
		},
	} {
		got, want := lines(t, db, test.got), lines(t, db, test.want)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) || len(got) == 0 {
			t.Errorf("%s: got\n%s\nwant\n%s", test.name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	for _, share := range lines(t, db, "select sum(customer_share) from report_mix group by scope_id, month") {
		if s, err := strconv.ParseFloat(share, 64); err != nil || math.Abs(s-1) > 1e-12 {
			t.Errorf("shares sum to %s", share)
		}
	}
}
