package duckdb

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"valueshift/pipeline"
)

// profiles writes what DuckDB says about every statement that makes or changes a
// table: its operators, their rows and their seconds.
type profiles struct {
	folder string // empty: nothing is written
	number int    // of statements
}

// begin returns the settings that make DuckDB measure.
func (p *profiles) begin(folder string) []string {
	p.folder = folder
	if folder == "" {
		return nil
	}
	return []string{"pragma enable_profiling = 'no_output'", "set profiling_mode = 'detailed'"}
}

// target finds the table that a statement makes or changes.
var target = regexp.MustCompile(`(?i)^\s*(?:create or replace (?:temp )?(?:table|view)|insert into|delete from|update)\s+((?:history\.)?"?\w+)`)

// profile is one file: the statement and the tree of its operators.
type profile struct {
	Statement string
	Profile   duckdb.ProfilingInfo
}

// write puts the profile of the statement that was just done into a file of its
// own, 0017_bookings.json; names sort in the order of the night.
func (p *profiles) write(conn *sql.Conn, statement string) error {
	if p.folder == "" {
		return nil
	}
	info, err := duckdb.GetProfilingInfo(conn)
	if err != nil {
		return nil // DuckDB has none for what is no query
	}
	p.number++
	name := "statement"
	if found := target.FindStringSubmatch(statement); found != nil {
		name = nameless.ReplaceAllString(found[1], "")
	}
	text, err := json.MarshalIndent(profile{statement, info}, "", "  ")
	if err != nil {
		return err
	}
	file := filepath.Join(p.folder, fmt.Sprintf("%04d_%s.json", p.number, cmp.Or(name, "statement")))
	if err := os.WriteFile(file, append(text, '\n'), 0o640); err != nil {
		return fmt.Errorf("profile: %w: %w", pipeline.ErrOutput, err)
	}
	return nil
}

var nameless = regexp.MustCompile(`[^a-z0-9_.]`)
