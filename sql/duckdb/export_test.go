package duckdb

import "context"

// Exec lets a test try a statement that no method would send.
func (e *Engine) Exec(ctx context.Context, statement string) error {
	_, err := e.conn.ExecContext(ctx, statement)
	return err
}
