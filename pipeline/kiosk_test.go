package pipeline_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// kiosk is a place with a handful of customers, delivered by hand: what happens
// to history can be read off the lines of a test. Its window has two months.
type kiosk struct{ place }

const kioskConfig = `portfolio: Kiosk
currency: EUR
window_months: 2
customers: {min_tenure_months: 0}
value_groups:
  bounds: given
  given: {creators_from: 200, neutral_band: 5, destroyers_to: -100}
intents:
  rules:
    - {rule: R1, groups: [new], intent: observe, reason: UNPROVEN}
    - {rule: R2, groups: [creators, contributors, neutral, eroders, destroyers, dormant], intent: maintain, reason: ANY}
exports:
  customers:
    files: [customers.csv]
    columns: {customer_id: id, segment: kind}
  revenue:
    files: ["revenue/*.csv"]
    columns:
      customer_id: id
      booked_on: {from: day, date: "%Y-%m-%d"}
      revenue: amount
    limits: {min_share_of_usual: 0, max_quarantined_share: 0.5, max_orphan_share: 0.5}
`

// newKiosk has three customers and their bookings from January to June. Every
// customer books 10, 20 or 30 on the 28th of every month.
func newKiosk(t *testing.T) kiosk {
	t.Helper()
	k := kiosk{place{t.TempDir()}}
	k.configure(t, "")
	k.list(t, "a,Kids", "b,Kids", "c,Seniors")
	for _, month := range []string{"2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"} {
		k.book(t, month, "a,"+month+"-28,10", "b,"+month+"-28,20", "c,"+month+"-28,30")
	}
	return k
}

// configure writes the configuration with more keys at its end.
func (k kiosk) configure(t *testing.T, more string) {
	t.Helper()
	k.write(t, "config.yaml", kioskConfig+more)
}

// list delivers the customers, as id,segment.
func (k kiosk) list(t *testing.T, customers ...string) {
	t.Helper()
	k.write(t, "customers.csv", "id,kind\n"+strings.Join(customers, "\n")+"\n")
}

// book delivers the bookings of a month, as id,day,amount.
func (k kiosk) book(t *testing.T, month string, lines ...string) {
	t.Helper()
	k.write(t, "revenue/"+month+".csv", "id,day,amount\n"+strings.Join(lines, "\n")+"\n")
}

func (k kiosk) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(k.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// closes does the night as of a month.
func (k kiosk) closes(t *testing.T, asOf string) {
	t.Helper()
	config, err := pipeline.Load(filepath.Join(k.dir, "config.yaml"), map[string]string{"as_of": asOf})
	if err != nil {
		t.Fatal(err)
	}
	if err := runNight(t.Context(), config, attempt{}); err != nil {
		t.Fatal(err)
	}
}

// says holds the rows of a select against those wanted.
func (k kiosk) says(t *testing.T, about, query string, want ...string) {
	t.Helper()
	db := k.opened(t)
	defer db.Close()
	got := lines(t, db, query)
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s:\ngot\n%s\nwant\n%s", about, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// opened is the database, for who closes it before the next night.
func (k kiosk) opened(t *testing.T) *sql.DB {
	t.Helper()
	return databases(t, k.database())
}

// quality is the page on the quality of the data.
func (k kiosk) quality(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(k.out(), "current", "quality.html"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
