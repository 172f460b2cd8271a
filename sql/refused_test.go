package sql

import (
	"strings"
	"testing"
)

// Each sample is one line of a select that is right apart from it; the finding
// must contain the words and be on that line.
func TestRefusedExpressions(t *testing.T) {
	for _, c := range []struct{ sample, rule string }{
		{"a::bigint as a", "::"},
		{"Count(*) as a", "lower case"},
		{"count(*) AS a", "lower case"},
		{"a as a;", "semicolon"},
		{"? as a", "bind variable"},
		{"$1 as a", "bind variable"},
		{":month as a", "bind variable"},
		{"{{ month }} as a", "template hole"},
		{"@month as a", "bind variable"},
		{"a b", "before the alias"},
		{"count(*) customers", "before the alias"},
		{"'x' label", "before the alias"},
		{"case when a then 1 end result", "before the alias"},
		{`a "b"`, "before the alias"},
		{"*", "names its columns"},
		{"customers.*", "names its columns"},
		{"a as a, -- more columns than that are wider than eighty columns, and so is this line", "80"},
		{"a as a ", "end of a line"},
		{"a\tas a", "tabs"},
		{"sum(a) as a", "cast(sum("},
		{"coalesce(sum(a), 0) as a", "cast(sum("},
		{"cast(sum(a) as integer) as a", "cast(sum("},
		{"cast((select sum(a) as a from run) as bigint) as a", "cast(sum("},
		{"sum(a) over (order by b) as a", "cast(sum("},
		{"a / b as a", "divide"},
		{"a / 2 as a", "divide"},
		{"cast(a as double) / b as a", "divide"},
		{"cast(a as bigint) / nullif(b, 0) as a", "divide"},
		{"cast(a as double) / cast(b as double) as a", "divide"},
		{"cast(a as double) + b / nullif(c, 0) as a", "divide"},
		{"case when cast(a as double) > 0 then b / nullif(c, 0) end as a", "divide"},
		{"coalesce(cast(a as double), b / nullif(c, 0)) as a", "divide"},
		{"a // 2 as a", "//"},
		{"a ** 2 as a", "**"},
		{"a ^ 2 as a", "^"},
		{"a == 2 as a", "=="},
		{"a ~ 'x' as a", "~"},
		{"[a] as a", "["},
		{"a -> 'x' as a", "->"},
		{"cast(a as hugeint) as a", "not portable: hugeint"},
		{"cast(a as timestamp) as a", "cast to"},
		{"cast(a as varchar[]) as a", "["},
		{"decimal '1.5' as a", "as decimal(p, s)"},
		{"cast('NaN' as double) as a", "NaN"},
		{"cast('-Infinity' as double) as a", "NaN"},
		{"columns('a') as a", "columns"},
		{"hash(a) as a", "hash"},
		{"md5(a) as a", "md5"},
		{"regexp_matches(a, 'x') as a", "regexp_matches"},
		{"list(a) as a", "list"},
		{"list_sort(a) as a", "list_sort"},
		{"struct_pack(a, b) as a", "struct_pack"},
		{"array_agg(a) as a", "array_agg"},
		{"string_agg(a, ',') as a", "string_agg"},
		{"now() as a", "now"},
		{"current_date as a", "current_date"},
		{"current_timestamp as a", "current_timestamp"},
		{"random() as a", "random"},
		{"median(a) as a", "median"},
		{"quantile_cont(a, 0.5) as a", "quantile_cont"},
		{"approx_count_distinct(a) as a", "approx_count_distinct"},
		{"count_if(a > 0) as a", "count_if"},
		{"concat(a, b) as a", "concat"},
		{"max_by(a, b) as a", "max_by"},
		{"min_by(a, b) as a", "min_by"},
		{"arg_max(a, b) as a", "arg_max"},
		{"any_value(a) as a", "any_value"},
		{"stddev_samp(a) as a", "stddev_samp"},
		{"lag(a) ignore nulls over (order by b) as a", "ignore nulls"},
		{"a is true as a", "is true"},
		{"a is not false as a", "is true"},
		{"date_diff('month', a, b) as a", "days only"},
		{"date_diff(c, a, b) as a", "days only"},
		{"date_trunc('month', a) as a", "date_trunc"},
		{"cast(date_trunc('month', a) as varchar) as a", "date_trunc"},
		{"a - interval '12' month as a", "interval"},
		{"cast(a - interval 12 month as date) as a", "interval"},
		{"a ilike 'x' as a", "ilike"},
		{"distinct on (a) b as a", "distinct on"},
		{"a as a,", "comma before nothing"},
	} {
		refused(t, "-- One row per sample.\nselect\n    "+c.sample+"\nfrom run\n", 3, c.rule)
	}
}

