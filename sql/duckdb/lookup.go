package duckdb

import (
	"context"
	"fmt"
	"maps"
	"regexp"
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

// checkTypes refuses an expression that cannot be computed from what it names, a
// condition that is no truth, and money or a number that is computed in floating
// point: its cents could not be trusted.
func (e *Engine) checkTypes(ctx context.Context, p *plan) error {
	for _, r := range p.results {
		wrong := func(what string) error {
			return p.wrong(r.key, r.expression, fmt.Errorf("%w: %s", pipeline.ErrConfig, what))
		}
		// The value is asked for only to learn that there is a way to it.
		query := fmt.Sprintf("select column_type from (describe %s\nselect result.given, %s as value from (select %s as result from named)) limit 1",
			p.names(), expressionValue(r.kind, "result.given", p.feed.MoneyScale), r.sql())
		var kind string
		if err := e.conn.QueryRowContext(ctx, query).Scan(&kind); err != nil {
			if ctx.Err() != nil || isMachine(err) {
				return err
			}
			return wrong(inShort(err))
		}
		isExact := strings.HasPrefix(kind, "DECIMAL") || strings.HasSuffix(kind, "INT") || kind == "INTEGER"
		switch {
		case r.key == "where" && kind != "BOOLEAN":
			return wrong("gives " + kind + "; must be true or false")
		case mustBeExact(r.kind) && !isExact:
			return wrong("gives " + kind + "; an amount must stay exact: use only +, -, * and round on numbers and money")
		}
	}
	_, err := e.conn.ExecContext(ctx, "describe "+p.load())
	return err
}

var errorType = regexp.MustCompile(`^[A-Z][A-Za-z ]* Error: `)

// inShort is DuckDB's complaint about an expression without the statement around it.
func inShort(err error) string {
	first, _, _ := strings.Cut(err.Error(), "\n")
	first = strings.ReplaceAll(first, ". You might need to add explicit type casts.", "; a column of a file is VARCHAR, fields give it a type")
	return errorType.ReplaceAllString(first, "")
}

// mustBeExact tells the kinds that are never computed in floating point.
func mustBeExact(kind pipeline.Kind) bool {
	return kind == pipeline.Amount || kind == pipeline.Number || kind == pipeline.Rate
}
