//go:build duckdb_arrow

package duckdb

import (
	"context"
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/array"
)

// Ask says which rows of the quarantine to list.
type Ask struct {
	Feed   string // empty: all feeds
	Reason string // part of the reason, in any case; empty: all reasons
	Limit  int    // 0: all rows
}

// Refused is one delivered row that the last night did not use.
type Refused struct {
	Feed, File string
	Line       int64  // physical line of a text, row of a Parquet file
	Column     string // empty: the record could not be taken apart
	Value      string // as delivered
	Reason     string
	Raw        string // the whole row, or the beginning of a record that cannot be taken apart
}

// Quarantine lists rows that the last kept night quarantined, in the order in
// which they were delivered, and says how many fit the question without its limit.
func (e *Engine) Quarantine(ctx context.Context, ask Ask) (rows []Refused, total int64, err error) {
	where := "true"
	if ask.Feed != "" {
		where += " and q.feed = " + quoteText(ask.Feed)
	}
	if ask.Reason != "" {
		where += " and contains(lower(q.reason), " + quoteText(strings.ToLower(ask.Reason)) + ")"
	}
	if err := e.conn.QueryRowContext(ctx, "select count(*) from quarantined as q where "+where).Scan(&total); err != nil {
		return nil, 0, err
	}
	query := `select q.feed, coalesce(d.file, ''), q.line_no, coalesce(q.column_name, ''), coalesce(q.delivered, ''),
		q.reason, coalesce(q.raw, '') from quarantined as q left join raw_deliveries as d on d.file_no = q.file_no
		where ` + where + ` order by q.file_no, q.line_no, q.reason`
	if ask.Limit > 0 {
		query += fmt.Sprintf(" limit %d", ask.Limit)
	}
	batch, err := e.Read(ctx, query)
	if err != nil {
		return nil, 0, err
	}
	defer batch.Release()
	text := func(column, row int) string { return strings.Clone(batch.Column(column).(*array.String).Value(row)) }
	for i := range int(batch.NumRows()) {
		rows = append(rows, Refused{
			Feed: text(0, i), File: text(1, i), Line: batch.Column(2).(*array.Int64).Value(i), Column: text(3, i),
			Value: text(4, i), Reason: text(5, i), Raw: text(6, i),
		})
	}
	return rows, total, nil
}
