package duckdb

import (
	"cmp"
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"valueshift/pipeline"
	"valueshift/pipeline/fault"
)

//go:embed history.sql
var historySQL string

// Settings says which database to open and what it may take of the machine.
type Settings struct {
	Path        string   // file; its folder is made when missing; empty: in memory
	ReadOnly    bool     // the database must be there, and nothing is written
	Program     string   // who begins a history, if there is none yet
	Threads     int      // 0: all cores
	MemoryLimit string   // "4GB"; empty: half of what DuckDB would take by itself
	Inputs      []string // folders that Parquet files are read from; text needs none
	HeadersOnly bool     // feeds are only checked: nothing is put aside, not even in a temporary folder
	Profiles    string   // folder that takes a profile of every statement; empty: none are made

	beside string // file whose folder takes the temporary one; empty: Path
}

// Engine is one night's hold on a database: one connection, and a copy that it
// works on, so that a night that fails leaves the file as it was.
type Engine struct {
	db      *sql.DB
	conn    *sql.Conn
	path    string // of the database; empty: in memory
	program string // who begins a history
	lock    *Lock  // nil in memory and when only reading
	temp    temp   // this run's own folder for tonight's copy, normalised exports and spilling
	version string
	lookups map[string]string // lookup tables loaded tonight, and the hashes of their files
	threads int               // how much is done side by side outside DuckDB
	isOwn   bool              // tonight's copy is there
	drafts  []string          // tables that Keep has yet to write
	failed  error             // the first statement that failed tonight

	profiles  profiles
	isReading bool               // last night's rows are put aside
	folders   map[string]*folder // manifests that were looked for, by folder
	touched   []part             // of history, tonight

	seen       map[string]string // tables that are views now, and their selects
	isBorrowed bool              // another database's tables are seen, and nothing is kept
}

// Open opens the database, or begins one that Keep makes. What stands in the way has
// its own error: pipeline.ErrLocked when another program holds the database,
// pipeline.ErrRefused when it is not one to build on.
func Open(ctx context.Context, s Settings) (*Engine, error) {
	e := &Engine{program: s.Program, threads: s.Threads, lookups: map[string]string{}, folders: map[string]*folder{}, seen: map[string]string{}}
	if e.threads == 0 {
		e.threads = runtime.GOMAXPROCS(0)
	}
	if !s.ReadOnly {
		go program() // takes a while, and is needed when the first file is read
	}
	if err := e.open(ctx, s); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// claim looks at the files, and takes the lock for a night. Who only reads does not ask
// for it: a night does not write to the database either, it puts another in its place.
func (e *Engine) claim(s Settings) (err error) {
	if s.Path == "" {
		return nil
	}
	if !s.ReadOnly {
		if err := os.MkdirAll(filepath.Dir(s.Path), 0o750); err != nil {
			return fmt.Errorf("database: %w: %w", pipeline.ErrIO, err)
		}
		if e.lock, err = Hold(s.Path); err != nil {
			return err
		}
	}
	return guardFiles(s.Path, s.ReadOnly)
}

func (e *Engine) open(ctx context.Context, s Settings) error {
	var err error
	if s.Path, err = followed(s.Path); err != nil {
		return err
	}
	if err := e.claim(s); err != nil {
		return err
	}
	if err := e.connect(ctx, s); err != nil {
		return err
	}
	return e.begin(ctx, s)
}

// Older storage versions replay a stale write-ahead log without a word.
const storage = "storage_compatibility_version=v1.5.0"

// connect opens DuckDB on one connection: on the database itself to read it, and on
// nothing for a night, which attaches it.
func (e *Engine) connect(ctx context.Context, s Settings) error {
	dsn := ""
	if s.ReadOnly && s.Path != "" {
		dsn = s.Path + "?" + storage + "&access_mode=read_only"
	}
	connector, err := duckdb.NewConnector(dsn, nil)
	if err != nil {
		return openError(s.Path, err)
	}
	e.db = sql.OpenDB(connector)
	if e.conn, err = e.db.Conn(ctx); err != nil {
		return openError(s.Path, err)
	}
	if e.temp, err = makeTemp(s); err != nil {
		return fmt.Errorf("temporary folder: %w: %w", pipeline.ErrIO, err)
	}
	e.temp.removeWhenDone(ctx)
	return e.configure(ctx, s)
}

// configure sets up the one connection.
func (e *Engine) configure(ctx context.Context, s Settings) (err error) {
	settings := []string{
		"set temp_directory = " + quoteText(e.spill()),
		"set preserve_insertion_order = false",
		"set TimeZone = 'UTC'",
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
	settings = append(settings, "set memory_limit = "+quoteText(limit))
	settings = append(settings, e.profiles.begin(s.Profiles)...)
	for _, statement := range settings {
		if _, err := e.conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("database: %s: %w", statement, classify(err))
		}
	}
	return e.conn.QueryRowContext(ctx, "select library_version from pragma_version()").Scan(&e.version)
}

// begin looks at what the database holds and shuts all doors but it.
func (e *Engine) begin(ctx context.Context, s Settings) error {
	if s.ReadOnly {
		isNew, err := e.recognise(ctx, s.Path)
		if err == nil && isNew {
			err = fmt.Errorf("database %s: %w: it holds no history yet; a night begins it", s.Path, pipeline.ErrNoInput)
		}
		if err != nil {
			return err
		}
		return e.harden(ctx, nil) // a backup's views are as little to be trusted as an expression
	}
	e.path = s.Path
	if err := e.attach(ctx); err != nil {
		return err
	}
	isNew, err := e.recognise(ctx, s.Path)
	if err != nil {
		return err
	}
	if err := e.foldLog(ctx); err != nil {
		return err
	}
	if err := e.harden(ctx, s.Inputs); err != nil || !isNew {
		return err
	}
	return e.own(ctx)
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

// Version names the engine: "DuckDB v1.5.5".
func (e *Engine) Version() string { return "DuckDB " + e.version }

// Close ends the night. What Keep has not confirmed is undone.
func (e *Engine) Close() error {
	var errs []error
	if e.conn != nil {
		errs = append(errs, e.conn.Close())
	}
	if e.db != nil {
		errs = append(errs, e.db.Close())
	}
	errs = append(errs, e.temp.remove())
	if e.lock != nil {
		errs = append(errs, e.lock.Release())
	}
	return errors.Join(errs...)
}

// seals sums up history.contents, which has rows and hash of every part of history.
func (e *Engine) seals(ctx context.Context) (string, error) {
	return e.tableHash(ctx, "history.contents")
}

func (e *Engine) exec(ctx context.Context, statement string) (int64, error) {
	if err := fault.Point("statement", statement); err != nil {
		return 0, classify(err)
	}
	result, err := e.conn.ExecContext(ctx, statement)
	if err != nil {
		e.failed = cmp.Or(e.failed, classify(err))
		return 0, classify(err)
	}
	if err := e.profiles.write(e.conn, statement); err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// execAll does one statement after the other, up to the first that fails.
func (e *Engine) execAll(ctx context.Context, statements ...string) error {
	for _, statement := range statements {
		if _, err := e.exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func quoteName(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func quoteText(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// quotePath names one file. DuckDB takes a path for a pattern, and a[1].csv for a1.csv.
func quotePath(path string) string { return quoteText(globs.Replace(path)) }

var globs = strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]")
