// Package sql holds the night: one select a file, in the order of their numbers.
//
// NNN_table.sql makes the table of its name; the first digit is the stage. A
// table whose name starts with check_ must stay empty. One whose name starts with
// touched_ has the months of the table it names that are to be made again. The
// package refuses to run anything: an engine does that, and every file runs as it
// lies in any SQL shell.
package sql

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Statement is one select of the night and the table it makes.
type Statement struct {
	Number  int    // 100 to 899, ascending; no two statements share one
	Table   string // name of the table, the file's name after the number
	Grain   string // first line without its dashes: "One row per customer and month."
	Text    string // the file as it lies, so that "LINE 18" is its line 18
	Check   bool   // the table must stay empty, or the night stops
	Stage   int    // 1 read … 8 report: the first digit of the number
	Touched string // the table of the months to make again; empty: the table is made whole
}

// File is the name of the statement's file, as it stands in sql/.
func (s Statement) File() string {
	return fmt.Sprintf("%03d_%s.sql", s.Number, s.Table)
}

// Inputs are the tables that statements read but none makes: what the night, the
// engine and the steps in Go put there. A name may end in * for all that follows.
var Inputs = []string{
	"run", "calendar", "closing", "window_facts", "given_bounds", "given_plan_rates", "intent_rules", "declared_intents", "override_rows", "completed_cycles", "retire_approvals", "segment_owners",
	"gone_files", "note_rows", "target_rows", "target_legs", "target_limits",
	"feed_limits", "personal_columns", "renamed_segments", "usual_ranges", "group_names", "curve_steps", "class_widths", "bridge_positions", "effects", "shift_tests", "shifts",
	"residual_values", "target_outlooks", "forecast_bands", "backtests", "required_moves",
	"raw_*",
	"previous_*", "history.*",
}

// Statements returns the night in order. The slice is the caller's.
func Statements() []Statement {
	return slices.Clone(statements)
}

//go:embed *.sql
var files embed.FS

// A file that cannot be placed in the night is a mistake in the program, so it
// stops the program before anything runs.
var statements = func() []Statement {
	all, err := parse(files)
	if err != nil {
		panic("sql: " + err.Error())
	}
	return all
}()

var fileName = regexp.MustCompile(`^([1-8][0-9]{2})_([a-z][a-z0-9_]*)\.sql$`)

// parse reads the statements of a folder. fs.ReadDir sorts by name, and numbers
// of three digits sort as their names do.
func parse(folder fs.FS) ([]Statement, error) {
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, fmt.Errorf("listing statements: %w", err)
	}
	var all []Statement
	file := map[string]string{} // by number and by table
	for _, entry := range entries {
		parts := fileName.FindStringSubmatch(entry.Name())
		if parts == nil {
			return nil, fmt.Errorf("%s: want a name like 310_value_groups.sql", entry.Name())
		}
		text, err := fs.ReadFile(folder, entry.Name())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entry.Name(), err)
		}
		for _, part := range parts[1:] {
			if other, taken := file[part]; taken {
				return nil, fmt.Errorf("%s: %s is already taken by %s", entry.Name(), part, other)
			}
			file[part] = entry.Name()
		}
		number, err := strconv.Atoi(parts[1])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entry.Name(), err)
		}
		first, _, _ := strings.Cut(string(text), "\n")
		all = append(all, Statement{
			Number: number,
			Table:  parts[2],
			Grain:  strings.TrimSpace(strings.TrimPrefix(first, "--")),
			Text:   string(text),
			Check:  strings.HasPrefix(parts[2], "check_"),
			Stage:  number / 100,
		})
	}
	for i := range all {
		if touched := "touched_" + all[i].Table; file[touched] != "" {
			all[i].Touched = touched
		}
	}
	return all, nil
}
