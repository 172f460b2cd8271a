package duckdb_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// twins is a feed in which exact numbers and dates are read in every way there is:
// as amount, number, rate, score, flag and text, and through fields and expressions
// that work on their text.
func twins(scale int) pipeline.Feed {
	two := 2
	return pipeline.Feed{
		Export: pipeline.Export{
			Feed: "twins",
			Fields: map[string]pipeline.Field{
				"price": {From: "amount", Money: &pipeline.MoneyFormat{Thousands: ",", Strip: "$ "}}, "units": {From: "whole", Number: &two},
			},
			Columns: map[string]pipeline.Field{
				"amount": {From: "amount"}, "fine": {From: "fine"}, "quantity": {From: "whole"}, "rate": {From: "fine"},
				"score": {From: "small"}, "flag": {From: "small"}, "customer_id": {From: "whole"}, "day": {From: "day"},
				"other_day": {From: "day", Date: "%d.%m.%Y"}, "product": {Expression: "day || ' ' || fine"},
				"total": {Expression: "price + units"},
			},
		},
		Contract: []pipeline.Column{
			{Name: "amount", Kind: pipeline.Amount, Blank: true}, {Name: "fine", Kind: pipeline.Amount, Blank: true},
			{Name: "quantity", Kind: pipeline.Number, Blank: true}, {Name: "rate", Kind: pipeline.Rate, Blank: true},
			{Name: "score", Kind: pipeline.Score, Blank: true}, {Name: "flag", Kind: pipeline.Flag, Blank: true},
			{Name: "customer_id", Kind: pipeline.Text}, {Name: "day", Kind: pipeline.Date, Blank: true},
			{Name: "product", Kind: pipeline.Text, Blank: true}, {Name: "total", Kind: pipeline.Amount, Blank: true},
			{Name: "other_day", Kind: pipeline.Date, Blank: true},
		},
		MoneyScale: scale,
	}
}

// The same rows as Parquet with types, as Parquet with texts and as CSV give the
// same tables, whatever the types are and however many rows do not fit.
func TestTypesMakeNoDifference(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	amounts := []string{"decimal(18, 2)", "decimal(9, 4)", "decimal(38, 2)", "decimal(38, 6)", "decimal(38, 37)", "bigint", "tinyint", "ubigint", "decimal(18, 0)"}
	for i, amount := range amounts {
		fine := amounts[(i+3)%len(amounts)]
		for _, without := range []string{"", "other_day", "other_day rate flag score", "other_day rate flag score day"} {
			t.Run(fmt.Sprintf("%s_%s_%d", amount, fine, len(without)), func(t *testing.T) {
				feed := twins(random.IntN(4))
				for _, name := range strings.Fields(without) {
					delete(feed.Columns, name)
				}
				query := "select try_cast(n1 as " + amount + ") as amount, try_cast(n2 as " + fine + ") as fine, " +
					"cast(i as integer) as whole, cast(i % 13 as smallint) as small, d as day from (" + mixture(random, 300) + ")"
				sameTwins(t, feed, query)
			})
		}
	}
}

// mixture is a select of numbers near every bound, with missing ones between, and
// of dates near the ends of what a date may be.
func mixture(random *rand.Rand, rows int) string {
	days := []string{"date '2026-01-31'", "date '1899-12-31'", "date '1900-01-01'", "date '2199-12-31'", "date '2200-01-01'",
		"date 'infinity'", "cast(null as date)", "date '0044-03-15 (BC)'", "date '12026-01-01'"}
	number := func() string {
		digits := random.IntN(22)
		text := []string{"", "-"}[random.IntN(2)] + "0"
		for range digits {
			text += fmt.Sprint(random.IntN(10))
		}
		switch random.IntN(6) {
		case 0:
			return "null"
		case 1:
			text += fmt.Sprintf(".%02d", random.IntN(100))
		case 2:
			text += fmt.Sprintf(".%04d", random.IntN(10000))
		case 3:
			text = []string{"99999999999999.99", "-99999999999999.99", "100000000000000", "999999999999.999", "0.005", "-0.01", "127"}[random.IntN(7)]
		}
		return "'" + text + "'"
	}
	values := make([]string, rows)
	for i := range values {
		day := days[0]
		if random.IntN(3) == 0 {
			day = days[random.IntN(len(days))]
		}
		values[i] = fmt.Sprintf("(%d, %s, %s, %s)", i, number(), number(), day)
	}
	return "select * from (values " + strings.Join(values, ", ") + ") as v(i, n1, n2, d)"
}

// sameTwins delivers a select in three ways.
func sameTwins(t *testing.T, feed pipeline.Feed, query string) {
	t.Helper()
	texts := "select columns(*)::varchar from (" + query + ")"
	csv := filepath.Join(t.TempDir(), "lines.csv")
	written := copied(t, texts, "csv, header")
	if err := os.Rename(written, csv); err != nil {
		t.Fatal(err)
	}
	var loaded, refused [][]string
	for _, path := range []string{copied(t, query, "parquet"), copied(t, texts, "parquet"), csv} {
		feed.Paths = []string{path}
		got, err := read(t, feed)
		if err != nil {
			t.Fatal(err)
		}
		// A CSV's rows begin below its header.
		loaded = append(loaded, got.rows(t, "select * exclude (line_no) from raw_twins order by line_no"))
		refused = append(refused, got.rows(t, "select column_name, delivered, reason, raw from raw_quarantined order by line_no"))
	}
	if len(loaded[2]) == 0 && len(refused[2]) == 0 {
		t.Fatal("nothing was compared")
	}
	for i, way := range []string{"parquet with types", "parquet with texts"} {
		sameLines(t, way+": loaded", loaded[i], loaded[2])
		sameLines(t, way+": quarantined", refused[i], refused[2])
	}
}
