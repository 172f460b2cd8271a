package duckdb_test

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

// column is a feed of one column of a kind; its rows are numbered.
func column(kind pipeline.Kind, field pipeline.Field, scale int) pipeline.Feed {
	field.From = "Value"
	return pipeline.Feed{
		Export: pipeline.Export{Feed: "things", Columns: map[string]pipeline.Field{"value": field, "no": {From: "No"}}},
		Contract: []pipeline.Column{
			{Name: "no", Kind: pipeline.Text}, {Name: "value", Kind: kind, Blank: true},
		},
		MoneyScale: scale,
	}
}

// written makes a file of two columns, number and value, each value quoted.
func written(t *testing.T, values []string) string {
	t.Helper()
	var text strings.Builder
	w := csv.NewWriter(&text)
	if err := w.Write([]string{"No", "Value"}); err != nil {
		t.Fatal(err)
	}
	for i, value := range values {
		if err := w.Write([]string{fmt.Sprint(i), value}); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return text.String()
}

// amounts that no format takes.
var neverAmounts = []string{
	"(12.00)", "12.00-", "\u221212", "€12", "12%", "0x10", "1e3", "1e400", "NaN", "Infinity", "inf", "1_000", " 12 ", "12 ",
	"--1", "+5", ".5", "5.", "true", "NULL", "n/a", "12.5.0", "٣", "１２", "1 000", "1'234.56", "1,234.56.78",
	"1\u00a0000", "-", "'12'", "1/2",
}

// What fits its kind is read to the last digit; what does not is quarantined,
// with what was expected instead. Nothing is coerced.
func TestKinds(t *testing.T) {
	comma := &pipeline.MoneyFormat{Decimal: ",", Thousands: "."}
	dollars := &pipeline.MoneyFormat{Decimal: ".", Thousands: ",", Strip: "$ "}
	for _, test := range []struct {
		name    string
		kind    pipeline.Kind
		field   pipeline.Field
		scale   int
		want    map[string]string // text → value
		refused []string
		reason  string
	}{
		{
			"amount", pipeline.Amount, pipeline.Field{}, 2,
			map[string]string{
				"0": "0", "-0": "0", "-0.00": "0", "12": "1200", "-12.5": "-1250", "12.50": "1250", "12.5000": "1250", "007": "700",
				"90071992547409.93": "9007199254740993", "99999999999999.99": "9999999999999999", "-99999999999999.99": "-9999999999999999", "": "null",
			},
			append([]string{"1.239", "1,234.56", "1234,56", "1.234,56", "$12"}, neverAmounts...),
			"is not a number like -1234.55 with at most 2 decimals",
		},
		{
			"amount without decimals", pipeline.Amount, pipeline.Field{}, 0,
			map[string]string{"12": "12", "-3": "-3"}, []string{"12.0", "12.", "1,2"}, "is not a number like -1234",
		},
		{
			"amount with three decimals", pipeline.Amount, pipeline.Field{}, 3,
			map[string]string{"999999999999.999": "999999999999999", "-0.001": "-1"}, []string{"0.0001"},
			"is not a number like -1234.555 with at most 3 decimals",
		},
		{
			"amount with six decimals", pipeline.Amount, pipeline.Field{}, 6,
			map[string]string{"0.000001": "1", "123456789012.5": "123456789012500000"}, []string{"0.0000001"},
			"is not a number like -1234.555555 with at most 6 decimals",
		},
		{
			"amount with commas", pipeline.Amount, pipeline.Field{Money: comma}, 2,
			map[string]string{"1.234,56": "123456", "1234,56": "123456", "-1.234.567": "-123456700", "12,5": "1250"},
			append([]string{"1,234.56", "1.23,4", "12.34.567", "1234.567,00", "1..234", ",5"}, "1.2345"),
			"is not a number like -1234,55 with at most 2 decimals",
		},
		{
			"amount in dollars", pipeline.Amount, pipeline.Field{Money: dollars}, 2,
			map[string]string{"$6.62 ": "662", "$2,899.99": "289999", "12": "1200", " $ 5": "500"},
			[]string{"$-", "€6.62", "$6.625", "6$62", "$1,23"}, "is not a number like -1234.55 with at most 2 decimals",
		},
		{
			"date", pipeline.Date, pipeline.Field{}, 2,
			map[string]string{"2024-02-29": "2024-02-29", "1900-01-01": "1900-01-01", "2199-12-31": "2199-12-31", "": "null"},
			[]string{
				"2024-02-30", "2023-02-29", "31/01/2024", "01/02/2024", "31.01.2024", "24-01-05", "2024-1-5", "2024/01/05", "20240105", "2024-01",
				"2024-01-05 10:00", "2024-01-05T23:59:59-08:00", "2024-01-05 (BC)", "1704412800", "0000-00-00", "infinity", "epoch",
				"2024-01-05 ", " 2024-01-05", "today", "NULL", "2024-13-01", "２０２４-01-05",
			},
			"is not a date written %Y-%m-%d",
		},
		{
			"date the American way", pipeline.Date, pipeline.Field{Date: "%m/%d/%Y"}, 2,
			map[string]string{"1/2/2024": "2024-01-02", "12/31/2024": "2024-12-31", "01/02/2024": "2024-01-02", "2/29/2024": "2024-02-29"},
			[]string{"13/1/2024", "2/30/2024", "1/2/24", "2024-01-02", "1-2-2024", "1/2/2024 10:00", "001/2/2024"}, "is not a date written %m/%d/%Y",
		},
		{
			"date with a time", pipeline.Date, pipeline.Field{Date: "%Y-%m-%d %H:%M:%S"}, 2,
			map[string]string{"2024-01-05 23:59:59": "2024-01-05", "2024-01-05 00:00:00": "2024-01-05"},
			[]string{"2024-01-05", "2024-01-05 24:00:01", "2024-01-05 10:00", "2024-01-05 10:00:00Z", "2024-1-05 10:00:00"},
			"is not a date written %Y-%m-%d %H:%M:%S",
		},
		{
			"date with a point", pipeline.Date, pipeline.Field{Date: "%d.%m.%Y"}, 2,
			map[string]string{"5.1.2024": "2024-01-05"}, []string{"5x1x2024", "32.1.2024"}, "is not a date written %d.%m.%Y",
		},
		{
			"number", pipeline.Number, pipeline.Field{}, 2,
			map[string]string{"3": "3.000000", "-1.5": "-1.500000", "0.000001": "0.000001"}, append([]string{"0.0000001"}, neverAmounts...),
			"is not a number like -1234.555555 with at most 6 decimals",
		},
		{
			"flag", pipeline.Flag, pipeline.Field{}, 2,
			map[string]string{"true": "true", "YES": "true", "y": "true", "1": "true", "False": "false", "no": "false", "N": "false", "0": "false"},
			[]string{"t", "maybe", "2", " yes", "on"}, "is not true or false",
		},
		{
			"score", pipeline.Score, pipeline.Field{}, 2,
			map[string]string{"0": "0", "10": "10", "7": "7"}, []string{"11", "-1", "7.5", "07", "1e0", "ten", "10.0"},
			"is not a whole number from 0 to 10",
		},
		{
			"timestamp", pipeline.Timestamp, pipeline.Field{}, 2,
			map[string]string{
				"2026-09-30": "2026-09-30 00:00:00", "2026-09-30 14:05": "2026-09-30 14:05:00", "2026-09-30T14:05:06": "2026-09-30 14:05:06",
				"2026-09-30 14:05:06.123456789": "2026-09-30 14:05:06.123456", "2026-09-30T14:05:06Z": "2026-09-30 14:05:06",
				"2026-09-30 01:05:06+02": "2026-09-29 23:05:06", "2026-09-30 14:05:06.5-03:30": "2026-09-30 17:35:06.5", "": "null",
			},
			[]string{
				"30.09.2026", "2026-9-30", "20260930", "2026-02-30", "2026-09-30 14", "2026-09-30 25:00:00", "2026-09-30 14:61", "2026-09-30T14:05+02:00", "2026-09-30T14:05:00+0200", "2026-09-30 14:05:06 CET",
				"infinity", "epoch", "2026-09-30 (BC)", "1899-12-31", "2200-01-01", " 2026-09-30", "1780272000", "2026-09-30  14:05",
			},
			"is not a day or an instant like 2026-09-30 or 2026-09-30 14:05:00",
		},
		{
			"timestamp with a format", pipeline.Timestamp, pipeline.Field{Date: "%d.%m.%Y %H:%M"}, 2,
			map[string]string{"30.09.2026 14:05": "2026-09-30 14:05:00", "1.10.2026 0:00": "2026-10-01 00:00:00"},
			[]string{"2026-09-30 14:05", "30.09.2026", "31.09.2026 14:05", "30.09.2026 24:05", "30.09.1826 14:05"}, "is not a date written %d.%m.%Y %H:%M",
		},
		{
			"day with a format", pipeline.Timestamp, pipeline.Field{Date: "%d.%m.%Y"}, 2,
			map[string]string{"30.09.2026": "2026-09-30 00:00:00", "1.10.2026": "2026-10-01 00:00:00"}, []string{"2026-09-30"}, "is not a date written %d.%m.%Y",
		},
		{
			"relationship", pipeline.Relationship, pipeline.Field{}, 2,
			map[string]string{"contractual": "contractual", "Non-Contractual": "non-contractual", "CONTRACTUAL": "contractual", "": "null"},
			[]string{"contractual ", " contractual", "Contract", "perhaps", "non contractual", "noncontractual"}, "is not contractual or non-contractual",
		},
		{
			"text", pipeline.Text, pipeline.Field{}, 2,
			map[string]string{"NA": "NA", "NULL": "NULL", "  a ": "  a ", "'); drop table x; --": "'); drop table x; --", "a\nb": "a\nb", "é\u200b": "é\u200b", "": "null"},
			nil, "",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var values []string
			for text := range test.want {
				values = append(values, text)
			}
			slices.Sort(values)
			fits := len(values)
			got, err := imported(t, column(test.kind, test.field, test.scale), "things.csv", written(t, append(values, test.refused...)))
			if err != nil {
				t.Fatal(err)
			}
			stored := "value"
			if test.kind == pipeline.Amount {
				stored = "value_minor"
			}
			var want []string
			for i, text := range values[:fits] {
				want = append(want, fmt.Sprintf("%d|%s", i, test.want[text]))
			}
			sameLines(t, "loaded", got.rows(t, "select no, cast("+stored+" as varchar) from raw_things order by cast(no as integer)"), want)
			want = nil
			for _, text := range test.refused {
				want = append(want, "Value|"+text+"|"+test.reason)
			}
			sameLines(t, "quarantined", got.rows(t, "select column_name, delivered, reason from raw_quarantined order by line_no"), want)
		})
	}
}

