package duckdb_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

// A folder called like a column gives no value: what the file says counts, of a feed
// and of a lookup, and wherever the database lies.
func TestFoldersAreNoColumns(t *testing.T) {
	for _, test := range []struct{ name, file string }{{"text", "lines.csv"}, {"parquet", "lines.parquet"}} {
		t.Run(test.name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "Region=all", "Amount=7", "Price=9", "Label=none")
			if err := os.MkdirAll(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			feed := priced(t, "Key,Land,Price,Label\np1,DE,$2.00,Saw\n", "")
			feed.Columns["region"] = pipeline.Field{From: "Region"}
			feed.Contract = append(feed.Contract, pipeline.Column{Name: "region", Kind: pipeline.Text})
			feed.FirstFile, feed.Paths = 1, []string{filepath.Join(folder, test.file)}
			prices := filepath.Join(folder, "prices.csv")
			err := errors.Join(os.Rename(feed.LookupPath["prices"][0], prices),
				os.WriteFile(feed.Paths[0], []byte("Id,Product,Country,Units,Region\nc1,p1,DE,3,north\n"), 0o600))
			if test.name == "parquet" {
				err = errors.Join(err, os.Rename(parquet(t, "select 'c1' as Id, 'p1' as Product, 'DE' as Country, '3' as Units, 'north' as Region"), feed.Paths[0]))
			}
			if err != nil {
				t.Fatal(err)
			}
			feed.LookupPath["prices"] = []string{prices}
			e, err := duckdb.Open(t.Context(), duckdb.Settings{Path: filepath.Join(folder, "night.duckdb"), Threads: 1, Inputs: []string{folder}})
			if err != nil {
				t.Fatal(err)
			}
			defer e.Close()
			if _, err := e.Import(t.Context(), feed); err != nil {
				t.Fatal(err)
			}
			sameLines(t, "loaded", rowsOf(t, e, "select customer_id, amount_minor, product, region from raw_sales"), []string{"c1|600|Saw|north"})
		})
	}
}
