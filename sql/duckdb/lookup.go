package duckdb

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
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
	for i, column := range lookup.Key {
		key := keyColumn(i)
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
	return deliveries, e.checkUnique(ctx, name, lookup, deliveries)
}

func keyColumn(i int) string { return fmt.Sprintf("key_%d", i+1) }

// checkUnique refuses a lookup whose key finds two rows: a join would multiply
// the feed's rows. It names the first two lines that share one.
func (e *Engine) checkUnique(ctx context.Context, name string, lookup pipeline.Lookup, deliveries []pipeline.Delivery) error {
	var keys, shown []string
	for i, column := range lookup.Key {
		key := keyColumn(i)
		keys = append(keys, key)
		shown = append(shown, quoteText("column "+strconv.Quote(column)+": ")+" || '\"' || "+key+" || '\"'")
	}
	table, list := quoteName(lookupTable(name)), strings.Join(keys, ", ")
	var n int
	err := e.conn.QueryRowContext(ctx, "select count(*) from (select 1 from "+table+" group by "+list+" having count(*) > 1)").Scan(&n)
	if err != nil || n == 0 {
		return err
	}
	var said string
	var file, line, firstFile, firstLine int
	if err := e.conn.QueryRowContext(ctx, fmt.Sprintf(`select %s, file_no, line_no, lag(file_no) over same, lag(line_no) over same
		from %s
		window same as (partition by %s order by file_no, line_no)
		qualify lag(file_no) over same is not null
		order by file_no, line_no limit 1`, strings.Join(shown, " || ', ' || "), table, list)).Scan(&said, &file, &line, &firstFile, &firstLine); err != nil {
		return err
	}
	place := func(file, line int) string {
		at := slices.IndexFunc(deliveries, func(d pipeline.Delivery) bool { return d.FileNo == file })
		return fmt.Sprintf("%s:%d", deliveries[at].File, line)
	}
	return fmt.Errorf("%w: %s: %s stands in %s already; every key of lookups.%s must stand once, and %d do not",
		pipeline.ErrRefused, place(file, line), said, place(firstFile, firstLine), name, n)
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
