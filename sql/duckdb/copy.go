package duckdb

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"valueshift/pipeline"
	"valueshift/pipeline/fault"
)

// Backup writes a copy of a database that must not be there yet. It is written
// aside, compared table by table with the original, and named last, so that what
// bears the name is a whole backup.
func Backup(ctx context.Context, s Settings, to string) error {
	aside := to + ".writing"
	if there, err := os.Lstat(to); err == nil {
		err = fmt.Errorf("backup %s: %w: is there already; nothing is overwritten", to, pipeline.ErrOutput)
		// A backup that was killed at its end has two names.
		if second, broken := os.Lstat(aside); broken == nil && os.SameFile(there, second) {
			err = errors.Join(err, os.Remove(aside))
		}
		return err
	}
	// Whether a file can be made there is known before the database is read.
	if err := os.WriteFile(aside, nil, 0o600); err != nil {
		return fmt.Errorf("backup %s: %w: %w", to, pipeline.ErrOutput, err)
	}
	if err := errors.Join(removeAll(aside, aside+".wal"), copyDatabase(ctx, s, aside)); err != nil {
		return errors.Join(fmt.Errorf("backup: %w", err), removeAll(aside, aside+".wal"))
	}
	err := inOrder(
		// A link, unlike a rename, fails when somebody made the file meanwhile.
		step{"link", func() error { return os.Link(aside, to) }},
		step{"remove", func() error { return os.Remove(aside) }},
		step{"sync", func() error { return syncFile(filepath.Dir(to)) }},
		step{"backed up", func() error { return nil }},
	)
	if err != nil {
		return errors.Join(fmt.Errorf("backup %s: %w: %w", to, pipeline.ErrOutput, err), removeAll(aside))
	}
	return nil
}

// step is one change of the files; the fault suite stops before it.
type step struct {
	name string
	do   func() error
}

// inOrder does one step after the other, up to the first that fails.
func inOrder(steps ...step) error {
	for _, s := range steps {
		if err := fault.Point("copy", s.name); err != nil {
			return err
		}
		if err := s.do(); err != nil {
			return err
		}
	}
	return nil
}

// Restorable refuses what is no backup of a database at first sight: no file, or the
// database itself.
func Restorable(backup, database string) error {
	from, err := os.Stat(backup)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("restore: backup %s: %w: is missing", backup, pipeline.ErrNoInput)
	case err != nil:
		return fmt.Errorf("restore: backup: %w: %w", pipeline.ErrIO, err)
	}
	if to, err := os.Stat(database); err == nil && os.SameFile(from, to) {
		return fmt.Errorf("restore: backup %s: %w: is the database itself; name a backup of it", backup, pipeline.ErrRefused)
	}
	return nil
}

// Restore puts a copy of a backup, compared table by table with it, where a
// database is or was. What was there stays beside it under a name that Restore
// returns; empty when nothing was there. backup has the limits of the engine that copies.
func Restore(ctx context.Context, backup Settings, database string, now time.Time) (replaced string, err error) {
	if err := os.MkdirAll(filepath.Dir(database), 0o750); err != nil {
		return "", fmt.Errorf("restore: %w: %w", pipeline.ErrIO, err)
	}
	if database, err = followed(database); err != nil {
		return "", fmt.Errorf("restore: %w", err)
	}
	lock, err := Hold(database)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	aside := database + ".restoring"
	if err := errors.Join(removeAll(aside, aside+".wal"), copyDatabase(ctx, backup, aside)); err != nil {
		return "", errors.Join(fmt.Errorf("restore: %w", err), removeAll(aside, aside+".wal"))
	}
	err = inOrder(
		step{"put away", func() error { replaced, err = putAway(database, now); return err }},
		// First the database, then the log of the old one: between the two, the log
		// does not match, and DuckDB refuses rather than forgets.
		step{"rename", func() error { return os.Rename(aside, database) }},
		step{"remove log", func() error { return removeAll(database + ".wal") }},
		step{"sync", func() error { return syncFile(filepath.Dir(database)) }},
		step{"restored", func() error { return nil }},
	)
	if err != nil {
		return replaced, errors.Join(fmt.Errorf("restore: %w: %w", pipeline.ErrIO, err), removeAll(aside))
	}
	return replaced, nil
}

