package sql

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// lint finds what the house refuses in a statement, by line. earlier are the
// tables of the statements before it. Statements of stage 1 read what exports
// give and may use what their engine offers; the style is the same.
func lint(s Statement, earlier map[string]bool) findings {
	var f findings
	c := newCode(scan(s.Text))
	f.lines(s)
	f.name(s)
	f.style(c)
	f.reads(c, earlier)
	if s.Number >= 200 {
		f.portable(c)
	}
	slices.SortStableFunc(f, func(a, b finding) int { return cmp.Compare(a.line, b.line) })
	return f
}

func TestStatementsKeepTheRules(t *testing.T) {
	earlier := map[string]bool{}
	for _, s := range Statements() {
		for _, found := range lint(s, earlier) {
			t.Errorf("sql/%s:%d: %s", s.File(), found.line, found.rule)
		}
		earlier[s.Table] = true
	}
}

// good uses everything that the rules allow and comes close to what they refuse.
const good = `-- One row per customer and month; "SELECT;" in a comment is no code.
with recent as (
    select
        month,
        customer_key,
        cast(sum(profit_minor) as bigint) as profit_minor,
        sum(cast(profit_minor as decimal(38, 0)) * 2) as doubled_minor,
        count(*) filter (where profit_minor < 0) as loss_makers
    from customer_months
    where month > cast(month - interval '12' month as date)
    group by month, customer_key
),
ranked as (
    select
        recent.month,
        recent.customer_key,
        coalesce(recent.profit_minor, 0) as profit_minor,
        'it''s; SELECT ?' || recent.customer_key as label,
        row_number() over (
            partition by recent.month
            order by recent.profit_minor desc nulls last, recent.customer_key
            rows between unbounded preceding and current row
        ) as position
    from recent
    inner join run on recent.month <= run.as_of
    left join history.closed_months as closed on recent.month = closed.month
    cross join (select count(*) as customers from raw_customers) as all_rows
)
select
    ranked.month,
    extract(month from ranked.month) as number,
    date_diff('day', ranked.month, ranked.month) as days,
    cast(date_trunc('month', ranked.month) as date) as first_on,
    greatest(coalesce(ranked.profit_minor, 0), 0, cast(1 as bigint)) as most,
    cast(ranked.profit_minor as double) / nullif(ranked.position, 0) as share,
    cast(
        ranked.profit_minor as double
    ) / 100 as hundredth,
    case
        when ranked.position > 0
            then cast(ranked.profit_minor as double) / ranked.position
    end as guarded,
    ranked.profit_minor * 2 as double_minor,
    ranked.profit_mean / nullif(ranked.trend_error, 0) as distance,
    cast(ranked.profit_minor as double) / ranked.customers as mean,
    case
        when ranked.customers > 1 then sqrt(
            (
                cast(ranked.squares as double)
                - cast(ranked.total as double) * ranked.total
                / ranked.customers
            ) / (ranked.customers - 1) / ranked.customers
        )
    end as standard_error,
    ranked.label is not distinct from 'x' as is_x,
    cast('0.1234' as decimal(9, 4)) as rate
from ranked
where
    ranked.customer_key in (select customer_key from recent)
    and exists (select 1 from run where run.as_of = ranked.month)
order by ranked.month, ranked.customer_key
`

func TestGoodStatementPasses(t *testing.T) {
	s := Statement{Number: 310, Table: "value_groups", Text: good}
	for _, found := range lint(s, map[string]bool{"customer_months": true}) {
		t.Errorf("line %d: %s", found.line, found.rule)
	}
}

func TestStageOneMayUseItsEngine(t *testing.T) {
	s := Statement{Number: 110, Table: "customers", Text: "-- One row per customer.\n" +
		"select regexp_replace(name, ' +', ' ') as name, x::bigint as x\nfrom raw_customers\n"}
	if found := lint(s, nil); len(found) > 0 {
		t.Errorf("%v", found)
	}
	s.Text = strings.Replace(s.Text, "select", "SELECT", 1)
	if found := lint(s, nil); len(found) != 1 || found[0].line != 2 {
		t.Errorf("style does not hold in stage 1: %v", found)
	}
}

func TestChecksAreNumberedLate(t *testing.T) {
	const text = "-- One row per month that is missing.\nselect 1 as missing\n"
	for _, c := range []struct {
		number int
		table  string
		refuse bool
	}{
		{289, "check_months", true}, {290, "check_months", false}, {299, "check_months", false},
		{300, "check_months", true}, {290, "months", true}, {289, "months", false},
	} {
		s := Statement{Number: c.number, Table: c.table, Text: text, Check: strings.HasPrefix(c.table, "check_")}
		if found := lint(s, nil); (len(found) > 0) != c.refuse {
			t.Errorf("%s: %v", s.File(), found)
		}
	}
}

func TestParse(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	all, err := parse(fstest.MapFS{
		"390_check_groups.sql": file("-- One row per stray.\nselect 1\n"),
		"110_customers.sql":    file("-- One row per customer.\nselect 2\n"),
		"204_touched_sums.sql": file("-- One row per month.\nselect 3\n"),
		"210_sums.sql":         file("-- One row per sum.\nselect 4\n"),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []Statement{
		{110, "customers", "One row per customer.", "-- One row per customer.\nselect 2\n", false, 1, ""},
		{204, "touched_sums", "One row per month.", "-- One row per month.\nselect 3\n", false, 2, ""},
		{210, "sums", "One row per sum.", "-- One row per sum.\nselect 4\n", false, 2, "touched_sums"},
		{390, "check_groups", "One row per stray.", "-- One row per stray.\nselect 1\n", true, 3, ""},
	}
	if !slices.Equal(all, want) {
		t.Errorf("got  %v\nwant %v", all, want)
	}
	for why, names := range map[string][]string{
		"no number":          {"customers.sql"},
		"a short number":     {"11_customers.sql"},
		"a stage too many":   {"910_customers.sql"},
		"capitals":           {"110_Customers.sql"},
		"a number twice":     {"110_customers.sql", "110_months.sql"},
		"a table twice":      {"110_customers.sql", "120_customers.sql"},
		"something not ours": {"110_customers.txt"},
	} {
		folder := fstest.MapFS{}
		for _, name := range names {
			folder[name] = file("")
		}
		if _, err := parse(folder); err == nil {
			t.Errorf("%s: no error", why)
		}
	}
	if all, err := parse(fstest.MapFS{}); err != nil || len(all) != 0 {
		t.Errorf("an empty folder: %v, %v", all, err)
	}
}

func TestInputs(t *testing.T) {
	for table, want := range map[string]bool{
		"run": true, "raw_revenue": true, "previous_months": true, "history.closed": true,
		"runs": false, "raw": false, "history": false, "customers": false, "": false,
	} {
		if isInput(table) != want {
			t.Errorf("%q: %v", table, !want)
		}
	}
}
