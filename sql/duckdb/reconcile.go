package duckdb

import (
	"context"
	"database/sql/driver"
	"fmt"
	"slices"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"valueshift/pipeline"
)

// refuse quarantines the rows that do not fit and counts the filtered ones.
func (in *importing) refuse(ctx context.Context, p *plan) (int64, error) {
	e := in.engine
	if _, err := e.exec(ctx, "create or replace temp table refused as "+p.refuse()); err != nil {
		return 0, err
	}
	total, err := e.count(ctx, "refused")
	if err != nil {
		return 0, err
	}
	if _, err := e.exec(ctx, "insert into raw_quarantined by name select * from refused where reason <> '"+filtered+"'"); err != nil {
		return 0, err
	}
	if _, err := e.exec(ctx, `insert into raw_amounts by name select file_no, 0 as amounts, 0 as amount_minor,
		count(amount_minor) as filtered, coalesce(sum(amount_minor), 0) as filtered_minor
		from refused where reason = '`+filtered+"' group by file_no"); err != nil {
		return 0, err
	}
	return total, in.perFile(ctx, "refused where reason = '"+filtered+"'", func(file *arrival, n int64) { file.Filtered = n })
}

// keepRejects stores the records of a file that could not be taken apart.
func (in *importing) keepRejects(fileNo int, rejects []reject) error {
	if len(rejects) == 0 {
		return nil
	}
	return in.engine.conn.Raw(func(conn any) error {
		appender, err := duckdb.NewAppender(conn.(driver.Conn), "temp", "main", "raw_quarantined")
		if err != nil {
			return err
		}
		for _, r := range rejects {
			if err := appender.AppendRow(in.feed.Export.Feed, int32(fileNo), r.line, nil, nil, r.reason, r.raw, nil, nil); err != nil {
				appender.Close()
				return err
			}
		}
		return appender.Close()
	})
}

// hasMoney tells whether every row of a feed must have an amount.
func hasMoney(feed pipeline.Feed) bool {
	return slices.ContainsFunc(feed.Contract, func(c pipeline.Column) bool { return c.Kind == pipeline.Amount && !c.Blank })
}

// beginTotal gives a file of amounts a control total, for one without a row that
// can be taken apart has no other.
func (in *importing) beginTotal(ctx context.Context, fileNo int) error {
	if !hasMoney(in.feed) || in.feed.HeaderOnly {
		return nil
	}
	_, err := in.engine.conn.ExecContext(ctx, "insert into raw_amounts values ($1, 0, 0, 0, 0)", fileNo)
	return err
}

// count fills in what became of every file's rows and makes sure none is missing.
func (in *importing) count(ctx context.Context) error {
	feed := in.feed.Export.Feed
	if err := in.perFile(ctx, quoteName(rawTable(feed)), func(file *arrival, n int64) { file.Loaded = n }); err != nil {
		return err
	}
	if err := in.perFile(ctx, "raw_quarantined where feed = "+quoteText(feed), func(file *arrival, n int64) { file.Quarantined = n }); err != nil {
		return err
	}
	for _, d := range in.files {
		if d.Records != d.Loaded+d.Quarantined+d.Filtered+d.Blank {
			return fmt.Errorf("%s: %d records were read, but %d loaded, %d quarantined, %d filtered and %d blank",
				d.File, d.Records, d.Loaded, d.Quarantined, d.Filtered, d.Blank)
		}
	}
	return nil
}

// perFile counts rows of a table and tells note how many are of a file that has some.
// Rows of no file, as another program may leave in the database, are not counted.
func (in *importing) perFile(ctx context.Context, table string, note func(*arrival, int64)) error {
	rows, err := in.engine.conn.QueryContext(ctx, "select file_no, count(*) from "+table+" group by file_no")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var fileNo int
		var n int64
		if err := rows.Scan(&fileNo, &n); err != nil {
			return err
		}
		if file := in.file(fileNo); file != nil {
			note(file, n)
		}
	}
	return rows.Err()
}
