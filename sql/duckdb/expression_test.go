package duckdb_test

import (
	"errors"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// wherever asks for the rows for which an expression is true.
func wherever(expression string) pipeline.Feed {
	feed := amounts()
	feed.Where = expression
	return feed
}

// amounts is a feed of three columns, one of them money, one a number.
func amounts() pipeline.Feed {
	none := 0
	return pipeline.Feed{
		Export: pipeline.Export{
			Feed: "things",
			Fields: map[string]pipeline.Field{
				"amount": {From: "Amount", Money: &pipeline.MoneyFormat{}},
				"units":  {From: "Units", Number: &none},
			},
			Columns: map[string]pipeline.Field{"name": {From: "Name"}},
		},
		Contract:   []pipeline.Column{{Name: "name", Kind: pipeline.Text}},
		MoneyScale: 2,
	}
}

const amountsFile = "Name,Amount,Units\nann,12.50,3\nbob,-1.00,0\n"

func TestExpressionsThatAreHonest(t *testing.T) {
	for _, expression := range []string{
		"amount > 0",
		"units * amount >= 1.5 and not (Name = 'bob')",
		"Name in ('ann', 'bob') or Name is null",
		"case when Name like 'a%' then units else 0 end between 1 and 5",
		"coalesce(nullif(Name, ''), 'none') <> 'none'",
		"abs(round(amount, 1)) < 100",
		"upper(trim(left(Name, 2))) = 'AN'",
		"length(replace(Name, 'n', '')) = 1",
		"cast(Units as integer) % 2 = 1",
		"starts_with(lower(Name), 'a') = true",
		"greatest(amount, units) > least(amount, units)",
		"Name || '!' = 'ann!'",
		"try_cast(Name as integer) is null",
		"amount -- a comment is a comment\n> 0",
		"(amount) > (0)",
	} {
		if _, err := imported(t, wherever(expression), "things.csv", amountsFile); err != nil {
			t.Errorf("%s: %v", expression, err)
		}
	}
}

// Nothing in an expression reaches a file, a setting, another row or another
// statement; what a file's columns are not called is no name.
func TestExpressionsThatAreHostile(t *testing.T) {
	hostile := []string{
		// other queries
		"(select 1) = 1", "exists (select 1)", "amount in (select 1)", "amount > any (select 1)",
		"amount = (select max(amount) from delivered_things)", "(select count(*) from read_csv('/etc/passwd')) > 0",
		"(values (1)) = 1", "(from t) = 1", "not exists (from duckdb_settings())",
		// files, settings, the machine
		"read_text('/etc/passwd') is null", "read_csv('/etc/passwd') is null", "read_blob('/etc/passwd') = 'x'", "glob('/etc/*') is null",
		"getenv('HOME') = 'x'", "current_setting('temp_directory') = 'x'", "getvariable('x') is null", "nextval('s') = 1",
		"current_user = 'x'", "current_database() = 'x'", "current_schema() = 'x'", "version() = 'x'", "pg_sleep(1) is null",
		"query('select 1') is null", "query_table('t') is null", "error('stop') is null", "sniff_csv('/etc/passwd') is null",
		// what is not the same every time
		"random() > 0", "uuid() is null", "now() > Name", "current_date > date '2020-01-01'", "current_timestamp is null", "today() is null",
		"get_current_time() is null", "transaction_timestamp() is null", "txid_current() = 1",
		// other rows
		"sum(amount) > 0", "count(*) > 0", "max(Name) = 'x'", "row_number() over () = 1", "sum(amount) over (order by units) > 0",
		"lag(Name) over () is null", "first(Name) = 'x'", "string_agg(Name, ',') = 'x'", "count(amount) filter (where true) > 0",
		// names that are no columns
		"rowid = 1", "t is not null", "t.Name = 'x'", "raw_quarantined is null", "nobody = 1", "file_no = 1", "line_no = 2", "text_1 = 'x'",
		"problem is null", "struct_pack(a := 1) is null", "{'a': 1}.a = 1", "main.t.Name = 'x'", "information_schema.tables is null",
		// other statements and other clauses
		"1 = 1; drop table raw_things", "1) from t; delete from raw_things; select (1", "1) as r from t union all select (2",
		"1) from t where (1 = 1", "1) as r, (2", "1) from read_csv('/etc/passwd') --", "1) as r from t, t as u --", "1) from t group by (1",
		"1) from t order by (1", "1) from t limit (1", "1) from t qualify (1 = 1", "1) from t using sample (1", "*", "columns(*) > 0", "t.* is null",
		"1) as r from other.t --", "1) as r from t as u --",
		// what is large, strange or not finished
		"repeat('x', 1000000000) = 'x'", "range(1000000000) is null", "list_transform([1], lambda x: x) is null", "list_filter([1], x -> x > 0) is null",
		"[x for x in [1]] is null", "amount = ?", "amount = $1", "amount = $name", "map {'a': 1} is null",
		"regexp_matches(Name, '(a+)+$')", "printf('%s', Name) = 'x'", "format('{}', Name) = 'x'", "pg_catalog.lower(Name) = 'x'", "system.main.lower(Name) = 'x'",
		"lower(Name) collate nocase = 'x'", "interval 1 day is null", "hash(Name) = 1", "Name similar to 'a'",
		" ", "amount >", "(amount > 0", "amount > 0)", "/* open", "'open", "amount > 0 --\n; drop table x", "select 1",
		"Name = '" + strings.Repeat("x", 2000) + "'",
	}
	if len(hostile) < 60 {
		t.Errorf("only %d expressions", len(hostile))
	}
	for _, expression := range hostile {
		_, err := imported(t, wherever(expression), "things.csv", amountsFile)
		if !errors.Is(err, pipeline.ErrConfig) {
			t.Errorf("%.80s: %v", expression, err)
		} else if !strings.Contains(err.Error(), "exports.things.where: ") {
			t.Errorf("%.80s: the key is missing in: %v", expression, err)
		}
	}
}

// Money stays exact or is refused, before a row is read.
func TestExpressionsForMoney(t *testing.T) {
	for _, test := range []struct {
		expression string
		want       []string // amounts in minor units; nil: refused by the configuration
	}{
		{"amount * units", []string{"ann|3750", "bob|0"}},
		{"amount - 0.5", []string{"ann|1200", "bob|-150"}},
		{"round(amount * 0.6, 2)", []string{"ann|750", "bob|-60"}},
		{"abs(amount)", []string{"ann|1250", "bob|100"}},
		{"-amount", []string{"ann|-1250", "bob|100"}},
		{"units", []string{"ann|300", "bob|0"}},
		{"case when units = 0 then 0 else amount end", []string{"ann|1250", "bob|0"}},
		{"amount / 3", nil},
		{"amount * cast(0.6 as double)", nil},
		{"Amount", []string{"ann|1250", "bob|-100"}}, // a field hides the column of its name
		{"Name", nil},
		{"amount > 0", nil},
	} {
		feed := amounts()
		feed.Contract = append(feed.Contract, pipeline.Column{Name: "money", Kind: pipeline.Amount})
		feed.Columns["money"] = pipeline.Field{Expression: test.expression}
		got, err := imported(t, feed, "things.csv", amountsFile)
		if test.want == nil {
			if !errors.Is(err, pipeline.ErrConfig) {
				t.Errorf("%s: %v", test.expression, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", test.expression, err)
			continue
		}
		sameLines(t, test.expression, got.rows(t, "select name, money_minor from raw_things order by name"), test.want)
	}
}

// An amount that comes out finer than the money scale is quarantined, and so is
// a row for which an expression has no value at all.
func TestExpressionsWithoutValue(t *testing.T) {
	feed := amounts()
	feed.Contract = append(feed.Contract, pipeline.Column{Name: "money", Kind: pipeline.Amount})
	feed.Columns["money"] = pipeline.Field{Expression: "amount * 0.125"}
	got, err := imported(t, feed, "things.csv", "Name,Amount,Units\nfits,8.00,1\nfiner,0.01,1\nmissing,,1\n")
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "loaded", got.rows(t, "select name, money_minor from raw_things"), []string{"fits|100"})
	sameLines(t, "quarantined", got.rows(t, "select line_no, column_name, reason from raw_quarantined order by line_no"), []string{
		"3|money|the expression for money gives no value that fits exactly",
		"4|money|the expression for money gives no value, and one is required",
	})
}