// A number with more digits than there is room for is told so, in the words of its
// own format; one that is wrong in another way too is no number.
func TestTooLarge(t *testing.T) {
	comma := &pipeline.MoneyFormat{Decimal: ",", Thousands: "."}
	for _, test := range []struct {
		name       string
		kind       pipeline.Kind
		money      *pipeline.MoneyFormat
		scale      int
		text, want string // what is loaded, or the reason
	}{
		{"the largest", pipeline.Amount, nil, 2, "99999999999999.99", "9999999999999999"},
		{"one digit more", pipeline.Amount, nil, 2, "999999999999999.99", "is larger than 99999999999999.99"},
		{"whole", pipeline.Amount, nil, 2, "100000000000000", "is larger than 99999999999999.99"},
		{"negative", pipeline.Amount, nil, 2, "-100000000000000.00", "is less than -99999999999999.99"},
		{"no decimals", pipeline.Amount, nil, 0, "100000000000000", "is larger than 99999999999999"},
		{"three decimals", pipeline.Amount, nil, 3, "9999999999999.999", "is larger than 999999999999.999"},
		{"six decimals", pipeline.Amount, nil, 6, "1234567890123", "is larger than 999999999999.999999"},
		{"largest in groups", pipeline.Amount, comma, 2, "99.999.999.999.999,99", "9999999999999999"},
		{"groups", pipeline.Amount, comma, 2, "100.000.000.000.000,5", "is larger than 99999999999999,99"},
		{"broken groups", pipeline.Amount, comma, 2, "1000.000.000.000.000,5", "is not a number like -1234,55 with at most 2 decimals"},
		{"quantity", pipeline.Number, nil, 2, "-1234567890123", "is less than -999999999999.999999"},
		{"exponent", pipeline.Amount, nil, 2, "1e20", "is not a number like -1234.55 with at most 2 decimals"},
		{"too fine", pipeline.Amount, nil, 2, "999999999999999.991", "is not a number like -1234.55 with at most 2 decimals"},
		{"too early", pipeline.Date, nil, 2, "1899-12-31", "is a date before 1900 or after 2199"},
		{"early years", pipeline.Date, nil, 2, "0024-01-05", "is a date before 1900 or after 2199"},
		{"too late", pipeline.Date, nil, 2, "2200-01-01", "is a date before 1900 or after 2199"},
		{"the end of time", pipeline.Date, nil, 2, "9999-12-31", "is a date before 1900 or after 2199"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := imported(t, column(test.kind, pipeline.Field{Money: test.money}, test.scale), "things.csv", written(t, []string{test.text}))
			if err != nil {
				t.Fatal(err)
			}
			stored := "value"
			if test.kind == pipeline.Amount {
				stored = "value_minor"
			}
			sameLines(t, "found", got.rows(t, "select cast("+stored+" as varchar) from raw_things union all select reason from raw_quarantined"), []string{test.want})
		})
	}
}

