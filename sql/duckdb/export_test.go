package duckdb

import "context"

// Exec lets a test try a statement that no method would send. The transaction is
// begun again after an error, as the next statement would find it aborted.
func (e *Engine) Exec(ctx context.Context, statement string) error {
	_, err := e.conn.ExecContext(ctx, statement)
	if err != nil {
		e.conn.ExecContext(ctx, "rollback")
		e.conn.ExecContext(ctx, "begin transaction")
	}
	return err
}
