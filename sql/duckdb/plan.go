package duckdb

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"valueshift/pipeline"
)

// plan is the select that reads one feed from files with one header. It goes
// through four steps: delivered (text), named (fields that expressions use), read
// (contract columns) and judged (where a row does not fit, the problem).
type plan struct {
	feed     pipeline.Feed
	header   []string
	types    []string // of the header's columns in a Parquet file; nil: all are text
	texts    []string // file columns that are used; texts[i] is text_<i+1>
	named    []string // select items of step two
	joins    []string
	columns  []pipeline.Column // contract columns that are mapped
	values   []string          // their select items in step three
	problems []problem
	typed    []typedExpression // expressions whose type must be exact
	exposed  map[string]bool   // names an expression can use, lower case
}

// typedExpression is an expression whose result becomes money or a number.
type typedExpression struct {
	key    string
	source string
}

// problem is one way in which a row fails the contract.
type problem struct {
	when   string // condition in step three
	column string // as the sender knows it
	value  string // select expression of the delivered text
	reason string

	excuses []excuse // what the reason is instead, for some
}

// filtered marks the place of the feed's where among the problems: a field that
// cannot be read is a problem even in a row that would have been left out.
const filtered = "filtered"

var reservedName = regexp.MustCompile(`^((text|typed|raw|found|value)_[0-9]+|file_no|line_no|problem)$`)

