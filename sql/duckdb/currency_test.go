package duckdb_test

import (
	"testing"

	"valueshift/pipeline"
)

// The reporting currency is kept as none, written out or not; a text that is no
// code never passes for it, wherever the code comes from.
func TestCurrencyCodes(t *testing.T) {
	delivered := []string{"USD", "EUR", "", "usd", "US$", " USD", "USDT", "840", "ＵＳＤ"}
	for _, test := range []struct {
		name  string
		field pipeline.Field
		from  string
	}{
		{"column", pipeline.Field{From: "Value"}, "Value"},
		{"expression", pipeline.Field{Expression: "Value"}, "value"},
	} {
		t.Run(test.name, func(t *testing.T) {
			feed := column(pipeline.Currency, test.field, 2)
			feed.Currency = "EUR"
			got, err := imported(t, feed, "things.csv", written(t, delivered))
			if err != nil {
				t.Fatal(err)
			}
			sameLines(t, "loaded", got.rows(t, "select no, value from raw_things order by no"), []string{"0|USD", "1|null", "2|null"})
			var want []string
			for _, line := range []string{"5", "6", "7", "8", "9", "10"} {
				want = append(want, line+"|"+test.from+"|is not a currency code like EUR")
			}
			sameLines(t, "quarantined", got.rows(t, "select line_no, column_name, reason from raw_quarantined order by line_no"), want)
		})
	}
}

// A rate keeps ten decimals and is above zero.
func TestRates(t *testing.T) {
	feed := column(pipeline.Rate, pipeline.Field{From: "Value"}, 2)
	got, err := imported(t, feed, "things.csv", written(t,
		[]string{"0.9215", "1", "0.0000000001", "99999999.9999999999", "1.20000000000", "0", "0.00", "-1.1", "-100000000", "0.00000000001", "100000000", "1,1", "1e1"}))
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "loaded", got.rows(t, "select no, cast(value as varchar) from raw_things order by cast(no as integer)"),
		[]string{"0|0.9215000000", "1|1.0000000000", "2|0.0000000001", "3|99999999.9999999999", "4|1.2000000000"})
	sameLines(t, "quarantined", got.rows(t, "select reason, count(*) from raw_quarantined group by reason order by reason"),
		[]string{"is larger than 99999999.9999999999|1", "is not a rate above 0 with at most 10 decimals|7"})
}
