package pipeline_test

import (
	"context"
	"database/sql"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"valueshift/pipeline"
	"valueshift/pipeline/demo"
	"valueshift/sql/duckdb"
)

// BenchmarkNight does a first night on the demo's exports and reports how many
// times longer it takes than the floor: DuckDB itself reading the same revenue
// files with types and grouping them by customer, in the same run.
func BenchmarkNight(b *testing.B) {
	folder := b.TempDir()
	text, err := os.ReadFile("../config.yaml")
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(folder, "config.yaml")
	if err := os.WriteFile(path, text, 0o644); err != nil {
		b.Fatal(err)
	}
	if err := demo.Write(b.Context(), filepath.Join(folder, "exports"), demo.Default); err != nil {
		b.Fatal(err)
	}
	config, err := pipeline.Load(path, nil)
	if err != nil {
		b.Fatal(err)
	}
	floor := floorOf(b, filepath.Join(folder, "exports", "revenue", "*.csv"))
	for b.Loop() {
		benchNight(b, config)
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(floor), "x-floor")
}

func benchNight(b *testing.B, config pipeline.Config) {
	engine, err := duckdb.Open(b.Context(), duckdb.Settings{Inputs: config.InputFolders()})
	if err != nil {
		b.Fatal(err)
	}
	defer engine.Close()
	night := pipeline.Night{Config: config, Engine: engine, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	if _, err := night.Run(context.Background()); err != nil {
		b.Fatal(err)
	}
}

// floorOf is the time that DuckDB alone needs for the least that must be done.
func floorOf(b *testing.B, files string) time.Duration {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	began := time.Now()
	var customers int
	err = db.QueryRow(`select count(*) from (select customer_id, sum(revenue), sum(direct_cost)
from read_csv(?, header = true, ignore_errors = true, store_rejects = true, columns = {'customer_id': 'varchar', 'booked_on': 'date',
'revenue': 'decimal(18, 2)', 'direct_cost': 'decimal(18, 2)', 'product': 'varchar'}) group by customer_id)`, files).Scan(&customers)
	if err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}
