package pipeline_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"valueshift/pipeline"
)

// readings notes which files a night read and which it did not need to.
type readings struct {
	pipeline.Engine
	read, held *[]string
}

func (r readings) Import(ctx context.Context, feed pipeline.Feed) ([]pipeline.Delivery, error) {
	deliveries, err := r.Engine.Import(ctx, feed)
	for _, d := range deliveries {
		name := filepath.Base(d.File)
		if d.IsHeld {
			*r.held = append(*r.held, name)
		} else {
			*r.read = append(*r.read, name)
		}
	}
	return deliveries, err
}

// at does the night as of a month and tells what it read.
func (k kiosk) at(t *testing.T, asOf string) (read, held []string) {
	t.Helper()
	config, err := pipeline.Load(filepath.Join(k.dir, "config.yaml"), map[string]string{"as_of": asOf})
	if err != nil {
		t.Fatal(err)
	}
	err = runNight(t.Context(), config, attempt{engine: func(e pipeline.Engine) pipeline.Engine { return readings{e, &read, &held} }})
	if err != nil {
		t.Fatal(err)
	}
	return read, held
}

// forget makes the next night read everything.
func (k kiosk) forget(t *testing.T) {
	t.Helper()
	db, err := sql.Open("duckdb", k.database())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("delete from read_files"); err != nil {
		t.Fatal(err)
	}
}

// kioskCosts is one more feed.
const kioskCosts = `  costs:
    files: ["costs/*.csv"]
    columns: {customer_id: id, booked_on: {from: day, date: "%Y-%m-%d"}, activity: activity, amount: amount}
`

// Nights that read only what changed, and sum up only the months that it touches,
// publish and keep what nights publish that read and sum up everything: a new month,
// a late booking, a file that is taken away, dirty lines, a customer who moves,
// another rule, customers who come on the list and leave it, costs that are spread.
func TestIncrementalNightsEqualFullOnes(t *testing.T) {
	quick, full := newKiosk(t), newKiosk(t)
	for i, night := range []struct {
		asOf    string
		change  func(k kiosk)
		read    []string
		touched []string // months whose bookings are made again
	}{
		{"2026-04-30", func(k kiosk) { k.remove(t, "2026-05", "2026-06") },
			[]string{"customers.csv", "2026-01.csv", "2026-02.csv", "2026-03.csv", "2026-04.csv"},
			[]string{"2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"}},
		{"2026-05-31", func(k kiosk) {
			k.book(t, "2026-05", "a,2026-05-28,10", "b,2026-05-28,20", "zz,2026-05-28,1", "c,2026-05-28,dirt")
			k.book(t, "2026-06", "a,2026-06-28,10", "b,2026-06-28,20")
		}, []string{"2026-05.csv", "2026-06.csv"}, []string{"2026-05-01", "2026-06-01"}},
		{"2026-06-30", func(k kiosk) {
			k.book(t, "2026-05", "a,2026-05-28,10", "b,2026-05-28,20", "c,2026-05-28,-400", "c,2026-05-28,-400")
			k.remove(t, "2026-01")
		}, []string{"2026-05.csv"}, []string{"2026-01-01", "2026-05-01"}},
		{"2026-06-30", func(k kiosk) {
			k.list(t, "a,Kids", "b,Seniors", "c,Seniors")
			k.configure(t, "questions: {drift_max_share: 0.5}\n")
		}, []string{"customers.csv"}, nil},
		{"2026-06-30", func(k kiosk) {
			k.book(t, "2026-06", "a,2026-06-28,10", "b,2026-06-28,20", "zz,2026-06-29,5")
		}, []string{"2026-06.csv"}, []string{"2026-06-01"}},
		{"2026-06-30", func(k kiosk) {
			k.list(t, "a,Kids", "b,Seniors", "c,Seniors", "zz,Kids", "new,Kids")
		}, []string{"customers.csv"}, []string{"2026-06-01"}},
		{"2026-06-30", func(k kiosk) {
			k.list(t, "a,Kids", "c,Seniors", "zz,Kids")
		}, []string{"customers.csv"}, []string{"2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01"}},
		{"2026-06-30", func(k kiosk) {
			k.configure(t, kioskCosts)
			k.write(t, "costs/2026-04.csv", "id,day,activity,amount\na,2026-04-03,acquisition,90\nc,2026-04-03,calls,2\n")
		}, []string{"2026-04.csv"}, []string{"2026-04-01"}},
		{"2026-06-30", func(k kiosk) {
			k.write(t, "costs/2026-04.csv", "id,day,activity,amount\na,2026-04-03,calls,90\nc,2026-04-03,calls,2\n")
		}, []string{"2026-04.csv"}, []string{"2026-04-01"}},
	} {
		for _, k := range []kiosk{quick, full} {
			night.change(k)
			k.arriveAt(t, i)
		}
		if i > 0 {
			full.forget(t)
		}
		read, _ := quick.at(t, night.asOf)
		if !slices.Equal(read, night.read) {
			t.Errorf("night %d read %q, want %q", i, read, night.read)
		}
		quick.says(t, "touched", "select strftime(month_start, '%Y-%m-%d') from touched_bookings order by month_start", night.touched...)
		if _, held := full.at(t, night.asOf); len(held) > 0 {
			t.Errorf("night %d: the full one did not read %q", i, held)
		}
		samePages(t, quick.pages(t), full.pages(t))
	}
	quick.says(t, "duplicates of a month that no later night touched", "select strftime(month_start, '%Y-%m'), lines, amount_minor from duplicate_lines", "2026-05|1|-40000")
	sameTables(t, databases(t, quick.database(), full.database()),
		"read_files", "raw_deliveries", "booking_sources", "touched_bookings", "touched_duplicate_lines", "touched_customer_months")
}

// remove takes the bookings of months away.
func (k kiosk) remove(t *testing.T, months ...string) {
	t.Helper()
	for _, month := range months {
		if err := os.Remove(filepath.Join(k.dir, "revenue", month+".csv")); err != nil {
			t.Fatal(err)
		}
	}
}

// arriveAt gives what lies there the time of a night.
func (k kiosk) arriveAt(t *testing.T, night int) {
	t.Helper()
	at := time.Date(2026, time.July, 1+night, 3, 0, 0, 0, time.UTC)
	files, err := filepath.Glob(filepath.Join(k.dir, "*", "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, filepath.Join(k.dir, "customers.csv")) {
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
}
