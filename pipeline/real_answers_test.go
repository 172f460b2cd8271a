package pipeline_test

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

// The survey of a garden-centre chain has no revenue, so it is imported without a
// night. Its comments mix cp850 and latin-1, which no one encoding reads: it is
// declared latin-1, in which every byte is a character, and comments are not
// mapped. The first column has no name. NA is no score: those rows are left out
// by declaration. The file has no date; one is declared.
func TestRealAnswers(t *testing.T) {
	t.Parallel()
	path := filepath.Join(realData, "nps", "nps.csv")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the real exports are not here: %s is missing", path)
	}
	for _, test := range []struct {
		encoding                      string
		loaded, quarantined, filtered int64
	}{
		{"latin-1", 13_612, 0, 342},
		// Ten comments hold the byte 0x90, É in cp850: nothing in cp1252.
		{"cp1252", 13_602, 10, 342},
	} {
		engine, err := duckdb.Open(t.Context(), duckdb.Settings{Threads: 1})
		if err != nil {
			t.Fatal(err)
		}
		defer engine.Close()
		deliveries, err := engine.Import(t.Context(), pipeline.Feed{
			Export: pipeline.Export{
				Feed: "advocacy", Format: pipeline.Format{Encoding: test.encoding}, Where: "nps <> 'NA'",
				Columns: map[string]pipeline.Field{
					"customer_id": {From: "id"}, "score": {From: "nps"}, "answered_on": {Constant: new("2017-12-31")},
				},
			},
			Contract: pipeline.ContractOf("advocacy"), Paths: []string{path}, FirstFile: 1, MoneyScale: 2,
		})
		if err != nil {
			t.Fatal(err)
		}
		d := deliveries[0]
		if d.Records != 13_954 || d.Loaded != test.loaded || d.Quarantined != test.quarantined || d.Filtered != test.filtered || d.Blank != 0 {
			t.Errorf("%s: %+v", test.encoding, d)
		}
		if test.encoding == "latin-1" {
			if nps := promoterScore(t, engine); math.Abs(nps-53.42) > 0.005 {
				t.Errorf("NPS is %.4f, want 53.42", nps)
			}
		}
	}
}

// promoterScore is the share of 9 and 10 less that of 0 to 6, in percent.
func promoterScore(t *testing.T, engine pipeline.Engine) float64 {
	t.Helper()
	batch, err := engine.Read(t.Context(), `select 100.0 * cast(count(*) filter (where score >= 9) - count(*) filter (where score <= 6) as double)
		/ cast(count(*) as double) as nps from raw_advocacy`)
	if err != nil {
		t.Fatal(err)
	}
	defer batch.Release()
	return batch.Column(0).(*array.Float64).Value(0)
}
