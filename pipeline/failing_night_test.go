package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"valueshift/pipeline"
	"valueshift/sql"
)

// tampering is an engine that puts something else in the place of one table.
type tampering struct {
	pipeline.Engine
	table  string
	change func(query string) string
}

func (e tampering) Make(ctx context.Context, table, query string) (int64, error) {
	if table == e.table {
		query = e.change(query)
	}
	return e.Engine.Make(ctx, table, query)
}

func (e tampering) Remake(ctx context.Context, table, query string) (int64, error) {
	if table == e.table {
		query = e.change(query)
	}
	return e.Engine.Remake(ctx, table, query)
}

// Amend does as if all months were touched: nothing is, in the same night again.
func (e tampering) Amend(ctx context.Context, table, touched, query string) (int64, error) {
	if table == e.table {
		return e.Make(ctx, table, query)
	}
	return e.Engine.Amend(ctx, table, touched, query)
}

// twice repeats the row that comes first in an order.
func twice(order string) func(string) string {
	return func(query string) string {
		return "select * from (\n" + query + "\n) union all (select * from (\n" + query + "\n) order by " + order + " limit 1)"
	}
}

// without leaves out the rows for which a condition is true.
func without(condition string) func(string) string {
	return func(query string) string { return "select * from (\n" + query + "\n) where not (" + condition + ")" }
}

// Every check stops the night once, names itself, and leaves yesterday's pages
// and history as they were.
func TestFailingCheckKeepsYesterday(t *testing.T) {
	t.Parallel()
	want := backfill(t)
	p := want.copied(t)
	tripped := map[string]bool{}
	for _, test := range []struct {
		check  string
		table  string
		change func(string) string
	}{
		{"190_check_rows_add_up", "deliveries", func(q string) string {
			return "select * replace (loaded - 1 as loaded) from (\n" + q + "\n)"
		}},
		{"192_check_orphans_within_limits", "orphan_amounts", func(q string) string {
			return "select * replace (amount_minor as orphan_minor) from (\n" + q + "\n)"
		}},
		{"191_check_one_rate_a_month", "exchange_rates", func(string) string {
			return "select 'USD' as currency, date '2026-10-01' as month_start, cast(0.9 as decimal(18, 10)) as rate, 2 as rates"
		}},
		{"193_check_missing_rates", "booked_currencies", func(string) string {
			return "select 'USD' as currency, date '2026-10-01' as month_start, 2026 as plan_year"
		}},
		{"194_check_money_adds_up", "control_totals", func(q string) string {
			// A cent of one file that nobody read.
			return "select * replace (loaded_minor + case when file_no = 100001 then 1 else 0 end as loaded_minor) from (\n" + q + "\n)"
		}},
		{"292_check_currencies_match_exports", "delivered_amounts", func(q string) string {
			return q + "\nunion all select 1, 'revenue', 'USD', cast(1 as bigint), cast(0 as bigint), cast(0 as bigint)"
		}},
		{"290_check_bookings_match_exports", "bookings", twice("abs(revenue_minor) desc")},
		{"291_check_months_match_bookings", "customer_months", twice("revenue_minor desc")},
		{"293_check_no_file_twice", "duplicate_lines", func(string) string {
			return "select feed, date '2026-10-01' as month_start, min(sha256) as first_sha256, max(sha256) as last_sha256, 1000000 as lines, 1000000 as distinct_lines, 0 as amount_minor " +
				"from raw_deliveries where feed = 'revenue' group by feed"
		}},
		{"390_check_one_group_each", "value_groups", twice("customer_key")},
		{"391_check_groups_match_facts", "group_cells", twice("profit_minor desc")},
		{"590_check_one_intent_each", "intents", twice("segment, group_code")},
		{"591_check_two_intents", "intents", func(q string) string {
			return "select * replace (case group_code when 5 then 'grow' when 4 then 're-engineer' else 'maintain' end as intent, false as is_parked) from (\n" + q + "\n)"
		}},
		{"592_check_retire_guards", "intents", func(q string) string { return "select * replace ('retire' as intent) from (\n" + q + "\n)" }},
		{"690_check_moves_match_stocks", "scope_shifts", without("scope_id = 3 and group_code = 5")},
		{"691_check_bridge_adds_up", "bridge_classes", without("scope_id = 2 and class = 'same'")},
		{"692_check_classes_add_up", "bridge_classes", func(q string) string {
			// One class has what another lacks: the bridge as a whole adds up.
			return "select * replace (revenue_minor + case when scope_id > 0 or comparison <> 'base' then 0 when class = 'same' then 1 when class = 'up' then -1 else 0 end as revenue_minor) from (\n" + q + "\n)"
		}},
		{"693_check_segments_restate_all", "frozen_segments", func(q string) string {
			return "select * replace (profit_minor + 1 as profit_minor) from (\n" + q + "\n)"
		}},
		{"694_check_monthly_moves_match_stocks", "monthly_moves", without("scope_id = 1 and now_code = 5")},
		{"890_check_pages_match_facts", "report_months", without("scope_id = 0")},
		{"892_check_deciles_match_stock", "report_deciles", without("scope_id = 1 and decile = 4")},
		{"893_check_classes_match_deciles", "report_profit_classes", without("scope_id = 1 and class_no = 1")},
		{"894_check_decile_moves_match_deciles", "report_decile_moves", without("then_decile = 5 and now_decile = 5")},
		{"891_check_mix_matches_stock", "report_mix", without("scope_id = 1 and group_code = 4")},
		{"896_check_cube_matches_pages", "report_cube", without("scope_id = 1 and group_code = 4")},
		{"897_check_products_match_cube", "report_products", without("scope_id = 1 and product_no = 1")},
	} {
		tripped[test.check] = true
		t.Run(test.check, func(t *testing.T) {
			err := p.run(t.Context(), attempt{engine: func(e pipeline.Engine) pipeline.Engine {
				return tampering{e, test.table, test.change}
			}})
			name, row := "sql/"+test.check+".sql: ", "[{"
			switch test.check { // told in words, without the statement
			case "193_check_missing_rates":
				name, row = "exports.rates", "USD in 2026-10"
			case "293_check_no_file_twice":
				name, row = "max_duplicate_share", "have 1000000 equal lines"
			}
			if !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), name) {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(err.Error(), row) {
				t.Errorf("shows no row: %v", err)
			}
			asYesterday(t, p, want)
		})
	}
	for _, s := range sql.Statements() {
		if name := strings.TrimSuffix(s.File(), ".sql"); s.Check && !tripped[name] {
			t.Errorf("%s is never tripped", name)
		}
	}
}

