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
// through five steps: delivered (text), named (fields that expressions use), computed
// (what expressions give), read (contract columns) and judged (where a row does not
// fit, the problem).
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
	results  []result        // what expressions give; results[i] is result_<i+1>
	exposed  map[string]bool // names an expression can use, lower case
}

// result is an expression of the mapping. In the select it is a structure of one
// value, and null when the expression ends in an error: so what gives nothing, as a
// case may that does not apply, is told from what cannot be computed.
type result struct {
	key        string // of the mapping, inside the export
	expression string // as written
	kind       pipeline.Kind
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

var reservedName = regexp.MustCompile(`^((text|typed|raw|found|result|value)_[0-9]+|file_no|line_no|problem)$`)

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
		condition, err := e.expression(ctx, p, "where", feed.Where, pipeline.Flag)
		if err != nil {
			return nil, err
		}
		p.problems = append(p.problems, uncomputed("where", condition),
			problem{when: given(condition) + " is not true", reason: filtered})
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

// wrong is a mistake at a key of the mapping. The contract of a lookup is its key and
// its fields.
func (p *plan) wrong(key, expression string, err error) error {
	feed := p.feed.Export.Feed
	lookup, isLookup := strings.CutPrefix(feed, lookupPrefix)
	switch {
	case !isLookup:
		key = "exports." + feed + "." + key
	case strings.HasPrefix(key, "columns.key_"):
		key = "lookups." + lookup + ".key"
	default:
		key = "lookups." + lookup + strings.Replace(key, "columns.", ".fields.", 1)
	}
	return &pipeline.MappingError{Key: key, Expression: expression, Err: err}
}

// text returns the name of a file column in the select, adding it if need be.
func (p *plan) text(column, key string) (string, error) {
	if !slices.Contains(p.header, column) {
		return "", p.wrong(key, "", fmt.Errorf("%w: column %q is missing; the header has %s", pipeline.ErrRefused, column, quoteList(p.header)))
	}
	i := slices.Index(p.texts, column)
	if i < 0 {
		i = len(p.texts)
		p.texts = append(p.texts, column)
	}
	return fmt.Sprintf("text_%d", i+1), nil
}

// source returns a file column as text and, where a Parquet file has it, as it is.
func (p *plan) source(column, key string) (source, error) {
	text, err := p.text(column, key)
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

func (p *plan) expose(name, key string) error {
	name = strings.ToLower(name)
	if reservedName.MatchString(name) || p.exposed[name] {
		return p.wrong(key, "", fmt.Errorf("%w: the name %s is taken; declare the column under another name in fields", pipeline.ErrConfig, name))
	}
	p.exposed[name] = true
	return nil
}

func (p *plan) addFields() error {
	for _, name := range slices.Sorted(maps.Keys(p.feed.Fields)) {
		field := p.feed.Fields[name]
		key := "fields." + name
		from, err := p.source(field.From, key)
		if err != nil {
			return err
		}
		if err := p.expose(name, key); err != nil {
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
		alias, key := fmt.Sprintf("lookup_%d", i+1), fmt.Sprintf("lookups[%d].by", i)
		var on, keys []string
		for k, column := range join.By {
			text, err := p.text(column, key)
			if err != nil {
				return err
			}
			on = append(on, fmt.Sprintf("%s.%s = d.%s", alias, keyColumn(k), text))
			keys = append(keys, text)
		}
		p.joins = append(p.joins, fmt.Sprintf("left join %s as %s on %s",
			quoteName(lookupTable(join.Lookup)), alias, strings.Join(on, " and ")))
		for _, name := range slices.Sorted(maps.Keys(p.feed.LookupMaps[join.Lookup].Fields)) {
			if err := p.expose(name, key); err != nil {
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
		result, err := e.expression(ctx, p, key, field.Expression, column.Kind)
		if err != nil {
			return err
		}
		p.values = append(p.values, expressionValue(column.Kind, given(result), p.feed.MoneyScale)+" as "+name)
		p.problems = append(p.problems, resultProblems(column, name, result)...)
		p.spaces(column, name, column.Name, given(result))
		return nil
	}
	from := source{text: "null"}
	if field.Constant != nil {
		from.text = quoteText(*field.Constant)
	} else {
		var err error
		if from, err = p.source(field.From, key); err != nil {
			return err
		}
	}
	places := p.feed.MoneyScale
	if column.Kind == exact {
		_, places = fieldKind(field, places)
	}
	if column.Name == "closed_on" {
		from = openEnded(from, field.Date)
	}
	parsed := parseAs(column.Kind, from, field, places)
	p.values = append(p.values, parsed.sql+" as "+name)
	p.problem(column, name, from, cmp.Or(field.From, column.Name), parsed)
	return nil
}

// problem adds what can be wrong with a contract column that is delivered.
func (p *plan) problem(column pipeline.Column, name string, in source, from string, parsed parser) {
	add := func(when, reason string, excuses ...excuse) {
		p.problems = append(p.problems, problem{when: when, column: from, value: in.text, reason: reason, excuses: excuses})
	}
	if !column.Blank {
		add(in.given()+" is null", "is blank, and a value is required")
	}
	add(in.given()+" is not null and "+name+" is null", "is not "+parsed.want, parsed.excuses...)
	p.spaces(column, name, from, in.text)
}

// spaces refuses keys that look like others.
func (p *plan) spaces(column pipeline.Column, name, from, value string) {
	if column.Name == "customer_id" || column.Name == "segment" {
		p.problems = append(p.problems, problem{
			when: fmt.Sprintf("%[1]s <> trim(%[1]s)", name), column: from, value: value, reason: "has spaces around it",
		})
	}
}

// resultProblems are what can be wrong with a contract column that an expression
// gives. Null is a value that is missing, where one may be; anything else that does
// not fit is not lost without a word.
func resultProblems(column pipeline.Column, name, result string) []problem {
	expression := "the expression for " + column.Name
	as := func(when, reason string) problem {
		return problem{when: when, column: column.Name, value: "cast(" + given(result) + " as varchar)", reason: reason}
	}
	problems := []problem{uncomputed(column.Name, result)}
	if column.Kind == pipeline.Currency {
		// Without a currency an amount would pass for one in the reporting currency.
		problems = append(problems, as("not regexp_full_match("+name+", "+quoteText(currencyPattern)+")", "is not "+currencyWanted))
	}
	problems = append(problems, as(name+" is null and nullif(cast("+given(result)+" as varchar), '') is not null", expression+" gives no value that fits exactly"))
	if !column.Blank {
		problems = append(problems, as(name+" is null", expression+" gives no value, and one is required"))
	}
	return problems
}

// uncomputed is the problem of a row in which an expression ends in an error.
func uncomputed(column, result string) problem {
	return problem{when: result + " is null", column: column, reason: "the expression for " + column + " cannot be computed"}
}

// given is the value of a result.
func given(result string) string { return result + ".given" }

// expressionValue brings the result of an expression to the contract's type. What
// would have to be rounded, or is beyond what the type holds, has no value.
func expressionValue(kind pipeline.Kind, source string, scale int) string {
	switch kind {
	case pipeline.Amount:
		// Twenty digits hold more than a bigint does, and minor units of them fit in 38.
		return minorUnits(fitting(source, 20, scale), scale)
	case pipeline.Date:
		return fmt.Sprintf("case when try_cast(%[1]s as date) %[2]s then try_cast(%[1]s as date) end", source, years)
	case pipeline.Flag:
		return fmt.Sprintf("try_cast(%s as boolean)", source)
	case pipeline.Number:
		return fitting(source, 18, 6)
	case pipeline.Rate:
		return fmt.Sprintf("case when %[1]s > 0 then %[2]s end", source, fitting(source, 18, ratePlaces))
	case pipeline.Score:
		number := "try_cast(" + source + " as double)"
		return fmt.Sprintf("case when %[1]s between 0 and 10 and %[1]s = round(%[1]s) then try_cast(%[1]s as tinyint) end", number)
	case pipeline.Relationship:
		return relationship(asText(source).text)
	case pipeline.Timestamp:
		return parseTimestamp(asText(source), "").sql
	}
	return fmt.Sprintf("nullif(try_cast(%s as varchar), '')", source)
}

// asText is what an expression gives, as a source that is delivered as text.
func asText(value string) source { return source{text: "try_cast(" + value + " as varchar)"} }

// fitting is an exact number as a decimal that holds all of it, or null. To compare
// the two DuckDB brings them to one type, which a large number does not fit.
func fitting(source string, digits, places int) string {
	decimal := fmt.Sprintf("try_cast(%s as decimal(%d, %d))", source, digits, places)
	return fmt.Sprintf("case when try(%s = %s) then %s end", source, decimal, decimal)
}

// expression checks an expression, makes the file columns it reads available and
// returns the name of its result.
func (e *Engine) expression(ctx context.Context, p *plan, key, expression string, kind pipeline.Kind) (string, error) {
	names, err := e.references(ctx, expression)
	if err != nil {
		return "", p.wrong(key, expression, err)
	}
	for _, name := range names {
		if p.exposed[strings.ToLower(name)] {
			continue
		}
		at := slices.IndexFunc(p.header, func(column string) bool { return strings.EqualFold(column, name) })
		if at < 0 {
			return "", p.wrong(key, expression, fmt.Errorf("%w: %s is neither a field nor a column of the file; the header has %s",
				pipeline.ErrConfig, name, quoteList(p.header)))
		}
		text, err := p.text(p.header[at], key)
		if err != nil {
			return "", err
		}
		if err := p.expose(name, key); err != nil {
			return "", err
		}
		p.named = append(p.named, text+" as "+quoteName(p.header[at]))
	}
	p.results = append(p.results, result{key, expression, kind})
	return fmt.Sprintf("result_%d", len(p.results)), nil
}

// sql is the result as a select item. An error in one row, an overflow or a text
// that is no number, must not stop the night. DuckDB computes what two expressions
// share once, outside of their try, but never what stands behind a condition.
func (r result) sql() string {
	return "case when random() < 0 then null else try({'given': " + r.expression + "\n}) end"
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
