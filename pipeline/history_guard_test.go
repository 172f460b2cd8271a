package pipeline_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// Amounts in history are bare integers, and closed months are compared with new ones:
// a configuration that would read them otherwise is refused before anything is read.
func TestConfigurationOfAnotherHistory(t *testing.T) {
	t.Parallel()
	p := newStall(t, stallText)
	if err := p.open(t); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(p.database())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ from, to, says string }{
		{"currency: EUR", "currency: CHF", "currency: data refused: is CHF, and all amounts in %s are in EUR; keep what it was, or begin a new history beside it, with another database and another out"},
		{"currency: EUR", "currency: EUR\nmoney: {scale: 3}", "money.scale: data refused: is 3, and all amounts in %s have 2 decimals; keep"},
		{"window_months: 2", "window_months: 3", "window_months: data refused: is 3, and 2026-02 was closed over 2 months in %s; keep"},
		{"window_months: 2", "window_months: 2\nvalue_groups: {plan_year_starts: 4}", "value_groups.plan_year_starts: data refused: is 4, which puts 2026-02 into plan year 2025, and it was closed in plan year 2026 in %s; keep"},
	} {
		p.put(t, "config.yaml", strings.Replace(stallText, test.from, test.to, 1))
		err := p.open(t)
		if want := fmt.Sprintf(test.says, p.database()); !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
	after, err := os.ReadFile(p.database())
	if err != nil || string(after) != string(before) {
		t.Errorf("the database was written (%v)", err)
	}
	// A plan year that begins in another month, but not for any month closed.
	p.put(t, "config.yaml", strings.Replace(stallText, "window_months: 2", "window_months: 2\nvalue_groups: {plan_year_starts: 2}", 1))
	if err := p.open(t); err != nil {
		t.Error(err)
	}
}