// putAway gives a database, with its log, a second name that nothing has yet.
func putAway(database string, now time.Time) (replaced string, err error) {
	instant := database + ".before-restore-" + now.UTC().Format("20060102T150405Z")
	beside := instant
	for n := 2; isThere(beside) || isThere(beside+".wal"); n++ {
		beside = fmt.Sprintf("%s-%d", instant, n) // a restore was killed within this second
	}
	// The log first: a database without its log would pass for what was there.
	for _, suffix := range []string{".wal", ""} {
		err := fault.Point("copy", "put away "+cmp.Or(suffix, "database"))
		if err == nil {
			err = os.Link(database+suffix, beside+suffix)
		}
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", errors.Join(err, removeAll(beside+".wal"))
		}
		replaced = beside
	}
	return replaced, nil
}

// copyDatabase copies every table into a new file and makes sure that it holds
// the same rows.
func copyDatabase(ctx context.Context, s Settings, to string) (err error) {
	// Opened as a night or verify does it, with all that is refused there.
	source, err := Open(ctx, Settings{Path: s.Path, ReadOnly: true, Threads: s.Threads, MemoryLimit: s.MemoryLimit})
	if err != nil {
		return err
	}
	if err := source.Close(); err != nil {
		return fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	e := &Engine{lookups: map[string]string{}}
	defer func() { err = errors.Join(err, e.Close()) }()
	if err := e.connect(ctx, Settings{Threads: s.Threads, MemoryLimit: s.MemoryLimit, beside: to}); err != nil {
		return err
	}
	for _, statement := range []string{
		"attach " + quoteText(s.Path) + " as source (read_only)",
		"attach " + quoteText(to) + " as copied (storage_version 'v1.5.0')",
		"copy from database source to copied",
		"checkpoint copied",
	} {
		if _, err := e.exec(ctx, statement); err != nil {
			return attachError(s.Path, err)
		}
	}
	if err := e.compareCopies(ctx); err != nil {
		return err
	}
	if _, err := e.exec(ctx, "detach copied"); err != nil {
		return err
	}
	if err := inOrder(step{"sync copy", func() error { return syncFile(to) }}); err != nil {
		return fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	return nil
}

func attachError(path string, err error) error {
	if errors.Is(err, pipeline.ErrRefused) || errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("copy of %s: %w: %w", path, pipeline.ErrIO, err)
}

// compareCopies counts and hashes every table on both sides.
func (e *Engine) compareCopies(ctx context.Context) error {
	tables, err := e.tablesOf(ctx, "'source'")
	if err != nil {
		return err
	}
	for _, t := range tables {
		var sides [2]string
		for i, side := range []string{"source", "copied"} {
			if sides[i], err = e.tableHash(ctx, side+"."+t.quoted()); err != nil {
				return err
			}
		}
		if sides[0] != sides[1] {
			return fmt.Errorf("%w: table %s.%s is not the same in the copy", pipeline.ErrIO, t.schema, t.name)
		}
	}
	return nil
}

// tableHash tells two tables with other rows apart, in whatever order they are.
func (e *Engine) tableHash(ctx context.Context, table string) (text string, err error) {
	err = e.conn.QueryRowContext(ctx, "select concat_ws(' ', count(*), bit_xor(hash(t)), sum(cast(hash(t) as hugeint))) from "+table+" as t").Scan(&text)
	return text, classify(err)
}

func isThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func removeAll(paths ...string) error {
	var errs []error
	for _, path := range paths {
		errs = append(errs, os.RemoveAll(path))
	}
	return errors.Join(errs...)
}

// syncFile writes a file, or the names in a folder, through to the disk.
func syncFile(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
