package duckdb

import (
	"context"
	"maps"
	"slices"
)

// Exec lets a test try a statement that no method would send.
func (e *Engine) Exec(ctx context.Context, statement string) error {
	_, err := e.conn.ExecContext(ctx, statement)
	return err
}

// DateParts are the directives of a date format that are read.
func DateParts() []string { return slices.Sorted(maps.Keys(dateParts)) }
