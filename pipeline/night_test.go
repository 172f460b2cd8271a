package pipeline_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// The same inputs give the same site and the same tables, whether one thread works
// on them or many.
func TestNightIsTheSameOnAnyThreads(t *testing.T) {
	t.Parallel()
	want, p := backfill(t), newPlace(t)
	p.night(t, map[string]string{"engine.threads": "8"})
	samePages(t, p.pages(t), want.pages(t))
	sameTables(t, databases(t, p.database(), want.database()), "read_files") // has paths
}

// Another night on the same inputs closes the newest month again and changes
// nothing. Of the drawings that it finds half was lost.
func TestNightTwice(t *testing.T) {
	t.Parallel()
	want := backfill(t)
	p := want.copied(t)
	kept, err := os.Stat(want.drawings())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(p.drawings(), kept.Size()/2); err != nil {
		t.Fatal(err)
	}
	var last pipeline.Step
	if err := p.run(t.Context(), attempt{step: func(s pipeline.Step) { last = s }}); err != nil {
		t.Fatal(err)
	}
	if last.Stage != "report" || last.Done+1 != last.Total {
		t.Errorf("the last step is %s after %d of %d", last.Name, last.Done, last.Total)
	}
	samePages(t, p.pages(t), want.pages(t))
	sameFile(t, p.drawings(), want.drawings())
	// What the night knew when it began is the one thing that must differ.
	sameTables(t, databases(t, p.database(), want.database()), "previous_customer_keys", "previous_segments",
		"previous_booking_sources", "previous_charged_months", "read_files")
}

// A month closed last night and the same months closed in one go are equal,
// whether later exports were there already or not. An older as-of afterwards
// shows what was shown then and leaves history alone.
func TestMonthsClosedOneByOne(t *testing.T) {
	for _, test := range []struct {
		name  string
		grows bool // every night finds the exports up to its month only
	}{
		{"same_exports", false},
		{"growing_exports", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			want := backfill(t)
			p := newPlace(t)
			shown := map[string]map[string]string{}
			for _, month := range []string{"2026-08-31", "2026-09-30", lastMonth} {
				if test.grows {
					p.deliverUntil(t, month)
				}
				p.night(t, map[string]string{"as_of": month})
				shown[month] = p.pages(t)
			}
			samePages(t, p.pages(t), want.pages(t))
			sameHistory(t, databases(t, p.database(), want.database()), test.grows)

			if test.grows {
				return // what was delivered since then is a part of the older night now
			}
			p.night(t, map[string]string{"as_of": "2026-09-30"})
			samePages(t, p.pages(t), shown["2026-09-30"])
			sameHistory(t, databases(t, p.database(), want.database()), false)
		})
	}
}

// A month that was skipped for good is refused, not slipped in behind later ones.
func TestMonthBeforeTheFirstIsRefused(t *testing.T) {
	t.Parallel()
	p := backfill(t).copied(t)
	before := p.pages(t)
	err := p.run(t.Context(), attempt{flags: map[string]string{"as_of": "2026-05-31"}})
	if err == nil || !strings.Contains(err.Error(), "2026-05-31 was never closed") {
		t.Fatalf("got %v", err)
	}
	samePages(t, p.pages(t), before)
	sameHistory(t, databases(t, p.database(), backfill(t).database()), false)
}

// deliverUntil links the exports of the months up to one.
func (p place) deliverUntil(t *testing.T, month string) {
	t.Helper()
	exports, err := smallExports()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(p.exports()); err != nil {
		t.Fatal(err)
	}
	files := globbed(t, filepath.Join(exports, "*.*"), filepath.Join(exports, "*", "*.*"))
	for _, file := range files {
		name, _ := filepath.Rel(exports, file)
		to := filepath.Join(p.exports(), name)
		if base := filepath.Base(name); base != name && base[:len("2026-08")] > month[:len("2026-08")] {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(file, to); err != nil {
			t.Fatal(err)
		}
	}
}

func globbed(t *testing.T, patterns ...string) []string {
	t.Helper()
	var all []string
	for _, pattern := range patterns {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
	}
	if len(all) == 0 {
		t.Fatalf("nothing matches %s", patterns)
	}
	return all
}

// sameTables compares all tables of two databases, the rows in any order.
func sameTables(t *testing.T, db *sql.DB, except ...string) {
	t.Helper()
	list := "select schema_name || '.' || table_name from duckdb_tables() where database_name = '%s' order by all"
	tables := lines(t, db, fmt.Sprintf(list, "one"))
	if others := lines(t, db, fmt.Sprintf(list, "other")); !slices.Equal(tables, others) {
		t.Fatalf("tables are %s, others %s", tables, others)
	}
	if len(tables) < 50 {
		t.Fatalf("only %d tables are there", len(tables))
	}
	for _, table := range tables {
		if !slices.Contains(except, strings.TrimPrefix(table, "main.")) {
			sameRows(t, db, table, "select * from DATABASE."+table)
		}
	}
}

// sameHistory compares what outlives a night by what it says of customers, not by
// the numbers that they happened to get.
func sameHistory(t *testing.T, db *sql.DB, otherInputs bool) {
	t.Helper()
	inputs := ", input_hash"
	if otherInputs {
		inputs = ""
	}
	for table, query := range map[string]string{
		"customer_keys": "select customer_id from DATABASE.history.customer_keys",
		"value_groups": "select k.customer_id, v.* exclude (customer_key) from DATABASE.history.value_groups as v " +
			"inner join DATABASE.history.customer_keys as k using (customer_key)",
		"group_bounds":   "select * from DATABASE.history.group_bounds",
		"group_cells":    "select * from DATABASE.history.group_cells",
		"moves":          "select * from DATABASE.history.moves",
		"whales":         "select * from DATABASE.history.whales",
		"advocacy_cells": "select * from DATABASE.history.advocacy_cells",
		"signals":        "select * from DATABASE.history.signals",
		"retire_guards":  "select * from DATABASE.history.retire_guards",
		"intents":        "select * from DATABASE.history.intents",
		// An outlook is for the newest month: one that is closed with others has none.
		"targets": "select * exclude (hit_share, median, low80, high80, outlook_colour, outlook_reason, colour) " +
			"from DATABASE.history.targets",
		"closed_months": "select month, plan_year, config_hash" + inputs + " from DATABASE.history.closed_months",
	} {
		sameRows(t, db, "history."+table, query)
	}
}

// sameRows runs a select on both databases and shows the first rows of either
// that the other has not.
func sameRows(t *testing.T, db *sql.DB, name, query string) {
	t.Helper()
	one := strings.ReplaceAll(query, "DATABASE", "one")
	other := strings.ReplaceAll(query, "DATABASE", "other")
	// Sums of hashes are quick, and equal where the rows are.
	sum := "select count(*), sum(hash(r)) from (%s) as r"
	if n := lines(t, db, fmt.Sprintf("select count(*) from ("+sum+" union "+sum+")", one, other)); n[0] == "1" {
		return
	}
	for _, way := range [][2]string{{one, other}, {other, one}} {
		if rows := lines(t, db, fmt.Sprintf("(%s) except all (%s) limit 3", way[0], way[1])); len(rows) > 0 {
			t.Errorf("%s differs:\n%s", name, strings.Join(rows, "\n"))
		}
	}
}
