//go:build bench

package main

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"
)

// size is how much a company delivers.
type size struct {
	customers, lines int64 // lines of revenue in benchMonths
	gzip             bool  // CSV.gz instead of Parquet
}

func (s size) String() string {
	format := "Parquet"
	if s.gzip {
		format = "CSV.gz"
	}
	return fmt.Sprintf("%s customers × %s lines, %s", rounded(s.customers), rounded(s.lines), format)
}

func rounded(n int64) string {
	switch {
	case n%1_000_000 == 0:
		return fmt.Sprintf("%d M", n/1_000_000)
	case n%1_000 == 0:
		return fmt.Sprintf("%d k", n/1_000)
	}
	return fmt.Sprint(n)
}

// The lines lie in benchMonths monthly files; one more month comes with the second
// night.
const benchMonths = 24

// month names a file of revenue; 0 is the first month.
func (s size) month(n int) string {
	ending := ".parquet"
	if s.gzip {
		ending = ".csv.gz"
	}
	return time.Date(2024, time.January+time.Month(n), 1, 0, 0, 0, 0, time.UTC).Format("2006-01") + ending
}

// exports is the folder of a company's files, which are written once and kept: the
// same numbers always, as they are hashes of a line's number.
func (s size) exports(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	kind := "parquet"
	if s.gzip {
		kind = "csv"
	}
	folder := filepath.Join(cache, "valueshift-bench", fmt.Sprintf("%d-%d-%s", s.customers, s.lines, kind))
	if _, err := os.Stat(folder); err == nil {
		return folder
	}
	t.Logf("writing %s to %s", s, folder)
	aside := folder + ".writing"
	if err := errors.Join(os.RemoveAll(aside), os.MkdirAll(filepath.Join(aside, "revenue"), 0o700), s.write(aside), os.Rename(aside, folder)); err != nil {
		t.Fatal(err)
	}
	return folder
}

// write makes customers.parquet and revenue/. A tenth of the customers has a third
// of the lines; a quarter of them costs more than it brings.
func (s size) write(folder string) error {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer db.Close()
	format := "format parquet, compression zstd"
	if s.gzip {
		format = "format csv, header true, compression gzip"
	}
	statements := []string{
		"set preserve_insertion_order = false",
		fmt.Sprintf(`copy (select printf('C%%09d', i) as customer_id, 'Segment ' || (hash(i) %% 8 + 1) as segment,
			date '2018-01-01' + cast(hash(i + 7) %% 2000 as integer) as since from range(%d) as r(i))
			to '%s' (format parquet, compression zstd)`, s.customers, filepath.Join(folder, "customers.parquet")),
	}
	perMonth := s.lines / benchMonths
	for n := range benchMonths + 1 {
		statements = append(statements, fmt.Sprintf(`copy (
			with lines as (
				select
					hash(i * 25 + %[2]d) as h,
					(hash(i * 25 + %[2]d + 1000000007) %% 1000000) / 1e6 as u
				from range(%[1]d) as r(i)
			),
			booked as (
				select h, cast(floor(%[3]d * power(u, 2.1)) as bigint) as customer from lines
			)
			select
				printf('C%%09d', customer) as customer_id,
				cast(date '2024-01-01' + interval (%[2]d) month + interval (cast(h %% 28 as integer)) day as date) as booked_on,
				cast((500 + h %% 9500) / 100 as decimal(12, 2)) as revenue,
				cast((500 + h %% 9500) * case when hash(customer) %% 4 = 0 then 130 else 40 + hash(customer) %% 50 end / 10000 as decimal(12, 2)) as direct_cost,
				'Product ' || (h %% 6 + 1) as product
			from booked) to '%[4]s' (%[5]s)`,
			perMonth, n, s.customers, filepath.Join(folder, "revenue", s.month(n)), format))
	}
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			return fmt.Errorf("%w\n%s", err, statement)
		}
	}
	return nil
}

// floor is the least that a night must do: DuckDB alone reads the same files and
// sums revenue by customer. It is the median of three.
func (s size) floor(t *testing.T, folder string) spent {
	t.Helper()
	var runs []spent
	for range 3 {
		runs = append(runs, s.scan(t, folder))
	}
	return median(runs)
}

func (s size) scan(t *testing.T, folder string) spent {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	source := "read_parquet('" + filepath.Join(folder, "revenue", "*.parquet") + "')"
	if s.gzip {
		source = "read_csv('" + filepath.Join(folder, "revenue", "*.csv.gz") + `', header = true, columns = {'customer_id': 'varchar',
			'booked_on': 'date', 'revenue': 'decimal(12, 2)', 'direct_cost': 'decimal(12, 2)', 'product': 'varchar'})`
	}
	began, before := time.Now(), processorTime(t)
	var customers int64
	err = db.QueryRow("select count(*) from (select customer_id, sum(revenue) from " + source + " group by customer_id)").Scan(&customers)
	if err != nil {
		t.Fatal(err)
	}
	return spent{wall: time.Since(began), processor: processorTime(t) - before}
}

// processorTime is what this process has used so far, on all cores.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
