package duckdb

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"valueshift/pipeline"
)

// exact is an amount or number before it becomes minor units: a decimal with as
// many places as the field declares. Only fields have it, contracts do not.
const exact pipeline.Kind = "exact"

// parser turns the text of one column into a value: sql is the value or NULL, and
// want completes the sentence "is not …" for a text that has none.
type parser struct {
	sql     string
	want    string
	kind    string // DuckDB type of the value
	excuses []excuse
}

// excuse is a truer word for some texts than what was wanted.
type excuse struct{ when, reason string }

// source is a delivered value: its text and, in a Parquet file that has it as a
// number or a date already, that.
type source struct {
	text  string
	typed string // empty: there is only the text
	kind  string // DuckDB type of typed
}

// parseAs builds the parser of a column. places is the number of decimals of an
// exact number.
func parseAs(kind pipeline.Kind, in source, field pipeline.Field, places int) parser {
	text := in.text
	switch kind {
	case pipeline.Date:
		return parseDate(in, field.Date)
	case pipeline.Timestamp:
		return parseTimestamp(in, field.Date)
	case pipeline.Amount:
		return parseAmount(in, field.Money, places)
	case exact:
		return parseExact(in, field.Money, places)
	case pipeline.Number:
		return parseExact(in, nil, 6)
	case pipeline.Currency:
		return parser{
			sql:  fmt.Sprintf("case when regexp_full_match(%[1]s, %[2]s) then %[1]s end", text, quoteText(currencyPattern)),
			want: currencyWanted, kind: "varchar",
		}
	case pipeline.Rate:
		p := parseExact(in, nil, ratePlaces)
		p.sql = fmt.Sprintf("case when %[1]s > 0 then %[1]s end", p.sql)
		p.want = "a rate above 0 with at most 10 decimals"
		p.excuses = p.excuses[:1] // below zero it is no rate, however far
		return p
	case pipeline.Flag:
		return parser{
			sql: fmt.Sprintf("case when lower(%[1]s) in ('true', 'yes', 'y', '1') then true "+
				"when lower(%[1]s) in ('false', 'no', 'n', '0') then false end", text),
			want: "true or false", kind: "boolean",
		}
	case pipeline.Score:
		return parser{
			sql:  fmt.Sprintf("case when regexp_full_match(%[1]s, '10|[0-9]') then try_cast(%[1]s as tinyint) end", text),
			want: "a whole number from 0 to 10", kind: "tinyint",
		}
	case pipeline.Relationship:
		return parser{sql: relationship(text), want: "contractual or non-contractual", kind: "varchar"}
	}
	return parser{sql: text, want: "a text", kind: "varchar"}
}

// relationship is a text that says how a customer is bound to us, in any case of
// letters.
func relationship(text string) string {
	return fmt.Sprintf("case when lower(%[1]s) in ('contractual', 'non-contractual') then lower(%[1]s) end", text)
}

// An ISO 4217 code, and what a text that is none is told.
const (
	currencyPattern = "[A-Z]{3}"
	currencyWanted  = "a currency code like EUR"
)

// ratePlaces is how many decimals an exchange rate has; eight digits are left
// before the point.
const ratePlaces = 10

// parseAmount reads an amount as minor units. Up to three decimals, 18 digits hold
// it before and after it is multiplied; arithmetic on 38 takes four times as long.
func parseAmount(in source, format *pipeline.MoneyFormat, places int) parser {
	if places > 3 {
		p := parseDecimal(in, format, places, min(15, 18-places))
		p.sql, p.kind = minorUnits(p.sql, places), "bigint"
		return p
	}
	p := parseDecimal(in, format, places, 18-2*max(2, places))
	p.sql, p.kind = fmt.Sprintf("cast(%s * 1%s as bigint)", p.sql, strings.Repeat("0", places)), "bigint"
	return p
}

// minorUnits turns an exact decimal into an integer. The cast to 38 digits keeps
// the product from overflowing the 18 it was read with.
func minorUnits(decimal string, places int) string {
	return fmt.Sprintf("try_cast(cast(%s as decimal(38, %d)) * 1%s as bigint)", decimal, places, strings.Repeat("0", places))
}

