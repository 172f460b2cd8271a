package duckdb

import (
	"context"
	"errors"
	"fmt"

	"valueshift/pipeline"
)

// Borrow opens a database in memory that sees all tables of the one at s.Path under
// their own names, and once more in the schema stored. What it makes takes the place
// of what it sees and is gone when it is closed: nothing is written but what does
// not fit into memory, to this run's temporary folder. Tables are seen, not copied,
// so that a database of any size is open at once, and stay as they are when a night
// puts a new database in its place.
func Borrow(ctx context.Context, s Settings) (*Engine, error) {
	// Opened as a night or verify does it, with all that is refused there.
	lender, err := Open(ctx, Settings{Path: s.Path, ReadOnly: true, Threads: s.Threads, MemoryLimit: s.MemoryLimit})
	if err != nil {
		return nil, err
	}
	tables, err := lender.tables(ctx)
	if err = errors.Join(err, lender.Close()); err != nil {
		return nil, err
	}
	e := &Engine{lookups: map[string]string{}, seen: map[string]string{}, isBorrowed: true}
	if err := e.borrow(ctx, s, tables); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

func (e *Engine) borrow(ctx context.Context, s Settings, tables []tableName) error {
	err := e.connect(ctx, Settings{Threads: s.Threads, MemoryLimit: s.MemoryLimit, ReadOnly: true, beside: s.Path})
	if err != nil {
		return err
	}
	statements := []string{
		"attach " + quoteText(s.Path) + " as lender (read_only)",
		"create schema history",
		"create schema stored",
	}
	for _, t := range tables {
		from := "select * from lender." + t.quoted()
		statements = append(statements, "create view "+t.quoted()+" as "+from)
		if t.schema == "main" {
			statements = append(statements, "create view stored."+quoteName(t.name)+" as "+from)
		}
	}
	if err := e.execAll(ctx, statements...); err != nil {
		return fmt.Errorf("database %s: %w: %w", s.Path, pipeline.ErrIO, err)
	}
	return e.harden(ctx, nil)
}
