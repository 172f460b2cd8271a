package duckdb

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Make creates or replaces a table from a select.
func (e *Engine) Make(ctx context.Context, table, query string) (int64, error) {
	if e.isBorrowed {
		return e.Remake(ctx, table, query)
	}
	if err := e.own(ctx); err != nil {
		return 0, err
	}
	return e.create(ctx, "table", table, query)
}

// Remake is Make for a table that is made many times a night: it takes memory, or
// room in the temporary folder, and none in the database before Keep.
func (e *Engine) Remake(ctx context.Context, table, query string) (int64, error) {
	e.draft(table)
	return e.create(ctx, "temp table", table, query)
}

// Amend makes the rows of touched months again and keeps those of the others.
func (e *Engine) Amend(ctx context.Context, table, touched, query string) (int64, error) {
	months, isWhole, err := e.touchedMonths(ctx, table, touched)
	if err != nil {
		return 0, err
	}
	if isWhole { // a new table takes less room than one that was emptied
		return e.Make(ctx, table, query)
	}
	if len(months) > 0 {
		if err := e.own(ctx); err != nil {
			return 0, err
		}
		// Written out, DuckDB looks for the months where it scans; a join with them
		// would come after the sums.
		where := " where month_start in (" + strings.Join(months, ", ") + ")"
		if err := e.execAll(ctx, "delete from "+quoteName(table)+where,
			"insert into "+quoteName(table)+" by name select * from ("+query+"\n) as made"+where); err != nil {
			return 0, err
		}
	}
	return e.count(ctx, table)
}

// touchedMonths lists the months of a table to make again, as literals; isWhole says
// that there are no others, or that last night left no such table.
func (e *Engine) touchedMonths(ctx context.Context, table, touched string) (months []string, isWhole bool, err error) {
	there, err := e.tables(ctx)
	if err != nil || e.isBorrowed || !slices.Contains(there, tableName{"main", table}) {
		return nil, true, err
	}
	var others int
	err = e.conn.QueryRowContext(ctx, "select count(*) from "+quoteName(table)+
		" where month_start not in (select month_start from "+quoteName(touched)+")").Scan(&others)
	if err != nil || others == 0 {
		return nil, true, classify(err)
	}
	rows, err := e.conn.QueryContext(ctx, "select month_start from "+quoteName(touched)+" order by month_start")
	if err != nil {
		return nil, false, classify(err)
	}
	defer rows.Close()
	for rows.Next() {
		var month time.Time
		if err := rows.Scan(&month); err != nil {
			return nil, false, err
		}
		months = append(months, month.Format("date '2006-01-02'"))
	}
	return months, false, rows.Err()
}

// See makes a table look as a select has it; Keep keeps the select.
func (e *Engine) See(ctx context.Context, table, query string) error {
	e.draft(table)
	e.seen[table] = query
	_, err := e.exec(ctx, "create or replace temp view "+quoteName(table)+" as "+query)
	return err
}

// create makes a table and counts it.
func (e *Engine) create(ctx context.Context, kind, table, query string) (int64, error) {
	if _, isSeen := e.seen[table]; isSeen { // a table does not replace a view
		delete(e.seen, table)
		if _, err := e.exec(ctx, "drop view temp."+quoteName(table)); err != nil {
			return 0, err
		}
	}
	// On one line with the select's first, so that LINE 18 of an error is line 18
	// of the file.
	if _, err := e.exec(ctx, "create or replace "+kind+" "+quoteName(table)+" as "+query); err != nil {
		return 0, err
	}
	return e.count(ctx, table)
}

// draft notes a table that Keep has to write.
func (e *Engine) draft(table string) {
	if !slices.Contains(e.drafts, table) {
		e.drafts = append(e.drafts, table)
	}
}

// count counts a table; DuckDB does not say how many rows a select made.
func (e *Engine) count(ctx context.Context, table string) (rows int64, err error) {
	err = e.conn.QueryRowContext(ctx, "select count(*) from "+quoteName(table)).Scan(&rows)
	return rows, classify(err)
}

// Replace exchanges the rows of one key of a history table, or all of them.
func (e *Engine) Replace(ctx context.Context, table, key, value, query string) (int64, error) {
	if err := e.own(ctx); err != nil {
		return 0, err
	}
	e.touch(part{table, key, value})
	target := "history." + quoteName(table)
	stale := "delete from " + target
	if key != "" {
		stale += " where " + quoteName(key) + " = " + quoteText(value)
	}
	if _, err := e.exec(ctx, stale); err != nil {
		return 0, err
	}
	return e.exec(ctx, "insert into "+target+" by name "+query)
}
