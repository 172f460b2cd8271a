package pipeline_test

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"valueshift/pipeline"
	"valueshift/pipeline/demo"
	"valueshift/sql/duckdb"
)

// lastMonth is the as-of of the nights on the demo's exports. Their first month
// is July 2025, so that five months can be closed, and a plan year starts in
// September, so that the bounds change on the way.
const lastMonth = "2026-10-31"

var fewCustomers = demo.Options{
	Customers: 1_500, Months: 16, Seed: demo.Default.Seed,
	Until: time.Date(2026, time.October, 31, 0, 0, 0, 0, time.UTC),
}

// place is a folder in which nights happen: config.yaml, exports, database, site.
type place struct{ dir string }

func (p place) database() string { return filepath.Join(p.dir, "valueshift.duckdb") }
func (p place) out() string      { return filepath.Join(p.dir, "site") }
func (p place) exports() string  { return filepath.Join(p.dir, "exports") }
func (p place) drawings() string { return filepath.Join(p.out(), "drawings") }

// scratch is what the tests share, removed when all of them are done.
var scratch string

func TestMain(m *testing.M) {
	var err error
	if scratch, err = os.MkdirTemp("", "nights-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	// Charts leave much garbage, and there is memory to spare.
	debug.SetGCPercent(400)
	code := m.Run()
	stopBrowser()
	os.RemoveAll(scratch)
	os.Exit(code)
}

// smallExports are written once; tests only read them.
var smallExports = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(scratch, "exports")
	return dir, demo.Write(context.Background(), dir, fewCustomers)
})

// newPlace is a folder without a database, with the shipped configuration and a
// link to the exports; the name of the link stands on the pages.
func newPlace(t *testing.T) place {
	t.Helper()
	exports, err := smallExports()
	if err != nil {
		t.Fatal(err)
	}
	p := place{t.TempDir()}
	if err := p.settle(exports, "2026-06"); err != nil {
		t.Fatal(err)
	}
	return p
}

// settle puts the configuration there. Promises start at a month that is closed.
func (p place) settle(exports, promised string) error {
	text, err := os.ReadFile("../config.yaml")
	if err != nil {
		return err
	}
	text = []byte(strings.ReplaceAll(string(text), "{month: 2025-12}", "{month: "+promised+"}"))
	return errors.Join(
		os.WriteFile(filepath.Join(p.dir, "config.yaml"), text, 0o600),
		os.Symlink(exports, p.exports()),
	)
}

// closedAtOnce is a place in which one night has closed all months. Who changes
// anything there must do it in a copy.
var closedAtOnce = sync.OnceValues(func() (place, error) {
	p := place{filepath.Join(scratch, "at_once")}
	exports, err := smallExports()
	if err != nil {
		return p, err
	}
	if err := errors.Join(os.Mkdir(p.dir, 0o700), p.settle(exports, "2026-06")); err != nil {
		return p, err
	}
	return p, p.run(context.Background(), attempt{})
})

func backfill(t *testing.T) place {
	t.Helper()
	p, err := closedAtOnce()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// copied is the same place elsewhere, free to be changed.
func (p place) copied(t *testing.T) place {
	t.Helper()
	to := place{t.TempDir()}
	if err := os.CopyFS(to.dir, os.DirFS(p.dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// attempt is one night that may fail.
type attempt struct {
	flags  map[string]string
	engine func(pipeline.Engine) pipeline.Engine // nil: the engine as it is
	step   func(pipeline.Step)
	stands bool // may leave pages that it would make again
}

func (p place) run(ctx context.Context, a attempt) (err error) {
	flags := map[string]string{"as_of": lastMonth, "value_groups.plan_year_starts": "9"}
	maps.Copy(flags, a.flags)
	config, err := pipeline.Load(filepath.Join(p.dir, "config.yaml"), flags)
	if err != nil {
		return err
	}
	return runNight(ctx, config, a)
}

// runNight is what the command does between loading and printing. On as few rows as
// most nights here have, a second thread costs more than it does; it has one unless
// it is told otherwise.
func runNight(ctx context.Context, config pipeline.Config, a attempt) (err error) {
	config.Engine.Threads = cmp.Or(config.Engine.Threads, 1)
	opened, err := duckdb.Open(ctx, duckdb.Settings{Path: config.Path(config.Database), Threads: config.Engine.Threads, Inputs: config.InputFolders()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	engine := pipeline.Engine(opened)
	if a.engine != nil {
		engine = a.engine(engine)
	}
	_, err = pipeline.Night{
		Config: config, Engine: engine, Log: slog.New(slog.DiscardHandler), Step: a.step, Program: "test", Again: !a.stands,
	}.Run(ctx)
	return err
}

// night is one that must succeed.
func (p place) night(t *testing.T, flags map[string]string) {
	t.Helper()
	if err := p.run(t.Context(), attempt{flags: flags}); err != nil {
		t.Fatal(err)
	}
}

// pages gives the hash of every published file, and the version itself as "".
func (p place) pages(t *testing.T) map[string]string {
	t.Helper()
	current, err := filepath.EvalSymlinks(filepath.Join(p.out(), "current"))
	if err != nil {
		t.Fatal(err)
	}
	hashes := map[string]string{"": filepath.Base(current)}
	err = filepath.WalkDir(current, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		sum := sha256.Sum256(data)
		name, _ := filepath.Rel(current, path)
		hashes[filepath.ToSlash(name)] = hex.EncodeToString(sum[:])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hashes
}

// samePages names the files that two published versions do not share.
func samePages(t *testing.T, got, want map[string]string) {
	t.Helper()
	if len(want) < 10 {
		t.Fatalf("only %d files are published", len(want))
	}
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("page %q differs", name)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("page %q should not be there", name)
		}
	}
}

// databases opens databases read-only beside one another, as one and other.
func databases(t *testing.T, paths ...string) *sql.DB {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	for i, path := range paths {
		if _, err := db.Exec(fmt.Sprintf("attach '%s' as %s (read_only)", path, []string{"one", "other"}[i])); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec("use one; set threads = 1"); err != nil {
		t.Fatal(err)
	}
	return db
}

// lines runs a select and writes every row as its values between bars.
func lines(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	var all []string
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.Join(slices.Collect(func(yield func(string) bool) {
			for _, v := range values {
				if day, ok := v.(time.Time); ok {
					v = day.Format(time.DateOnly)
				}
				if !yield(fmt.Sprint(v)) {
					return
				}
			}
		}), "|"))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// number runs a select of one integer.
func number(t *testing.T, db *sql.DB, query string) int64 {
	t.Helper()
	var n int64
	if err := db.QueryRow(query).Scan(&n); err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	return n
}
