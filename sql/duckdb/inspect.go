package duckdb

import (
	"context"
	"fmt"

	"valueshift/pipeline"
)

// Inspect reads every value of every table, so that every block in use passes its
// checksum, and compares the history with the seals it got when it was kept. each
// is told of one table after the other.
func (e *Engine) Inspect(ctx context.Context, each func(pipeline.Inspected)) error {
	tables, err := e.tables(ctx)
	if err != nil {
		return err
	}
	for _, t := range tables {
		found := pipeline.Inspected{Name: t.schema + "." + t.name}
		if t.schema == "main" {
			found.Name = t.name
		}
		if err := e.inspect(ctx, t, &found); ctx.Err() != nil {
			return ctx.Err()
		} else if err != nil {
			found.Problems = append(found.Problems, err.Error())
		}
		each(found)
	}
	return nil
}

type tableName struct{ schema, name string }

func (t tableName) quoted() string { return quoteName(t.schema) + "." + quoteName(t.name) }

// tables lists the tables and views that the database holds, history first.
func (e *Engine) tables(ctx context.Context) ([]tableName, error) {
	return e.tablesOf(ctx, "current_database()")
}

func (e *Engine) tablesOf(ctx context.Context, database string) (all []tableName, err error) {
	rows, err := e.conn.QueryContext(ctx, `select schema_name, name
		from (
			select database_name, schema_name, table_name as name, internal, temporary from duckdb_tables()
			union all
			select database_name, schema_name, view_name, internal, temporary from duckdb_views())
		where database_name = `+database+` and not internal and not temporary
		order by schema_name = 'main', schema_name, name`)
	if err != nil {
		return nil, classify(err)
	}
	defer rows.Close()
	for rows.Next() {
		var t tableName
		if err := rows.Scan(&t.schema, &t.name); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

// inspect counts a table while it reads all its columns.
func (e *Engine) inspect(ctx context.Context, t tableName, found *pipeline.Inspected) error {
	// The hash is there to make DuckDB read the columns; a count alone reads none.
	var hash *string
	err := e.conn.QueryRowContext(ctx, "select count(*), cast(bit_xor(hash(t)) as varchar) from "+t.quoted()+" as t").
		Scan(&found.Rows, &hash)
	if err != nil || t.schema != "history" {
		return err
	}
	var keys []string
	if keys, err = e.sealedBy(ctx, t.name); err != nil {
		return err
	}
	if len(keys) == 0 && found.Rows > 0 && t.name != "format" && t.name != "contents" {
		found.Problems = append(found.Problems, fmt.Sprintf("has %d rows now, none was ever kept", found.Rows))
	}
	for _, key := range keys {
		if err := e.compareSeals(ctx, t.name, key, found); err != nil {
			return err
		}
	}
	return nil
}

// sealedBy lists the keys that a table's seals go by; most have one.
func (e *Engine) sealedBy(ctx context.Context, table string) (keys []string, err error) {
	rows, err := e.conn.QueryContext(ctx, "select distinct key_name from history.contents where table_name = "+quoteText(table)+" order by all")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, rows.Err()
}

// compareSeals finds parts of a table that are not what was kept: other rows, rows
// that were never kept, or none where there were some.
func (e *Engine) compareSeals(ctx context.Context, table, key string, found *pipeline.Inspected) error {
	rows, err := e.conn.QueryContext(ctx, fmt.Sprintf(`
		select coalesce(now.key_value, kept.key_value), coalesce(now.rows, 0), coalesce(kept.rows, 0)
		from (select key_value, %s from %s group by key_value) as now
		full join (select * from history.contents where table_name = %s and key_name = %s) as kept
			on kept.key_value = now.key_value
		where coalesce(now.rows, 0) <> coalesce(kept.rows, 0)
			or kept.known_hash = %s and (now.hash_xor <> kept.hash_xor or now.hash_sum <> kept.hash_sum)
		order by 1`, contentHash, hashedRows(table, key), quoteText(table), quoteText(key), knownHash))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		var now, kept int64
		if err := rows.Scan(&value, &now, &kept); err != nil {
			return err
		}
		what := "is not what was kept"
		if key != "" {
			what = key + " " + value + " " + what
		}
		found.Problems = append(found.Problems, fmt.Sprintf("%s: %d rows now, %d then", what, now, kept))
	}
	return rows.Err()
}