// parseExact reads a plain decimal.
func parseExact(in source, format *pipeline.MoneyFormat, places int) parser {
	return parseDecimal(in, format, places, min(15, 18-places))
}

// parseDecimal reads a decimal with at most so many digits before its point.
// Trailing zeros beyond the declared places do not make an amount finer.
func parseDecimal(in source, format *pipeline.MoneyFormat, places, digits int) parser {
	decimal, thousands, strip := ".", "", ""
	if format != nil {
		decimal, thousands, strip = cmp.Or(format.Decimal, "."), format.Thousands, format.Strip
	}
	text := in.text
	if strip != "" {
		text = fmt.Sprintf("trim(%s, %s)", text, quoteText(strip))
	}
	whole, anyWhole := fmt.Sprintf("[0-9]{1,%d}", digits), "[0-9]+"
	if thousands != "" {
		group := "(" + regexp.QuoteMeta(thousands) + "[0-9]{3})"
		anyWhole = fmt.Sprintf("(%s|[0-9]{1,3}%s+)", anyWhole, group)
		whole = fmt.Sprintf("(%s|[0-9]{1,3}%s{1,%d}", whole, group, digits/3-1)
		if rest := digits % 3; rest > 0 {
			whole += fmt.Sprintf("|[0-9]{1,%d}%s{%d}", rest, group, digits/3)
		}
		whole += ")"
	}
	fraction := ""
	if places > 0 {
		fraction = fmt.Sprintf("(%s[0-9]{1,%d}0*)?", regexp.QuoteMeta(decimal), places)
	}
	plain := text
	if thousands != "" {
		plain = fmt.Sprintf("replace(%s, %s, '')", plain, quoteText(thousands))
	}
	if decimal != "." {
		plain = fmt.Sprintf("replace(%s, %s, '.')", plain, quoteText(decimal))
	}
	want := "a number like -1234"
	if places > 0 {
		want += decimal + strings.Repeat("5", places)
		want += fmt.Sprintf(" with at most %d decimals", places)
	}
	kind := fmt.Sprintf("decimal(18, %d)", places)
	parsed := parser{
		sql:  fmt.Sprintf("case when regexp_full_match(%s, %s) then try_cast(%s as %s) end", text, quoteText("-?"+whole+fraction), plain, kind),
		want: want, kind: kind,
		excuses: tooLarge(in, text, anyWhole+fraction, plain, decimal, places, digits),
	}
	if decimal == "." && !strings.ContainsAny(strip, "-.0123456789") {
		parsed.sql = cmp.Or(typedDecimal(in, places, digits), parsed.sql)
	}
	return parsed
}

// largest is the largest number with so many digits and places.
func largest(digits, places int, decimal string) string {
	if places == 0 {
		return strings.Repeat("9", digits)
	}
	return strings.Repeat("9", digits) + decimal + strings.Repeat("9", places)
}

// tooLarge are the excuses of a number that is written as it should be and has too
// many digits. A float has so many that its text has an exponent.
func tooLarge(in source, text, pattern, plain, decimal string, places, digits int) []excuse {
	most := largest(digits, places, ".")
	over := fmt.Sprintf("0*[1-9][0-9]{%d,}([.].*)?", digits)
	when := func(sign, compare string) string {
		condition := fmt.Sprintf("regexp_full_match(%s, %s) and regexp_full_match(%s, %s)",
			text, quoteText(sign+pattern), plain, quoteText(sign+over))
		if in.kind == "DOUBLE" || in.kind == "FLOAT" {
			condition += fmt.Sprintf(" or isfinite(%s) and %s %s", in.typed, in.typed, compare)
		}
		return condition
	}
	return []excuse{
		{when("", "> "+most), "is larger than " + largest(digits, places, decimal)},
		{when("-", "< -"+most), "is less than -" + largest(digits, places, decimal)},
	}
}

var decimalType = regexp.MustCompile(`^DECIMAL\((\d+),(\d+)\)$`)