// A statement that fails is named with the stage, the file and its own line.
func TestFailingStatementIsNamed(t *testing.T) {
	t.Parallel()
	want := backfill(t)
	p := want.copied(t)
	err := p.run(t.Context(), attempt{engine: func(e pipeline.Engine) pipeline.Engine {
		return tampering{e, "segment_medians", func(query string) string {
			return strings.Replace(query, "min(profit_minor)", "min(profit_major)", 1)
		}}
	}})
	if err == nil {
		t.Fatal("the night succeeded")
	}
	var line string
	for _, s := range sql.Statements() {
		if before, _, ok := strings.Cut(s.Text, "min(profit_minor)"); ok && s.Table == "segment_medians" {
			line = fmt.Sprintf("LINE %d: ", 1+strings.Count(before, "\n"))
		}
	}
	for _, part := range []string{"2026-10: classify: sql/320_segment_medians.sql: ", "profit_major", line} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is missing in: %v", part, err)
		}
	}
	asYesterday(t, p, want)
}

// The first night of all leaves no pages and no database behind when it fails, not
// even a folder of pages half written.
func TestFailingFirstNight(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	err := p.run(t.Context(), attempt{engine: func(e pipeline.Engine) pipeline.Engine { return unkept{e} }})
	if !errors.Is(err, errDisk) {
		t.Fatalf("got %v", err)
	}
	if _, err := os.Lstat(filepath.Join(p.out(), "current")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("pages are shown: %v", err)
	}
	noLeftovers(t, p)
	if _, err := os.Lstat(p.database()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a database is left: %v", err)
	}
}

var errDisk = errors.New("disk full")

// unkept is an engine that cannot commit.
type unkept struct{ pipeline.Engine }

func (unkept) Keep(context.Context) error { return errDisk }

// late is an engine that counts what it is asked to do once a context is done,
// and what of it is done all the same.
type late struct {
	pipeline.Engine
	begun, done *[]string
}

func (l late) note(what string, isLate bool, err error) {
	if isLate {
		*l.begun = append(*l.begun, what)
	}
	if isLate && err == nil {
		*l.done = append(*l.done, what)
	}
}

