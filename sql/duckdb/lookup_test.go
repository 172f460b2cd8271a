package duckdb_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// priced is a feed that finds its prices in a lookup.
func priced(t *testing.T, prices, missing string) pipeline.Feed {
	t.Helper()
	path := filepath.Join(t.TempDir(), "prices.csv")
	if err := os.WriteFile(path, []byte(prices), 0o600); err != nil {
		t.Fatal(err)
	}
	none := 0
	return pipeline.Feed{
		Export: pipeline.Export{
			Feed:    "sales",
			Fields:  map[string]pipeline.Field{"units": {From: "Units", Number: &none}},
			Lookups: []pipeline.Join{{Lookup: "prices", By: []string{"Product", "Country"}, Missing: missing}},
			Columns: map[string]pipeline.Field{
				"customer_id": {From: "Id"}, "amount": {Expression: "units * coalesce(price, 0)"}, "product": {Expression: "label"},
			},
		},
		Contract: []pipeline.Column{
			{Name: "customer_id", Kind: pipeline.Text}, {Name: "amount", Kind: pipeline.Amount}, {Name: "product", Kind: pipeline.Text, Blank: true},
		},
		LookupMaps: map[string]pipeline.Lookup{"prices": {
			Key: []string{"Key", "Land"},
			Fields: map[string]pipeline.Field{
				"price": {From: "Price", Money: &pipeline.MoneyFormat{Thousands: ",", Strip: "$ "}}, "label": {From: "Label"},
			},
		}},
		LookupPath:  map[string][]string{"prices": {path}},
		LookupFirst: map[string]int{"prices": 100},
		MoneyScale:  2,
	}
}

const (
	prices    = "Key,Land,Price,Label\np1,DE,\"$1,000.50 \",Saw\np1,FR,$2.00,Scie\np2,DE,,Free\np3,DE,cheap,Odd\n"
	unitsSold = "Id,Product,Country,Units\nc1,p1,DE,2\nc2,p1,FR,3\nc3,p2,DE,4\nc4,p9,DE,5\nc5,,DE,6\nc6,p3,DE,7\n"
)

func TestLookup(t *testing.T) {
	for _, test := range []struct {
		missing             string
		loaded, quarantined []string
	}{
		{
			"quarantine",
			[]string{"c1|200100|Saw", "c2|600|Scie", "c3|0|Free"},
			[]string{
				"lookup_prices|5|Price|cheap|is not a number like -1234.55 with at most 2 decimals",
				"sales|5|Product + Country|p9 + DE|is not in lookup prices",
				"sales|6|Product + Country|null|is not in lookup prices",
				"sales|7|Product + Country|p3 + DE|is not in lookup prices",
			},
		},
		{
			"keep",
			[]string{"c1|200100|Saw", "c2|600|Scie", "c3|0|Free", "c4|0|null", "c5|0|null", "c6|0|null"},
			[]string{"lookup_prices|5|Price|cheap|is not a number like -1234.55 with at most 2 decimals"},
		},
	} {
		got, err := imported(t, priced(t, prices, test.missing), "sales.csv", unitsSold)
		if err != nil {
			t.Fatal(err)
		}
		sameLines(t, test.missing, got.rows(t, "select customer_id, amount_minor, product from raw_sales order by customer_id"), test.loaded)
		sameLines(t, test.missing, got.rows(t, "select feed, line_no, column_name, delivered, reason from raw_quarantined order by feed, line_no"), test.quarantined)
		if d := got.deliveries[0]; d.Feed != "lookup_prices" || d.FileNo != 100 || d.Records != 4 || d.Quarantined != 1 {
			t.Errorf("the lookup's delivery is %+v", d)
		}
	}
}

// A key that finds two rows would multiply the feed's rows; a lookup without a
// column cannot be read.
func TestLookupRefused(t *testing.T) {
	for _, test := range []struct{ name, prices, want string }{
		{"key twice", prices + "p1,DE,3.00,Again\n", `prices.csv:6: column "Key": "p1", column "Land": "DE" stands in `},
		{"missing column", "Key,Land,Price\np1,DE,1.00\n", `column "Label" is missing`},
		{"missing key", "Key,Price,Label\np1,1.00,Saw\n", `column "Land" is missing`},
	} {
		if _, err := imported(t, priced(t, test.prices, "quarantine"), "sales.csv", unitsSold); !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v", test.name, err)
		}
	}
	feed := priced(t, prices, "quarantine")
	feed.Lookups[0].By[0] = "Article"
	if _, err := imported(t, feed, "sales.csv", unitsSold); !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), `column "Article" is missing`) {
		t.Errorf("got %v", err)
	}
}

// Two feeds share a lookup; its file is read and counted once.
func TestLookupIsReadOnce(t *testing.T) {
	feed := priced(t, prices, "keep")
	path := filepath.Join(t.TempDir(), "sales.csv")
	if err := os.WriteFile(path, []byte(unitsSold), 0o600); err != nil {
		t.Fatal(err)
	}
	feed.Paths = []string{path}
	got, err := read(t, feed)
	if err != nil {
		t.Fatal(err)
	}
	feed.Export.Feed, feed.FirstFile = "again", 2
	second, err := got.Import(t.Context(), feed)
	if err != nil || len(second) != 1 {
		t.Errorf("%+v, %v", second, err)
	}
	sameLines(t, "rows", got.rows(t, "select count(*) from raw_again union all select count(*) from lookup_prices"), []string{"6", "3"})
}