func TestRefusedTables(t *testing.T) {
	for _, c := range []struct{ sample, rule string }{
		{"join closing on run.a = closing.a", "inner join"},
		{"full join closing on run.a = closing.a", "inner join"},
		{"right join closing on run.a = closing.a", "inner join"},
		{"left outer join closing on run.a = closing.a", "inner join"},
		{"semi join closing on run.a = closing.a", "semi"},
		{"anti join closing on run.a = closing.a", "anti"},
		{"asof join closing on run.a = closing.a", "asof"},
		{"asof left join closing on run.a = closing.a", "asof"},
		{"inner join value_groups on run.a = value_groups.a", "value_groups is neither"},
		{"inner join main.closing on run.a = closing.a", "main.closing is neither"},
		{"inner join (select a from nowhere) as b on run.a = b.a", "nowhere is neither"},
		{"where a in (select a from nowhere)", "nowhere is neither"},
		{"cross join unnest(a) as b", "unnest"},
		{"cross join read_csv('a.csv') as b", "function"},
		{", closing", "does not begin"},
		{"as now, closing", "no comma between tables"},
		{"inner join closing now on run.a = now.a", "before the alias"},
		{"qualify row_number() over (order by a) = 1", "qualify"},
		{"group by all", "name the columns"},
		{"order by all", "name the columns"},
		{"order by a limit 5 offset 5", "offset"},
		{"using sample 10", "sampling"},
		{"where a like 'x' and b similar to 'y'", "similar"},
		{"  where a = 1", "4 spaces"},
		{"where a = 1   ", "end of a line"},
	} {
		refused(t, "-- One row per sample.\nselect run.a as a\nfrom run\n"+c.sample+"\n", 4, c.rule)
	}
}

func TestRefusedStatements(t *testing.T) {
	for _, c := range []struct {
		text string
		line int
		rule string
	}{
		{"select a as a\nfrom run\n", 1, "grain"},
		{"-- Rows.\nselect a as a\nfrom run\n", 1, "grain"},
		{"-- One row per sample.\ndelete from run\n", 1, "one select"},
		{"-- One row per sample.\nfrom run\nselect a as a\n", 1, "one select"},
		{"-- One row per sample.\nselect a as a\nfrom run", 3, "one line break"},
		{"-- One row per sample.\nselect a as a\nfrom run\n\n", 5, "one line break"},
		{"-- One row per sample.\r\nselect a as a\nfrom run\n", 1, "carriage"},
		{"-- One row per sample.\nwith a as (select 1 as x), b as (select 1 as x), c as (select 1 as x), d (x) as (select 1)\nselect x as x\nfrom a\n", 1, "three"},
		{"-- One row per sample.\nselect x as x\nfrom run\nunion all\nselect x as x\nfrom nowhere\n", 6, "nowhere"},
	} {
		refused(t, c.text, c.line, c.rule)
	}
}

func refused(t *testing.T, text string, line int, rule string) {
	t.Helper()
	s := Statement{Number: 310, Table: "value_groups", Text: text}
	all := lint(s, nil)
	for _, found := range all {
		if found.line == line && strings.Contains(found.rule, rule) {
			return
		}
	}
	if rule != "" || len(all) > 0 {
		t.Errorf("want %q on line %d, got %v of\n%s", rule, line, all, text)
	}
}