func (l late) Import(ctx context.Context, feed pipeline.Feed) ([]pipeline.Delivery, error) {
	isLate := ctx.Err() != nil
	deliveries, err := l.Engine.Import(ctx, feed)
	l.note("import "+feed.Feed, isLate, err)
	return deliveries, err
}

func (l late) Make(ctx context.Context, table, query string) (int64, error) {
	isLate := ctx.Err() != nil
	rows, err := l.Engine.Make(ctx, table, query)
	l.note("make "+table, isLate, err)
	return rows, err
}

func (l late) Amend(ctx context.Context, table, touched, query string) (int64, error) {
	isLate := ctx.Err() != nil
	rows, err := l.Engine.Amend(ctx, table, touched, query)
	l.note("amend "+table, isLate, err)
	return rows, err
}

func (l late) Remake(ctx context.Context, table, query string) (int64, error) {
	isLate := ctx.Err() != nil
	rows, err := l.Engine.Remake(ctx, table, query)
	l.note("remake "+table, isLate, err)
	return rows, err
}

func (l late) Replace(ctx context.Context, table, key, value, query string) (int64, error) {
	isLate := ctx.Err() != nil
	rows, err := l.Engine.Replace(ctx, table, key, value, query)
	l.note("replace "+table, isLate, err)
	return rows, err
}

func (l late) Read(ctx context.Context, query string) (arrow.RecordBatch, error) {
	isLate := ctx.Err() != nil
	batch, err := l.Engine.Read(ctx, query)
	l.note("read "+query, isLate, err)
	return batch, err
}

func (l late) Keep(ctx context.Context) error {
	isLate := ctx.Err() != nil
	err := l.Engine.Keep(ctx)
	l.note("keep", isLate, err)
	return err
}

// A night that is cancelled begins nothing more, wherever it is, and leaves
// everything as it was. How long it takes is logged: that it is a second at most
// is for the command, which waits no longer, and no matter of the machine's mood.
func TestCancelledNightLeavesNothing(t *testing.T) {
	want := backfill(t)
	p := want.copied(t)
	for _, at := range []string{"customers", "costs", "bookings", "value_groups", "shifts", "index.html"} {
		t.Run(at, func(t *testing.T) {
			temp := t.TempDir()
			t.Setenv("TMPDIR", temp)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var cancelled time.Time
			var begun, done []string
			counted := func(e pipeline.Engine) pipeline.Engine { return late{e, &begun, &done} }
			err := p.run(ctx, attempt{engine: counted, step: func(s pipeline.Step) {
				if s.Name == at && cancelled.IsZero() {
					cancelled = time.Now()
					cancel()
				}
			}})
			if cancelled.IsZero() {
				t.Fatal("the night never came here")
			}
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			t.Logf("took %s", time.Since(cancelled))
			// The step that was about to begin asks the engine once, in vain.
			if len(begun) > 1 || len(done) > 0 {
				t.Errorf("begun after it was cancelled: %q, of that done: %q", begun, done)
			}
			if left := len(entries(t, temp)); left > 0 {
				t.Errorf("%d temporary folders are left", left)
			}
			asYesterday(t, p, want)
		})
	}
}

// asYesterday makes sure that a night left no trace: database and pages are what
// they were, to the byte.
func asYesterday(t *testing.T, p, want place) {
	t.Helper()
	samePages(t, p.pages(t), want.pages(t))
	sameFile(t, p.database(), want.database())
	sameFile(t, p.drawings(), want.drawings())
	noLeftovers(t, p)
}

func sameFile(t *testing.T, path, other string) {
	t.Helper()
	got, err := os.ReadFile(path)
	want, otherErr := os.ReadFile(other)
	if err = errors.Join(err, otherErr); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from %s", path, other)
	}
}

// noLeftovers looks for what a night puts aside while it is under way.
func noLeftovers(t *testing.T, p place) {
	t.Helper()
	names := entries(t, p.dir)
	if _, err := os.Stat(p.out()); err == nil {
		names = append(names, entries(t, p.out())...)
		names = append(names, entries(t, filepath.Join(p.out(), "runs"))...)
	}
	for _, name := range names {
		if strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".wal") || strings.HasSuffix(name, ".tmp") {
			t.Errorf("%s is left", name)
		}
	}
}

func entries(t *testing.T, folder string) []string {
	t.Helper()
	found, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(found))
	for i, entry := range found {
		names[i] = entry.Name()
	}
	return names
}