// What ends on a day that never comes has no end.
func TestOpenEnded(t *testing.T) {
	for format, texts := range map[string][]string{
		"":         {"9999-12-31", "2200-01-01", "2199-12-31", "1899-12-31", "9999-13-31"},
		"%d.%m.%Y": {"31.12.9999", "1.1.2200", "31.12.2199", "31.12.1899", "31.13.9999"},
	} {
		feed := column(pipeline.Date, pipeline.Field{Date: format}, 2)
		feed.Contract[1].Name, feed.Columns["closed_on"] = "closed_on", feed.Columns["value"]
		delete(feed.Columns, "value")
		got, err := imported(t, feed, "things.csv", written(t, append(texts, "")))
		if err != nil {
			t.Fatal(err)
		}
		sameLines(t, "loaded", got.rows(t, "select no, cast(closed_on as varchar) from raw_things order by no"), []string{"0|null", "1|null", "2|2199-12-31", "5|null"})
		sameLines(t, "quarantined", got.rows(t, "select delivered, reason from raw_quarantined order by line_no"), []string{
			texts[3] + "|is a date before 1900 or after 2199", texts[4] + "|is not a date written " + cmp.Or(format, "%Y-%m-%d")})
	}
}

// A declared number has the places it declares.
func TestDeclaredNumbers(t *testing.T) {
	none := 0
	feed := column(pipeline.Text, pipeline.Field{}, 2)
	feed.Fields = map[string]pipeline.Field{"units": {From: "Value", Number: &none}}
	feed.Contract = append(feed.Contract, pipeline.Column{Name: "total", Kind: pipeline.Amount, Blank: true})
	feed.Columns["total"] = pipeline.Field{Expression: "units * 2"}
	got, err := imported(t, feed, "things.csv", written(t, []string{"-3", "1.0", "2.5", ""}))
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "loaded", got.rows(t, "select no, total_minor from raw_things order by no"), []string{"0|-600", "3|null"})
	sameLines(t, "quarantined", got.rows(t, "select line_no, reason from raw_quarantined order by line_no"),
		[]string{"3|is not a number like -1234", "4|is not a number like -1234"})
}

