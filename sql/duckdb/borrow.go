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
// so that a database of any size is open at once; as with all readers, no night can
// begin before Close.
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
	e := &Engine{lookups: map[string]string{}, seen: map[string]bool{}}
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
			e.seen[t.name] = true
		}
	}
	for _, statement := range statements {
		if _, err := e.exec(ctx, statement); err != nil {
			return fmt.Errorf("database %s: %w: %w", s.Path, pipeline.ErrIO, err)
		}
	}
	return e.harden(ctx, nil)
}

// See makes a borrowed engine see a table, one that it has not made, as a select
// has it.
func (e *Engine) See(ctx context.Context, table, query string) error {
	e.seen[table] = true
	_, err := e.exec(ctx, "create or replace view "+quoteName(table)+" as "+query)
	return err
}

// unsee makes room for a table that takes the place of a view.
func (e *Engine) unsee(ctx context.Context, table string) error {
	if !e.seen[table] {
		return nil
	}
	delete(e.seen, table)
	_, err := e.exec(ctx, "drop view "+quoteName(table))
	return err
}
