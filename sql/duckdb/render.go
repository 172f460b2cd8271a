package duckdb

import (
	"fmt"
	"strings"

	"valueshift/pipeline"
)

// rawTable is where a feed's rows land.
func (p *plan) rawTable() string { return rawTable(p.feed.Export.Feed) }

func rawTable(feed string) string {
	if strings.HasPrefix(feed, lookupPrefix) {
		return feed
	}
	return "raw_" + feed
}

// storedName is a contract column's name in its raw table.
func storedName(c pipeline.Column) string {
	if c.Kind == pipeline.Amount {
		return c.Name + "_minor"
	}
	return c.Name
}

// storedType is its DuckDB type.
func storedType(feed pipeline.Feed, c pipeline.Column) string {
	switch c.Kind {
	case exact:
		return parseAs(exact, source{}, pipeline.Field{}, exactPlaces(feed, c)).kind
	default:
		return parseAs(c.Kind, source{}, pipeline.Field{}, feed.MoneyScale).kind
	}
}

func exactPlaces(feed pipeline.Feed, c pipeline.Column) int {
	_, places := fieldKind(feed.Columns[c.Name], feed.MoneyScale)
	return places
}

// createRaw makes the empty raw table with every contract column, mapped or not,
// so that later statements find what they name. kind is "table" or "temp table".
func createRaw(kind, table string, feed pipeline.Feed) string {
	columns := []string{"file_no integer", "line_no bigint"}
	for _, c := range feed.Contract {
		columns = append(columns, quoteName(storedName(c))+" "+storedType(feed, c))
	}
	return "create or replace " + kind + " " + quoteName(table) + " (" + strings.Join(columns, ", ") + ")"
}

// names is the part of the select that expressions are computed from; delivered
// are more items of its first step.
func (p *plan) names(delivered ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "with delivered as (\n    select\n        %s as file_no,\n        %s as line_no",
		quoteName(fileColumn), quoteName(lineColumn))
	for i, column := range p.texts {
		if p.types != nil {
			fmt.Fprintf(&b, ",\n        %[1]s as typed_%[2]d,\n        nullif(cast(%[1]s as varchar), '') as text_%[2]d", quoteName(column), i+1)
			continue
		}
		fmt.Fprintf(&b, ",\n        nullif(%s, '') as text_%d", quoteName(column), i+1)
	}
	for _, item := range delivered {
		b.WriteString(",\n        " + item)
	}
	fmt.Fprintf(&b, "\n    from %s\n),\nnamed as (\n    select\n        d.*", quoteName(p.deliveredView()))
	for _, item := range p.named {
		b.WriteString(",\n        " + item)
	}
	b.WriteString("\n    from delivered as d")
	for _, join := range p.joins {
		b.WriteString("\n    " + join)
	}
	return b.String() + "\n)"
}

// steps is the part of the select that loading and quarantining share; delivered
// are more items of its first step.
func (p *plan) steps(delivered ...string) string {
	var b strings.Builder
	b.WriteString(p.names(delivered...) + ",\ncomputed as (\n    select\n        *")
	for i, result := range p.results {
		fmt.Fprintf(&b, ",\n        %s as result_%d", result.sql(), i+1)
	}
	b.WriteString("\n    from named\n),\nread as (\n    select\n        *")
	for _, item := range p.values {
		b.WriteString(",\n        " + item)
	}
	b.WriteString("\n    from computed\n),\njudged as (\n    select\n        *,\n        case\n" +
		"            -- Never: it keeps DuckDB from reading every value for the problem, too.\n" +
		"            when random() < 0 then 0")
	for i, problem := range p.problems {
		fmt.Fprintf(&b, "\n            when %s then %d", problem.when, i+1)
	}
	b.WriteString("\n        end as problem\n    from read\n)\n")
	return b.String()
}

func (p *plan) deliveredView() string { return "delivered_" + p.feed.Export.Feed }

// load is the select of the rows that fit the contract.
func (p *plan) load() string {
	items := []string{"file_no", "line_no"}
	for i, column := range p.columns {
		value := fmt.Sprintf("value_%d", i+1)
		if column.Kind == pipeline.Currency {
			// Most rows are in the reporting currency, delivered with it or without.
			value = fmt.Sprintf("nullif(%s, %s)", value, quoteText(p.feed.Currency))
		}
		items = append(items, value+" as "+quoteName(storedName(column)))
	}
	return "-- One row per line of the " + p.feed.Export.Feed + " export that fits its contract.\n" +
		p.steps() + "select\n    " + strings.Join(items, ",\n    ") + "\nfrom judged\nwhere problem is null"
}

// refuse is the select of the rows that do not, the filtered ones among them with
// the reason "filtered".
func (p *plan) refuse() string {
	var columns, values, reasons strings.Builder
	for i, problem := range p.problems {
		fmt.Fprintf(&columns, " when %d then %s", i+1, quoteText(problem.column))
		fmt.Fprintf(&values, " when %d then %s", i+1, orNull(problem.value))
		fmt.Fprintf(&reasons, " when %d then %s", i+1, problem.says())
	}
	cells := make([]string, len(p.header))
	raw := make([]string, len(p.header))
	for i, column := range p.header {
		cells[i] = fmt.Sprintf("cast(%s as varchar) as raw_%d", quoteName(column), i+1)
		raw[i] = p.rawCell(fmt.Sprintf("raw_%d", i+1))
	}
	return p.steps(cells...) + fmt.Sprintf(
		"select\n    %s as feed,\n    file_no,\n    line_no,\n    case problem%s end as column_name,\n    case problem%s end as delivered,\n    case problem%s end as reason,\n    concat_ws(%s, %s) as raw,\n    cast(%s as bigint) as amount_minor,\n    cast(%s as varchar) as currency\nfrom judged\nwhere problem is not null",
		quoteText(p.feed.Export.Feed), columns.String(), values.String(), reasons.String(), p.delimiter(), strings.Join(raw, ", "), orNull(p.money()), p.currency())
}

// total is the select of what the rows of every file come to, used or not, as far
// as their amounts can be read. It looks at nothing but the amount.
func (p *plan) total() string {
	return p.steps() + fmt.Sprintf(
		"select\n    file_no,\n    count(%[1]s) as amounts,\n    coalesce(sum(%[1]s), 0) as amount_minor,\n    0 as filtered,\n    0 as filtered_minor\nfrom judged\ngroup by file_no",
		p.money())
}

// says is the reason as an expression: there is a row that has the problem.
func (p problem) says() string {
	if len(p.excuses) == 0 {
		return quoteText(p.reason)
	}
	var b strings.Builder
	for _, e := range p.excuses {
		fmt.Fprintf(&b, "when %s then %s ", e.when, quoteText(e.reason))
	}
	return "case " + b.String() + "else " + quoteText(p.reason) + " end"
}

// rawCell writes a value of the file as the file has it, in quotes where it needs
// them.
func (p *plan) rawCell(cell string) string {
	return fmt.Sprintf(`case when contains(%[1]s, %[2]s) or regexp_matches(%[1]s, '["\r\n]') then '"' || replace(%[1]s, '"', '""') || '"' else coalesce(%[1]s, '') end`,
		cell, p.delimiter())
}

func (p *plan) delimiter() string { return quoteText(string(delimiterOf(p.feed.Format))) }

func orNull(s string) string {
	if s == "" {
		return "null"
	}
	return s
}
