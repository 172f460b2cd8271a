package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"valueshift/pipeline"
	"valueshift/pipeline/fault"
)

// A night never writes to the database. It reads it under the name last, and what
// it changes is a copy in its temporary folder, under the name tonight, which Keep
// puts in the place of the database in one step. So a night that fails leaves the
// file as it was, to the byte; every statement commits by itself, and what a table
// was before it was made again is given up at once, and not at the end of the night.
const (
	lastNight = "last"    // the database as it is, read only
	tonight   = "tonight" // the copy, once there is something to write
)

// attach opens the database of a night to read it; one that is not there yet is
// nothing to read.
func (e *Engine) attach(ctx context.Context) error {
	if !e.hasLast() {
		return nil
	}
	err := e.execAll(ctx, "attach "+quoteText(e.path)+" as "+lastNight+" (type duckdb, read_only)", "use "+lastNight)
	if err != nil {
		return openError(e.path, err)
	}
	return nil
}

// hasLast tells whether there is a database of earlier nights.
func (e *Engine) hasLast() bool { return e.path != "" && isThere(e.path) }

// foldLog lets DuckDB work a write-ahead log into the database. Nights leave none:
// another program was at it, or a valueshift that wrote to the database itself.
func (e *Engine) foldLog(ctx context.Context) error {
	if e.path == "" || !isThere(e.path+".wal") {
		return nil
	}
	if err := e.execAll(ctx, "use memory", "detach "+lastNight); err != nil {
		return err
	}
	connector, err := duckdb.NewConnector(e.path+"?"+storage, nil)
	if err != nil {
		return openError(e.path, err)
	}
	db := sql.OpenDB(connector)
	_, err = db.ExecContext(ctx, "checkpoint")
	if err = errors.Join(err, db.Close()); err != nil {
		return openError(e.path, err)
	}
	return e.attach(ctx)
}

// own makes the copy, if this night has none yet. A night that finds nothing new
// has no need of it.
func (e *Engine) own(ctx context.Context) error {
	if e.isOwn || e.isBorrowed {
		return nil
	}
	e.isOwn = true
	if e.hasLast() {
		if err := errors.Join(fault.Point("own", "copy"), copyFile(ctx, e.path, e.aside())); err != nil {
			return fmt.Errorf("copy of the database: %w: %w", pipeline.ErrIO, err)
		}
	}
	if e.path != "" {
		// Until the copy is kept, no log of it is of any use.
		if err := e.execAll(ctx, "attach "+quoteText(e.aside())+" as "+tonight+
			" (type duckdb, storage_version 'v1.5.0', recovery_mode 'no_wal_writes')", "use "+tonight); err != nil {
			return err
		}
	}
	if _, err := e.exec(ctx, historySQL); err != nil {
		return fmt.Errorf("database: history.sql: %w", err)
	}
	_, err := e.exec(ctx, fmt.Sprintf("insert into history.format select %d, %s where not exists (from history.format)",
		formatVersion, quoteText(e.program)))
	return err
}

// together commits once what many statements write: a commit compresses the newest
// rows of a table, and with every small file it would do so again.
func (e *Engine) together(ctx context.Context, do func() error) error {
	if err := e.own(ctx); err != nil {
		return err
	}
	if _, err := e.exec(ctx, "begin transaction"); err != nil {
		return err
	}
	if err := do(); err != nil {
		e.conn.ExecContext(context.WithoutCancel(ctx), "rollback") // the first error says what went wrong
		return err
	}
	_, err := e.exec(ctx, "commit")
	return err
}

// aside is the file of the copy.
func (e *Engine) aside() string { return filepath.Join(e.temp.path, "tonight.duckdb") }

// copyFile copies a file with its mode. Where the file system can, it shares the
// blocks.
func copyFile(ctx context.Context, from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	info, err := source.Stat()
	if err != nil {
		return err
	}
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, info.Mode().Perm())
	if err != nil {
		return err
	}
	return errors.Join(copyAll(ctx, target, source), target.Close())
}

// copyAll copies to the end, and between pieces looks whether the night is cancelled.
func copyAll(ctx context.Context, to io.Writer, from io.Reader) error {
	for ctx.Err() == nil {
		if _, err := io.CopyN(to, from, 64<<20); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// Keep puts tonight's copy in the place of the database. After a statement that
// failed it refuses, and it reads back the seals of everything that history holds,
// because what is not asked for may be lost without a word. After it the engine can
// only read.
func (e *Engine) Keep(ctx context.Context) error {
	if e.failed != nil {
		return fmt.Errorf("nothing is kept after an error: %w", e.failed)
	}
	if err := e.keepDrafts(ctx); err != nil {
		return err
	}
	if err := e.seal(ctx); err != nil {
		return err
	}
	sealed, err := e.seals(ctx)
	if err != nil || e.path == "" {
		return err
	}
	if err := e.execAll(ctx, "checkpoint "+tonight, "use memory", "detach "+tonight,
		"attach "+quoteText(e.aside())+" as "+tonight+" (type duckdb, read_only)", "use "+tonight); err != nil {
		if !isNamed(err) {
			err = fmt.Errorf("%w: %w", pipeline.ErrIO, err)
		}
		return fmt.Errorf("copy of the database %s, called %s: %w", e.path, tonight, err)
	}
	kept, err := e.seals(ctx)
	if err == nil && kept != sealed {
		err = fmt.Errorf("%w: history is not what was written: seals are %s and were %s", pipeline.ErrIO, kept, sealed)
	}
	if err != nil {
		return err
	}
	return e.swap(ctx)
}

// keepDrafts writes what Remake and See made last.
func (e *Engine) keepDrafts(ctx context.Context) error {
	if err := e.own(ctx); err != nil {
		return err
	}
	for _, table := range e.drafts {
		target := quoteName(table)
		if e.path != "" {
			target = tonight + ".main." + target
		}
		kept := "table " + target + " as select * from temp." + quoteName(table)
		if query, isSeen := e.seen[table]; isSeen {
			kept = "view " + target + " as " + query
		}
		if _, err := e.exec(ctx, "create or replace "+kept); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	return nil
}

// swap names the copy as the database. What is open by its old name is the same
// file.
func (e *Engine) swap(ctx context.Context) error {
	if e.hasLast() {
		if _, err := e.exec(ctx, "detach "+lastNight); err != nil {
			return err
		}
	}
	err := inOrder(
		step{"sync tonight", func() error { return syncFile(e.aside()) }},
		step{"keep", func() error { return os.Rename(e.aside(), e.path) }},
		step{"sync kept", func() error { return syncFile(filepath.Dir(e.path)) }},
		step{"kept", func() error { return nil }},
	)
	if err != nil {
		return fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	return nil
}
