package duckdb

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"valueshift/pipeline"
	"valueshift/pipeline/fault"
)

//go:embed history.sql
var historySQL string

// Settings says which database to open and what it may take of the machine.
type Settings struct {
	Path        string // file; its folder is made when missing; empty: in memory
	Threads     int    // 0: all cores
	MemoryLimit string // "4GB"; empty: half of what DuckDB would take by itself
}

// Engine is one night's hold on a database: one connection and one transaction,
// so that a night that fails leaves the file as it was.
type Engine struct {
	db      *sql.DB
	conn    *sql.Conn
	temp    string // this run's own folder for normalised exports and spilling
	version string
	lookups map[string]bool // lookup tables loaded tonight
	isOpen  bool            // the transaction has begun and is not yet committed

	hasQuarantine bool // raw_quarantined is there
}

// Open opens or creates the database and begins the night's transaction. A
// database that another process holds gives pipeline.ErrLocked.
func Open(ctx context.Context, s Settings) (*Engine, error) {
	if s.Path != "" {
		if err := os.MkdirAll(filepath.Dir(s.Path), 0o750); err != nil {
			return nil, fmt.Errorf("database: %w: %w", pipeline.ErrIO, err)
		}
	}
	temp, err := os.MkdirTemp("", tempPrefix(s.Path))
	if err != nil {
		return nil, fmt.Errorf("temporary folder: %w: %w", pipeline.ErrIO, err)
	}
	e := &Engine{temp: temp, lookups: map[string]bool{}}
	if err := e.open(ctx, s); err != nil {
		e.Close()
		return nil, err
	}
	return e, nil
}

func (e *Engine) open(ctx context.Context, s Settings) error {
	dsn := s.Path
	if dsn != "" {
		// Older storage versions replay a stale write-ahead log without a word.
		dsn += "?storage_compatibility_version=v1.5.0"
	}
	connector, err := duckdb.NewConnector(dsn, nil)
	if err != nil {
		return openError(s.Path, err)
	}
	e.db = sql.OpenDB(connector)
	if e.conn, err = e.db.Conn(ctx); err != nil {
		return openError(s.Path, err)
	}
	settings := []string{
		"set temp_directory = " + quoteText(filepath.Join(e.temp, "spill")),
		"set preserve_insertion_order = false",
		"set TimeZone = 'UTC'",
		"set autoinstall_known_extensions = false",
		"set autoload_known_extensions = false",
	}
	if s.Threads > 0 {
		settings = append(settings, fmt.Sprintf("set threads = %d", s.Threads))
	}
	limit := s.MemoryLimit
	if limit == "" {
		if limit, err = halfOfMachine(ctx, e.conn); err != nil {
			return fmt.Errorf("database: memory_limit: %w", err)
		}
	}
	settings = append(settings, "set memory_limit = "+quoteText(limit), "begin transaction")
	for _, statement := range settings {
		if _, err := e.conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("database: %s: %w", statement, classify(err))
		}
	}
	e.isOpen = true
	if err := e.wipeLeftovers(s.Path); err != nil {
		return fmt.Errorf("temporary folder: %w: %w", pipeline.ErrIO, err)
	}
	if _, err := e.exec(ctx, historySQL); err != nil {
		return fmt.Errorf("database: history.sql: %w", err)
	}
	return e.conn.QueryRowContext(ctx, "select library_version from pragma_version()").Scan(&e.version)
}

// halfOfMachine is half of the memory that the machine, or the container, has.
// DuckDB takes four fifths by itself, and needs more than its limit at times.
func halfOfMachine(ctx context.Context, conn *sql.Conn) (string, error) {
	var fourFifths float64
	var unit string
	err := conn.QueryRowContext(ctx, `select cast(split_part(current_setting('memory_limit'), ' ', 1) as double),
		split_part(current_setting('memory_limit'), ' ', 2)`).Scan(&fourFifths, &unit)
	return fmt.Sprintf("%.3f%s", fourFifths*5/8, unit), err
}

func openError(path string, err error) error {
	if strings.Contains(err.Error(), "Could not set lock") {
		return fmt.Errorf("database %s: %w: %w", path, pipeline.ErrLocked, err)
	}
	return fmt.Errorf("database %s: %w: %w", path, pipeline.ErrIO, err)
}

// Version names the engine: "DuckDB v1.5.5".
func (e *Engine) Version() string { return "DuckDB " + e.version }

// Close ends the night. What Keep has not confirmed is undone.
func (e *Engine) Close() error {
	var errs []error
	if e.isOpen {
		// The night's context may be cancelled by now; the way back must still run.
		_, err := e.conn.ExecContext(context.Background(), "rollback")
		errs = append(errs, err)
	}
	if e.conn != nil {
		errs = append(errs, e.conn.Close())
	}
	if e.db != nil {
		errs = append(errs, e.db.Close())
	}
	errs = append(errs, os.RemoveAll(e.temp))
	return errors.Join(errs...)
}

// Make creates or replaces a table from a select.
func (e *Engine) Make(ctx context.Context, table, query string) (int64, error) {
	// On one line with the select's first, so that LINE 18 of an error is line 18
	// of the file.
	if _, err := e.exec(ctx, "create or replace table "+quoteName(table)+" as "+query); err != nil {
		return 0, err
	}
	return e.count(ctx, table)
}

// count counts a table; DuckDB does not say how many rows a select made.
func (e *Engine) count(ctx context.Context, table string) (rows int64, err error) {
	err = e.conn.QueryRowContext(ctx, "select count(*) from "+quoteName(table)).Scan(&rows)
	return rows, classify(err)
}

// Replace exchanges the rows of one key of a history table, or all of them.
func (e *Engine) Replace(ctx context.Context, table, key, value, query string) (int64, error) {
	target := "history." + quoteName(table)
	stale := "delete from " + target
	if key != "" {
		stale += " where " + quoteName(key) + " = " + quoteText(value)
	}
	if _, err := e.exec(ctx, stale); err != nil {
		return 0, err
	}
	return e.exec(ctx, "insert into "+target+" by name "+query)
}

// Keep commits. It reads back one row, because a commit after an error that was
// overlooked reports success and writes nothing.
func (e *Engine) Keep(ctx context.Context) error {
	if _, err := e.exec(ctx, "create or replace table history.kept as select true as is_kept"); err != nil {
		return err
	}
	e.isOpen = false // a commit that fails has undone everything by itself
	if _, err := e.exec(ctx, "commit"); err != nil {
		return fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	var kept bool
	return e.conn.QueryRowContext(ctx, "select is_kept from history.kept").Scan(&kept)
}

func (e *Engine) exec(ctx context.Context, statement string) (int64, error) {
	if err := fault.Point("statement", statement); err != nil {
		return 0, classify(err)
	}
	result, err := e.conn.ExecContext(ctx, statement)
	if err != nil {
		return 0, classify(err)
	}
	return result.RowsAffected()
}

func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func quoteText(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