// integerWidths are the digits that hold any value of a type.
var integerWidths = map[string]int{
	"TINYINT": 3, "SMALLINT": 5, "INTEGER": 10, "BIGINT": 19, "UTINYINT": 3, "USMALLINT": 5, "UINTEGER": 10, "UBIGINT": 20,
}

// typedDecimal takes over a number that a Parquet file has as one, under the same
// bounds as a text; empty where it has none, or one that is too wide to compare.
func typedDecimal(in source, places, digits int) string {
	width, scale := integerWidths[in.kind], 0
	if found := decimalType.FindStringSubmatch(in.kind); found != nil {
		width, _ = strconv.Atoi(found[1])
		scale, _ = strconv.Atoi(found[2])
	}
	if places == 0 && scale > 0 {
		return "" // 12.00 is refused where no decimals are expected
	}
	if width == 0 || max(width-scale, digits)+max(scale, places) > 38 {
		return ""
	}
	most := largest(digits, places, ".")
	fits := fmt.Sprintf("%s between -%s and %s", in.typed, most, most)
	if scale > places {
		fits += fmt.Sprintf(" and %s = try_cast(%s as decimal(%d, %d))", in.typed, in.typed, width, places)
	}
	return fmt.Sprintf("case when %s then try_cast(%s as decimal(18, %d)) end", fits, in.typed, places)
}

// dateParts are the strptime directives that a date format may use, with what
// they match. Days and months may lack the leading zero except in ISO dates,
// where 2024-1-5 is more likely an accident.
var dateParts = map[string]string{
	"%Y": "[0-9]{4}", "%m": "[0-9]{1,2}", "%d": "[0-9]{1,2}", "%H": "[0-9]{1,2}",
	"%M": "[0-9]{2}", "%S": "[0-9]{2}", "%b": "[A-Za-z]{3}", "%B": "[A-Za-z]+", "%y": "[0-9]{2}",
}

const isoDate = "%Y-%m-%d"

// years are those of a date that is no accident, an infinite one, say.
const years = "between date '1900-01-01' and date '2199-12-31'"

var dateDirective = regexp.MustCompile(`%.|[^%]+`)

// openEnded is a day that never comes as no day at all: warehouses write 9999-12-31
// for what has not ended.
func openEnded(in source, format string) source {
	value := in.typed
	if in.kind != "DATE" || cmp.Or(format, isoDate) != isoDate {
		value = dateValue(in.text, cmp.Or(format, isoDate))
	}
	known := func(given string) string {
		if given == "" {
			return ""
		}
		return fmt.Sprintf("case when %s > date '2199-12-31' then null else %s end", value, given)
	}
	return source{text: known(in.text), typed: known(in.typed), kind: in.kind}
}

// dateValue is a text as a date, null if it is none.
func dateValue(text, format string) string {
	if format == isoDate {
		return fmt.Sprintf("try_cast(%s as date)", text) // the same, in a third of the time
	}
	return fmt.Sprintf("cast(try_strptime(%s, %s) as date)", text, quoteText(format))
}

func parseDate(in source, format string) parser {
	text := in.text
	format = cmp.Or(format, isoDate)
	pattern := ""
	for _, part := range dateDirective.FindAllString(format, -1) {
		if match, ok := dateParts[part]; ok {
			pattern += match
			continue
		}
		pattern += regexp.QuoteMeta(part)
	}
	if strings.HasPrefix(format, isoDate) {
		pattern = strings.ReplaceAll(pattern, "{1,2}", "{2}")
	}
	isWritten := fmt.Sprintf("regexp_full_match(%s, %s)", text, quoteText(pattern))
	value, isDate := dateValue(text, format), isWritten
	if in.kind == "DATE" && format == isoDate {
		value, isDate = in.typed, "true"
	}
	return parser{
		sql:  fmt.Sprintf("case when %s and %s %s then %s end", isDate, value, years, value),
		want: "a date written " + format, kind: "date",
		excuses: []excuse{{fmt.Sprintf("%s and %s not %s", isWritten, value, years), "is a date before 1900 or after 2199"}},
	}
}
