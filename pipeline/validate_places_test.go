package pipeline

import (
	"path/filepath"
	"strings"
	"testing"
)

// Pages and database do not mix with what others deliver.
func TestValidatePlaces(t *testing.T) {
	home, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	const exports = `["exports/revenue/*.csv"]`
	for _, test := range []struct{ files, line, want string }{
		{"[revenue.csv]", "out: site\ndatabase: v.duckdb", ""},
		{exports, "out: site\ndatabase: exports/v.duckdb", ""},
		{exports, "out: exports/site", ""},
		{"[../revenue.csv]", "out: site", ""},
		{exports, "out: .", `out: must not be the folder of the configuration, is "HOME"`},
		{exports, "out: ../pipeline/", `out: must not be the folder of the configuration, is "HOME"`},
		{exports, "database: .", `database: must not be the folder of the configuration, is "HOME"`},
		{exports, "database: who?/v.duckdb", `database: must not have a ? or % in its path, where the engine reads options, is "HOME/who?/v.duckdb"`},
		{exports, "database: 100% sure/v.duckdb", `database: must not have a ? or % in its path, where the engine reads options, is "HOME/100% sure/v.duckdb"`},
		{exports, "database: \":memory:\"", `database: must be a file, is ":memory:"`},
		{exports, "database: md:v", `database: must be a file, is "md:v"`},
		{exports, "out: /", `out: must not be the root of the file system, is "/"`},
		{exports, "out: exports/revenue", `out: must not lie where exports are read, is "HOME/exports/revenue" and exports.revenue.files[0] reads "HOME/exports/revenue"`},
		{exports, "out: exports", `out: must not lie where exports are read, is "HOME/exports" and exports.revenue.files[0] reads "HOME/exports/revenue"`},
		{`["exports/*/r.csv"]`, "out: exports/site", `out: must not lie where exports are read, is "HOME/exports/site" and exports.revenue.files[0] reads "HOME/exports/*"`},
		{exports, "database: exports/revenue/v.duckdb", `database: must not lie where exports are read, is "HOME/exports/revenue/v.duckdb" and exports.revenue.files[0] reads "HOME/exports/revenue"`},
		{exports, "database: exports/revenue", `database: must not lie where exports are read, is "HOME/exports/revenue" and exports.revenue.files[0] reads "HOME/exports/revenue"`},
	} {
		want := strings.ReplaceAll(test.want, "HOME", home)
		if want != "" {
			want = "19: " + want
		}
		checkMistakes(t, edit(t, small, "[revenue.csv]", test.files)+test.line+"\n", want)
	}
}
