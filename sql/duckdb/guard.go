package duckdb

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"valueshift/pipeline"
)

// guardFiles looks at a database and its write-ahead log before DuckDB does. DuckDB
// would make a new database where one is missing, and throw the log away.
func guardFiles(database string, readOnly bool) error {
	info, err := os.Stat(database)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(database + ".wal"); err == nil {
			return refuse(database, "is missing and its write-ahead log %s.wal is not; restore a backup, or remove the log to begin a new history", database)
		}
		if readOnly {
			return fmt.Errorf("database %s: %w: there is none yet; a night makes it", database, pipeline.ErrNoInput)
		}
		return nil
	case err != nil:
		return fmt.Errorf("database %s: %w: %w", database, pipeline.ErrIO, err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("database %s: %w: is no file", database, pipeline.ErrIO)
	case info.Size() == 0:
		return refuse(database, "is empty (0 bytes); restore a backup, or remove it to begin a new history")
	}
	return nil
}

// refuse makes the sentence that says what is wrong with a database and what to do.
func refuse(database, format string, values ...any) error {
	return fmt.Errorf("database %s: %w: "+format, append([]any{database, pipeline.ErrRefused}, values...)...)
}

// openError says in our words why DuckDB does not open a database. Its own words
// are those of version 1.5.
func openError(database string, err error) error {
	text := err.Error()
	says := func(parts ...string) bool {
		for _, part := range parts {
			if strings.Contains(text, part) {
				return true
			}
		}
		return false
	}
	log := database + ".wal"
	var errno syscall.Errno
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case database == "":
		return fmt.Errorf("database: %w: %w", pipeline.ErrIO, err)
	case errors.As(err, &errno):
		return fmt.Errorf("database %s: %w: %w", database, pipeline.ErrIO, err)
	case says("Could not set lock"):
		return conflictError(database, err)
	case says("Permission denied", "No space left", "Read-only file system", "Input/output error", "Is a directory"):
		return fmt.Errorf("database %s: %w: %w", database, pipeline.ErrIO, err)
	// The second is of a Parquet file that is opened to be read.
	case says("not a valid DuckDB database file", "Cannot launch in-memory database"):
		return refuse(database, "is no DuckDB database; restore a backup, or name another file")
	case says("can only read version", "newer version of DuckDB"):
		return refuse(database, "was written by a newer DuckDB; use the valueshift that wrote it, or restore a backup")
	case says("checkpoint iteration does not match"):
		return refuse(database, "the write-ahead log %s is of another day than the database; restore a backup, or move the log away if the database is the one you want", log)
	case says("WAL does not match", "WAL was created for"):
		return refuse(database, "the write-ahead log %s belongs to another database; move it away, or restore a backup", log)
	case says("WAL"):
		return refuse(database, "the write-ahead log %s is damaged; restore a backup (%w)", log, err)
	}
	return damaged(database, err)
}

func damaged(database string, err error) error {
	return refuse(database, "is damaged; restore a backup (%w)", err)
}

// isDamage tells a block that is not what was written from a disk that fails.
func isDamage(text string) bool {
	return strings.Contains(text, "Corrupt database file")
}

// formatVersion is the shape of the history tables that this program reads and
// writes. It counts up with every change of history.sql that changes a table: a
// database of another shape is refused here, with what to do, and not in the middle
// of a night.
const formatVersion = 5

// recognise tells our database from anybody else's. A new one is empty; one of
// ours says in history.format what shape it has. It reports whether it is new.
func (e *Engine) recognise(ctx context.Context, database string) (isNew bool, err error) {
	var ours, others int
	err = e.conn.QueryRowContext(ctx, `select
			count(*) filter (where schema_name = 'history' and name = 'format'),
			count(*) filter (where schema_name <> 'history' or name <> 'format')
		from (
			select schema_name, table_name as name from duckdb_tables() where database_name = current_database() and not internal
			union all
			select schema_name, view_name from duckdb_views() where database_name = current_database() and not internal)`,
	).Scan(&ours, &others)
	switch {
	case err != nil:
		return false, openError(database, err)
	case ours == 0 && others == 0:
		return true, nil
	case ours == 0:
		return false, refuse(database, "is a DuckDB database, but not one of valueshift's; name another file under database")
	}
	var version int
	var program string
	if err := e.conn.QueryRowContext(ctx, "select version, created_by from history.format").Scan(&version, &program); err != nil {
		return false, damaged(database, err)
	}
	switch {
	case version > formatVersion:
		return false, refuse(database, "its history has format %d and was begun by %s; this program knows format %d: use a newer valueshift", version, program, formatVersion)
	case version < formatVersion:
		return false, refuse(database, "its history has format %d and was begun by %s; this program needs format %d: use the valueshift that wrote it, or begin a new history beside it", version, program, formatVersion)
	}
	return false, nil
}