// newPlan works out how files with this header are read. The error names the
// key of the mapping that does not go with the header.
func (e *Engine) newPlan(ctx context.Context, feed pipeline.Feed, header, types []string) (*plan, error) {
	p := &plan{feed: feed, header: header, types: types, exposed: map[string]bool{}}
	if err := p.addFields(); err != nil {
		return nil, err
	}
	if err := p.addJoins(); err != nil {
		return nil, err
	}
	if feed.Where != "" {
		condition, err := e.expression(ctx, p, "where", feed.Where)
		if err != nil {
			return nil, err
		}
		p.problems = append(p.problems, problem{when: condition + " is not true", reason: filtered})
	}
	for _, column := range feed.Contract {
		field, ok := feed.Columns[column.Name]
		if !ok {
			continue
		}
		if err := e.addColumn(ctx, p, column, field); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// text returns the name of a file column in the select, adding it if need be.
func (p *plan) text(column string) (string, error) {
	if !slices.Contains(p.header, column) {
		return "", fmt.Errorf("%w: column %q is missing; the header has %s", pipeline.ErrRefused, column, quoteList(p.header))
	}
	i := slices.Index(p.texts, column)
	if i < 0 {
		i = len(p.texts)
		p.texts = append(p.texts, column)
	}
	return fmt.Sprintf("text_%d", i+1), nil
}

// source returns a file column as text and, where a Parquet file has it, as it is.
func (p *plan) source(column string) (source, error) {
	text, err := p.text(column)
	if err != nil || p.types == nil {
		return source{text: text}, err
	}
	kind := p.types[slices.Index(p.header, column)]
	if kind == "VARCHAR" {
		return source{text: text}, nil
	}
	return source{text, "typed_" + strings.TrimPrefix(text, "text_"), kind}, nil
}

// given is what is null when nothing was delivered.
func (in source) given() string { return cmp.Or(in.typed, in.text) }

func (p *plan) expose(name string) error {
	name = strings.ToLower(name)
	if reservedName.MatchString(name) || p.exposed[name] {
		return fmt.Errorf("%w: the name %s is taken; declare the column under another name in fields", pipeline.ErrConfig, name)
	}
	p.exposed[name] = true
	return nil
}

func (p *plan) addFields() error {
	for _, name := range slices.Sorted(maps.Keys(p.feed.Fields)) {
		field := p.feed.Fields[name]
		from, err := p.source(field.From)
		if err != nil {
			return err
		}
		if err := p.expose(name); err != nil {
			return err
		}
		kind, places := fieldKind(field, p.feed.MoneyScale)
		parsed := parseAs(kind, from, field, places)
		p.named = append(p.named, parsed.sql+" as "+quoteName(name))
		p.problems = append(p.problems, problem{
			when:   from.given() + " is not null and " + quoteName(name) + " is null",
			column: field.From, value: from.text, reason: "is not " + parsed.want, excuses: parsed.excuses,
		})
	}
	return nil
}

// fieldKind says what a declared field holds: money at the run's scale, a number
// with its own places, a date, or text.
func fieldKind(field pipeline.Field, scale int) (pipeline.Kind, int) {
	switch {
	case field.Money != nil:
		return exact, scale
	case field.Number != nil:
		return exact, *field.Number
	case field.Date != "":
		return pipeline.Date, 0
	}
	return pipeline.Text, 0
}

func (p *plan) addJoins() error {
	for i, join := range p.feed.Lookups {
		alias := fmt.Sprintf("lookup_%d", i+1)
		var on, keys []string
		for k, column := range join.By {
			text, err := p.text(column)
			if err != nil {
				return err
			}
			on = append(on, fmt.Sprintf("%s.key_%d = d.%s", alias, k+1, text))
			keys = append(keys, text)
		}
		p.joins = append(p.joins, fmt.Sprintf("left join %s as %s on %s",
			quoteName(lookupTable(join.Lookup)), alias, strings.Join(on, " and ")))
		for _, name := range slices.Sorted(maps.Keys(p.feed.LookupMaps[join.Lookup].Fields)) {
			if err := p.expose(name); err != nil {
				return err
			}
			p.named = append(p.named, fmt.Sprintf("%s.%s as %s", alias, quoteName(name), quoteName(name)))
		}
		if join.Missing == "keep" {
			continue
		}
		found := fmt.Sprintf("found_%d", i+1)
		p.named = append(p.named, fmt.Sprintf("%s.line_no as %s", alias, found))
		p.problems = append(p.problems, problem{
			when: found + " is null", column: strings.Join(join.By, " + "),
			value: strings.Join(keys, " || ' + ' || "), reason: "is not in lookup " + join.Lookup,
		})
	}
	return nil
}

// addColumn maps one contract column.
func (e *Engine) addColumn(ctx context.Context, p *plan, column pipeline.Column, field pipeline.Field) error {
	key := "columns." + column.Name
	name := fmt.Sprintf("value_%d", len(p.columns)+1)
	p.columns = append(p.columns, column)
	if field.Expression != "" {
		result, err := e.expression(ctx, p, key, field.Expression)
		if err != nil {
			return err
		}
		if column.Kind == pipeline.Amount || column.Kind == pipeline.Number || column.Kind == pipeline.Rate {
			p.typed = append(p.typed, typedExpression{key, result})
		}
		p.values = append(p.values, expressionValue(column.Kind, result, p.feed.MoneyScale)+" as "+name)
		p.problem(column, name, source{text: "null"}, column.Name, parser{})
		return nil
	}
	from := source{text: "null"}
	if field.Constant != nil {
		from.text = quoteText(*field.Constant)
	} else {
		var err error
		if from, err = p.source(field.From); err != nil {
			return err
		}
	}
	places := p.feed.MoneyScale
	if column.Kind == exact {
		_, places = fieldKind(field, places)
	}
	parsed := parseAs(column.Kind, from, field, places)
	p.values = append(p.values, parsed.sql+" as "+name)
	p.problem(column, name, from, cmp.Or(field.From, column.Name), parsed)
	return nil
}

// problem adds what can be wrong with a contract column. parsed is empty for the
// result of an expression.
func (p *plan) problem(column pipeline.Column, name string, in source, from string, parsed parser) {
	add := func(when, reason string, excuses ...excuse) {
		p.problems = append(p.problems, problem{when: when, column: from, value: in.text, reason: reason, excuses: excuses})
	}
	isText := parsed.want != ""
	if !isText && column.Kind == pipeline.Currency {
		// Without a currency an amount would pass for one in the reporting currency.
		add("not regexp_full_match("+name+", "+quoteText(currencyPattern)+")", "is not "+currencyWanted)
	}
	switch {
	case !isText && !column.Blank:
		add(name+" is null", "the expression for "+column.Name+" gives no value that fits exactly")
	case !isText:
	case !column.Blank:
		add(in.given()+" is null", "is missing")
		fallthrough
	default:
		add(in.given()+" is not null and "+name+" is null", "is not "+parsed.want, parsed.excuses...)
	}
	if column.Name == "customer_id" || column.Name == "segment" {
		add(fmt.Sprintf("%[1]s <> trim(%[1]s)", name), "has spaces around it")
	}
}

// expressionValue brings the result of an expression to the contract's type. An
// amount that is finer than minor units has no value.
func expressionValue(kind pipeline.Kind, source string, scale int) string {
	switch kind {
	case pipeline.Amount:
		rounded := fmt.Sprintf("try_cast(%s as decimal(38, %d))", source, scale)
		return fmt.Sprintf("case when %s = %s then %s end", source, rounded, minorUnits(rounded, scale))
	case pipeline.Date:
		return fmt.Sprintf("try_cast(%s as date)", source)
	case pipeline.Flag:
		return fmt.Sprintf("try_cast(%s as boolean)", source)
	case pipeline.Number:
		return fmt.Sprintf("try_cast(%s as decimal(18, 6))", source)
	case pipeline.Rate:
		return fmt.Sprintf("case when %[1]s > 0 then try_cast(%[1]s as decimal(18, %[2]d)) end", source, ratePlaces)
	case pipeline.Score:
		return fmt.Sprintf("case when %[1]s between 0 and 10 and %[1]s = round(%[1]s) then try_cast(%[1]s as tinyint) end", source)
	}
	return fmt.Sprintf("nullif(try_cast(%s as varchar), '')", source)
}

// expression checks an expression and makes the file columns it reads available.
// An error in one row (an overflow, a text that is no number) gives no value
// instead of stopping the night.
func (e *Engine) expression(ctx context.Context, p *plan, key, expression string) (string, error) {
	names, err := e.references(ctx, expression)
	if err != nil {
		return "", fmt.Errorf("exports.%s.%s: %w", p.feed.Export.Feed, key, err)
	}
	for _, name := range names {
		if p.exposed[strings.ToLower(name)] {
			continue
		}
		at := slices.IndexFunc(p.header, func(column string) bool { return strings.EqualFold(column, name) })
		if at < 0 {
			return "", fmt.Errorf("exports.%s.%s: %w: %s is neither a field nor a column of the file", p.feed.Export.Feed, key, pipeline.ErrConfig, name)
		}
		text, err := p.text(p.header[at])
		if err != nil {
			return "", err
		}
		if err := p.expose(name); err != nil {
			return "", err
		}
		p.named = append(p.named, text+" as "+quoteName(p.header[at]))
	}
	return "try(" + expression + ")", nil
}

// money names the value that control totals add up: the amount that every row of
// the feed must have. Empty: the feed has none.
func (p *plan) money() string {
	for i, column := range p.columns {
		if column.Kind == pipeline.Amount && !column.Blank {
			return fmt.Sprintf("value_%d", i+1)
		}
	}
	return ""
}

// currency is what a row says its amount is in, whether or not that is a code.
func (p *plan) currency() string {
	for i, column := range p.columns {
		if column.Kind == pipeline.Currency {
			text := "null"
			if from := p.feed.Columns[column.Name].From; from != "" {
				text = fmt.Sprintf("text_%d", slices.Index(p.texts, from)+1)
			}
			return fmt.Sprintf("nullif(coalesce(value_%d, %s), %s)", i+1, text, quoteText(p.feed.Currency))
		}
	}
	return "null"
}

func quoteList(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = fmt.Sprintf("%q", name)
	}
	return strings.Join(quoted, ", ")
}

// lookupPrefix starts the table of a lookup file, and its name as a feed.
const lookupPrefix = "lookup_"

func lookupTable(name string) string { return lookupPrefix + name }
