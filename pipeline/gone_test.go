package pipeline_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valueshift/pipeline"
)

const goneDoubt = "Files that the last night read and that are gone: 1, the first of them revenue-2026-01.csv. Their rows count no longer."

// A file that was read last night and is gone tonight is told once, and again by the
// same night again.
func TestGoneFile(t *testing.T) {
	t.Parallel()
	p := newStall(t, stallText)
	p.put(t, "config.yaml", strings.Replace(stallText, "[customers.csv]", "[customers*.csv]", 1))
	nights := []struct {
		remove, rename string
		doubt          string
	}{
		{"", "", ""},
		{"", "customers-2026-05-02.csv", ""}, // the whole feed under the name of the day
		{"revenue-2026-01.csv", "", goneDoubt},
		{"", "", goneDoubt}, // the same night again
	}
	for i, night := range nights {
		if night.rename != "" {
			if err := os.Rename(filepath.Join(p.dir, "customers.csv"), filepath.Join(p.dir, night.rename)); err != nil {
				t.Fatal(err)
			}
		}
		if night.remove != "" {
			if err := os.Remove(filepath.Join(p.dir, night.remove)); err != nil {
				t.Fatal(err)
			}
		}
		if err := p.open(t); err != nil {
			t.Fatal(err)
		}
		page, err := os.ReadFile(filepath.Join(p.out(), "current", "quality.html"))
		if err != nil {
			t.Fatal(err)
		}
		if says := strings.Contains(string(page), "that are gone"); says != (night.doubt != "") || !strings.Contains(string(page), night.doubt) {
			t.Errorf("night %d: the page says so: %t, want %q", i, says, night.doubt)
		}
	}
}

// A night that would show an older month than the last one, and nobody asked for it,
// is refused, and the pages stay.
func TestNightDoesNotStepBack(t *testing.T) {
	t.Parallel()
	p := newStall(t, strings.Replace(stallText, "  costs:", "    limits: {min_share_of_usual: 0}\n  costs:", 1))
	if err := p.open(t); err != nil {
		t.Fatal(err)
	}
	before := p.pages(t)
	newest := filepath.Join(p.dir, "revenue-2026-04.csv")
	for _, test := range []struct {
		name  string
		spoil func() error
		hint  string
	}{
		{"gone", func() error { return os.Remove(newest) }, "(gone since the last night: revenue-2026-04.csv)"},
		{"cut", func() error {
			return os.WriteFile(newest, []byte(strings.ReplaceAll(bookings("2026-04", 100), "-28", "-15")), 0o600)
		}, "(a file is missing or cut short)"},
	} {
		if err := test.spoil(); err != nil {
			t.Fatal(err)
		}
		err := p.open(t)
		want := "exports.revenue: data refused: the last month that it completes is 2026-03, and 2026-04 is closed already " + test.hint + "; deliver what is missing, or ask for the older month with as_of: 2026-03-31"
		if !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v\nwant %s", test.name, err, want)
		}
		samePages(t, p.pages(t), before)
	}
	if err := p.openAsOf(t, "2026-03-31"); err != nil {
		t.Error(err)
	}
}

// Months that no export reaches any more are not closed: without a booking, they would
// stay so for good. Once they are delivered the night goes on.
func TestMonthsBetweenAreNotClosedEmpty(t *testing.T) {
	t.Parallel()
	p := newStall(t, stallText)
	if err := p.open(t); err != nil {
		t.Fatal(err)
	}
	before := p.pages(t)
	for _, month := range []string{"2026-01", "2026-02", "2026-03", "2026-04"} {
		if err := os.Remove(filepath.Join(p.dir, "revenue-"+month+".csv")); err != nil {
			t.Fatal(err)
		}
	}
	for _, month := range []string{"2026-07", "2026-08", "2026-09"} {
		p.put(t, "revenue-"+month+".csv", bookings(month, 200))
	}
	err := p.open(t)
	want := "exports.revenue: data refused: it begins 2026-07-01, and the last month that is closed is 2026-04; the months between would be closed without a booking, for good"
	if !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v\nwant %s", err, want)
	}
	samePages(t, p.pages(t), before)
	for _, month := range []string{"2026-05", "2026-06"} {
		p.put(t, "revenue-"+month+".csv", bookings(month, 200))
	}
	if err := p.open(t); err != nil {
		t.Error(err)
	}
}
