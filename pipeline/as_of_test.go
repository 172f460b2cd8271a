package pipeline_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// A year that is mistyped would close months that have no booking, for good.
func TestAsOfBeyondTheBookings(t *testing.T) {
	t.Parallel()
	p := newStall(t, stallText)
	p.put(t, "revenue-2026-05.csv", "id,day,amount\n1,2026-05-02,1.00\n1,2027-04-30,1.00\n") // under way, and a stray date
	p.put(t, "config.yaml", strings.Replace(stallText, "  costs:", "    limits: {min_share_of_usual: 0}\n  costs:", 1))
	for _, asOf := range []string{"2026-06-30", "2027-04-30", "2027-05-12"} {
		err := p.openAsOf(t, asOf)
		const says = "and the revenue export books up to 2026-05-02; give as_of or --as-of a day of 2026-05 at the latest, or neither"
		if !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), "as_of: data refused: "+asOf+" closes 20") || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: got %v", asOf, err)
		}
	}
	if _, err := os.Stat(p.out()); err == nil {
		t.Error("pages were made")
	}
	// The month under way is closed by who asks for it.
	if err := p.openAsOf(t, "2026-05-31"); err != nil {
		t.Error(err)
	}
	same(t, databases(t, p.database()), "select month from history.closed_months order by month",
		"2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31")
}

// openAsOf does a night at the stall for a day.
func (p place) openAsOf(t *testing.T, asOf string) error {
	t.Helper()
	config, err := pipeline.Load(filepath.Join(p.dir, "config.yaml"), map[string]string{"as_of": asOf})
	if err != nil {
		t.Fatal(err)
	}
	return runNight(t.Context(), config, attempt{})
}

// The first month of a new user: nothing tells yet how late bookings come.
func TestOnlyMonthIsUnderWay(t *testing.T) {
	t.Parallel()
	p := newStall(t, stallText)
	for _, month := range []string{"2026-02", "2026-03", "2026-04"} {
		if err := os.Remove(filepath.Join(p.dir, "revenue-"+month+".csv")); err != nil {
			t.Fatal(err)
		}
	}
	err := p.open(t)
	const says = "exports.revenue: data refused: 2026-01 is the only month, and counts as under way, for its last booking is on 2026-01-28; as_of: 2026-01-31 closes it if it is complete"
	if !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), says) {
		t.Errorf("got %v", err)
	}
	if err := p.openAsOf(t, "2026-01-31"); err != nil {
		t.Error(err)
	}
}
