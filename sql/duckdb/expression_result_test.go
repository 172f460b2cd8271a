package duckdb_test

import (
	"errors"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// given is a feed with one column that an expression gives and that may be blank.
func given(kind pipeline.Kind, expression string) pipeline.Feed {
	feed := amounts()
	feed.Contract = append(feed.Contract, pipeline.Column{Name: "extra", Kind: kind, Blank: true})
	feed.Columns["extra"] = pipeline.Field{Expression: expression}
	return feed
}

// What an expression gives for a column that may be blank is kept, or is null
// because the expression says so, or keeps the row out: nothing is lost without a
// word.
func TestExpressionsForOptionalColumns(t *testing.T) {
	const (
		unfit      = "the expression for extra gives no value that fits exactly"
		uncomputed = "the expression for extra cannot be computed"
	)
	for _, test := range []struct {
		kind       pipeline.Kind
		expression string
		value      string // of the loaded row; empty: it is in quarantine
		delivered  string
		reason     string
	}{
		{pipeline.Amount, "amount * 0.6", "", "7.506", unfit},
		{pipeline.Amount, "round(amount * 0.6, 2)", "751", "", ""},
		{pipeline.Amount, "case when Name = 'bob' then amount end", "null", "", ""},
		{pipeline.Amount, "nullif(amount, 12.51)", "null", "", ""},
		{pipeline.Amount, "cast(Name as decimal(9, 2))", "", "null", uncomputed},
		{pipeline.Amount, "try_cast(Name as decimal(9, 2))", "null", "", ""},
		{pipeline.Amount, "cast(Units as bigint) * 9223372036854775807", "", "null", uncomputed},
		{pipeline.Amount, "cast(9999999999999999999999999999999999999 as decimal(37, 0))", "", "9999999999999999999999999999999999999", unfit},
		{pipeline.Amount, "cast(99999999999999999999999999999999999.9 as decimal(38, 2))", "", "99999999999999999999999999999999999.90", unfit},
		{pipeline.Date, "'31.12.2025'", "", "31.12.2025", unfit},
		{pipeline.Date, "'infinity'", "", "infinity", unfit},
		{pipeline.Date, "'0024-01-05'", "", "0024-01-05", unfit},
		{pipeline.Date, "'2025-12-31'", "2025-12-31", "", ""},
		{pipeline.Date, "trim(' ')", "null", "", ""},
		{pipeline.Flag, "'perhaps'", "", "perhaps", unfit},
		{pipeline.Flag, "'yes'", "true", "", ""},
		{pipeline.Flag, "units > 1", "true", "", ""},
		{pipeline.Number, "amount * 0.00001", "", "0.0001251", unfit},
		{pipeline.Number, "amount * 0.1", "1.251", "", ""},
		{pipeline.Score, "'eleven'", "", "eleven", unfit},
		{pipeline.Score, "units + 0.5", "", "3.5", unfit},
		{pipeline.Score, "Units", "3", "", ""},
		{pipeline.Relationship, "'contractul'", "", "contractul", unfit},
		{pipeline.Relationship, "case when units > 1 then 'Contractual' else 'non-contractual' end", "contractual", "", ""},
		{pipeline.Currency, "'euros'", "", "euros", "is not a currency code like EUR"},
		{pipeline.Currency, "nullif(Name, 'ann')", "null", "", ""},
		{pipeline.Text, "''", "null", "", ""},
		{pipeline.Text, "cast(Name as integer) -- a comment", "", "null", uncomputed},
		// DuckDB would compute what is there twice only once, and outside of its try.
		{pipeline.Number, "cast(Name as integer) * cast(Name as integer)", "", "null", uncomputed},
		{pipeline.Number, "case when cast(Name as integer) > 1 then cast(Name as integer) else 0 end", "", "null", uncomputed},
	} {
		got, err := imported(t, given(test.kind, test.expression), "things.csv", "Name,Amount,Units\nann,12.51,3\n")
		if err != nil {
			t.Errorf("%s: %v", test.expression, err)
			continue
		}
		stored := "extra"
		if test.kind == pipeline.Amount {
			stored = "extra_minor"
		}
		loaded, refused := []string{test.value}, []string{}
		if test.value == "" {
			loaded, refused = []string{}, []string{"extra|" + test.delivered + "|" + test.reason}
		}
		sameLines(t, test.expression, got.rows(t, "select "+stored+" from raw_things"), loaded)
		sameLines(t, test.expression, got.rows(t, "select column_name, delivered, reason from raw_quarantined"), refused)
	}
}

// An error in a condition is no reason to leave a row out without a word.
func TestWhereThatCannotBeComputed(t *testing.T) {
	got, err := imported(t, wherever("cast(Name as integer) > 1"), "things.csv", "Name,Amount,Units\n7,1.00,1\n1,1.00,1\nann,1.00,1\n,1.00,1\n")
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "loaded", got.rows(t, "select name from raw_things"), []string{"7"})
	sameLines(t, "quarantined", got.rows(t, "select line_no, column_name, reason from raw_quarantined"),
		[]string{"4|where|the expression for where cannot be computed"})
	if d := got.deliveries[0]; d.Filtered != 2 {
		t.Errorf("%+v", d)
	}
	for _, expression := range []string{"Name", "units"} {
		_, err := imported(t, wherever(expression), "things.csv", amountsFile)
		if !errors.Is(err, pipeline.ErrConfig) || !strings.Contains(err.Error(), "must be true or false") {
			t.Errorf("%s: %v", expression, err)
		}
	}
}

// Two columns that share a part which cannot be computed do not stop the night.
func TestExpressionsThatShareAnError(t *testing.T) {
	feed := given(pipeline.Number, "cast(Name as integer) * 2")
	feed.Contract = append(feed.Contract, pipeline.Column{Name: "more", Kind: pipeline.Number, Blank: true})
	feed.Columns["more"] = pipeline.Field{Expression: "cast(Name as integer) * 3"}
	got, err := imported(t, feed, "things.csv", "Name,Amount,Units\n7,1.00,1\nann,1.00,1\n")
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "loaded", got.rows(t, "select name, extra, more from raw_things"), []string{"7|14|21"})
}