// A value that must be there is missed, and ids have no spaces around them.
func TestRequiredValues(t *testing.T) {
	feed := pipeline.Feed{
		Export: pipeline.Export{Feed: "things", Columns: map[string]pipeline.Field{
			"customer_id": {From: "No"}, "booked_on": {From: "Value"}, "segment": {Constant: new("All")},
		}},
		Contract: []pipeline.Column{
			{Name: "customer_id", Kind: pipeline.Text}, {Name: "booked_on", Kind: pipeline.Date}, {Name: "segment", Kind: pipeline.Text},
			{Name: "region", Kind: pipeline.Text, Blank: true},
		},
		MoneyScale: 2,
	}
	got, err := imported(t, feed, "things.csv", "No,Value\nc1,2026-01-31\n,2026-01-31\nc2,\n c3,2026-01-31\nc4 ,2026-01-31\n")
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "loaded", got.rows(t, "select customer_id, booked_on, segment, region, line_no from raw_things"), []string{"c1|2026-01-31|All|null|2"})
	sameLines(t, "quarantined", got.rows(t, "select line_no, column_name, reason from raw_quarantined order by line_no"), []string{
		"3|No|is blank, and a value is required", "4|Value|is blank, and a value is required", "5|No|has spaces around it", "6|No|has spaces around it",
	})
}

// What a configuration may hold and what is read here are the same.
func TestDateDirectives(t *testing.T) {
	sameLines(t, "directives", duckdb.DateParts(), slices.Sorted(slices.Values(pipeline.DateDirectives)))
}
