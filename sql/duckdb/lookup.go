package duckdb

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"valueshift/pipeline"
)

// importLookup loads a declared lookup file into lookup_<name>, once a night. It
// is read like a feed whose contract is its key and its fields.
func (e *Engine) importLookup(ctx context.Context, feed pipeline.Feed, name string) ([]pipeline.Delivery, error) {
	if _, ok := e.lookups[name]; ok {
		return nil, nil
	}
	lookup := feed.LookupMaps[name]
	as := pipeline.Feed{
		Export: pipeline.Export{
			Feed: lookupTable(name), Format: lookup.Format, Columns: map[string]pipeline.Field{},
		},
		Paths: feed.LookupPath[name], MoneyScale: feed.MoneyScale,
		FirstFile: feed.LookupFirst[name], HeaderOnly: feed.HeaderOnly,
	}
	var keys []string
	for i, column := range lookup.Key {
		key := fmt.Sprintf("key_%d", i+1)
		keys = append(keys, key)
		as.Contract = append(as.Contract, pipeline.Column{Name: key, Kind: pipeline.Text})
		as.Columns[key] = pipeline.Field{From: column}
	}
	for _, field := range slices.Sorted(maps.Keys(lookup.Fields)) {
		kind, _ := fieldKind(lookup.Fields[field], feed.MoneyScale)
		as.Contract = append(as.Contract, pipeline.Column{Name: field, Kind: kind, Blank: true})
		as.Columns[field] = lookup.Fields[field]
	}
	deliveries, err := e.importFeed(ctx, as)
	if err != nil {
		return nil, err
	}
	e.lookups[name] = ""
	for _, d := range deliveries {
		e.lookups[name] += d.SHA256
	}
	return deliveries, e.checkUnique(ctx, name, keys)
}

// checkUnique refuses a lookup whose key finds two rows: a join would multiply
// the feed's rows.
func (e *Engine) checkUnique(ctx context.Context, name string, keys []string) error {
	list := strings.Join(keys, ", ")
	query := fmt.Sprintf("select coalesce(min(key_text), ''), count(*) from (select %s as key_text from %s group by %s having count(*) > 1)",
		strings.Join(keys, " || ' + ' || "), quoteName(lookupTable(name)), list)
	var example string
	var n int
	if err := e.conn.QueryRowContext(ctx, query).Scan(&example, &n); err != nil {
		return err
	}
	if n > 0 {
		return fmt.Errorf("%w: lookups.%s: key %q and %d others stand twice", pipeline.ErrRefused, name, example, n-1)
	}
	return nil
}

// checkTypes refuses an expression for money or a number that is computed in
// floating point: its cents could not be trusted.
func (e *Engine) checkTypes(ctx context.Context, p *plan) error {
	if len(p.typed) == 0 {
		_, err := e.conn.ExecContext(ctx, "describe "+p.load())
		return err
	}
	items := make([]string, len(p.typed))
	for i, t := range p.typed {
		items[i] = fmt.Sprintf("%s as typed_%d", t.source, i)
	}
	steps := p.steps()
	rows, err := e.conn.QueryContext(ctx, "select column_type from (describe "+steps+"select "+strings.Join(items, ", ")+" from named)")
	if err != nil {
		return fmt.Errorf("exports.%s: %w: %w", p.feed.Export.Feed, pipeline.ErrConfig, err)
	}
	defer rows.Close()
	for i := 0; rows.Next(); i++ {
		var kind string
		if err := rows.Scan(&kind); err != nil {
			return err
		}
		if !strings.HasPrefix(kind, "DECIMAL") && !strings.HasSuffix(kind, "INT") && kind != "INTEGER" {
			return fmt.Errorf("exports.%s.%s: %w: gives %s; an amount must stay exact: use only +, -, * and round on numbers and money",
				p.feed.Export.Feed, p.typed[i].key, pipeline.ErrConfig, kind)
		}
	}
	return rows.Err()
}
