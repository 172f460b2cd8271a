package pipeline

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// LongestExpression is the length up to which an expression is parsed at all, in bytes.
const LongestExpression = 2000

// mostPlaces is how many places an exact decimal may have.
const mostPlaces = 6

func (l *loader) validateExports(c Config) {
	for _, feed := range []string{"customers", "revenue"} {
		if _, ok := c.Exports[feed]; !ok {
			l.wrong(childKey("exports", feed), "is missing")
		}
	}
	for _, feed := range slices.Sorted(maps.Keys(c.Exports)) {
		key := childKey("exports", feed)
		contract, ok := contracts[feed]
		if !ok {
			l.wrong(key, "unknown feed, expected one of %s", strings.Join(feedOrder, ", "))
			continue
		}
		export := c.Exports[feed]
		l.files(key+".files", export.Files)
		l.format(key+".format", export.Format)
		l.fields(key+".fields", export.Fields)
		l.joins(key, export, c.Lookups)
		if l.present[key+".where"] {
			l.expression(key+".where", export.Where)
		}
		l.columns(key+".columns", export.Columns, contract)
		l.limits(key+".limits", feed, export.Limits)
	}
}

func (l *loader) validateLookups(lookups map[string]Lookup) {
	for _, name := range slices.Sorted(maps.Keys(lookups)) {
		key, lookup := childKey("lookups", name), lookups[name]
		l.name(key, name)
		l.files(key+".files", lookup.Files)
		l.format(key+".format", lookup.Format)
		l.names(key+".key", lookup.Key)
		if len(lookup.Fields) == 0 {
			l.wrong(key+".fields", "is missing")
		}
		l.fields(key+".fields", lookup.Fields)
	}
}

func (l *loader) format(key string, f Format) {
	if len(f.Delimiter) != 1 || strings.Contains("\"\r\n\x00", f.Delimiter) || identifier.MatchString("a"+strings.ToLower(f.Delimiter)) {
		l.wrong(key+".delimiter", "must be one byte and no letter, digit, _, quote or line end, is %s", quoted(f.Delimiter))
	}
	l.oneOf(key+".encoding", f.Encoding, "utf-8", "cp1252", "latin-1")
}

// fields checks the typed names that expressions may use.
func (l *loader) fields(key string, fields map[string]Field) {
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		path, field := childKey(key, name), fields[name]
		l.name(path, name)
		if field.Constant != nil || field.Expression != "" {
			l.wrong(path, "must be read from a column, only columns may be constant or an expression")
			continue
		}
		l.required(path+".from", field.From)
		l.reading(path, field)
		formats := 0
		for _, given := range []bool{field.Date != "", field.Money != nil, field.Number != nil} {
			if given {
				formats++
			}
		}
		if formats > 1 {
			l.wrong(path, "only one of date, money and number may be given")
		}
	}
}

// columns checks that the contract of a feed is kept.
func (l *loader) columns(key string, columns map[string]Field, contract []Column) {
	var known []string
	for _, column := range contract {
		known = append(known, column.Name)
		field, mapped := columns[column.Name]
		switch {
		case mapped:
			l.column(childKey(key, column.Name), field, column.Kind)
		case column.Required:
			l.wrong(childKey(key, column.Name), "is missing")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		if !slices.Contains(known, name) {
			l.wrong(childKey(key, name), "unknown column, expected one of %s", strings.Join(known, ", "))
		}
	}
}

func (l *loader) column(key string, field Field, kind Kind) {
	if given := sources(field); len(given) != 1 {
		message := "one of from, constant and expression is needed"
		if len(given) > 1 {
			message = "only one of from, constant and expression may be given, is " + strings.Join(given, " and ")
		}
		l.wrong(key, "%s", message)
		return
	}
	if field.Date != "" && kind != Date && kind != Timestamp {
		l.wrong(key+".date", "only applies to a date, this column is %s", article(kind))
	}
	if field.Money != nil && kind != Amount {
		l.wrong(key+".money", "only applies to an amount, this column is %s", article(kind))
	}
	if field.Number != nil && kind != Number {
		l.wrong(key+".number", "only applies to a number, this column is %s", article(kind))
	}
	if l.present[key+".expression"] {
		l.expression(key+".expression", field.Expression)
		for _, format := range []string{"date", "money", "number"} {
			if l.present[childKey(key, format)] {
				l.wrong(childKey(key, format), "does not apply to an expression, its fields have the format")
			}
		}
	}
	l.reading(key, field)
}

// sources lists which of the three ways to a value are given.
func sources(field Field) []string {
	var given []string
	if field.From != "" {
		given = append(given, "from")
	}
	if field.Constant != nil {
		given = append(given, "constant")
	}
	if field.Expression != "" {
		given = append(given, "expression")
	}
	return given
}

// reading checks how a text is to be read, whatever it becomes.
func (l *loader) reading(key string, field Field) {
	if l.present[key+".date"] {
		l.date(key+".date", field.Date)
	}
	if field.Number != nil && (*field.Number < 0 || *field.Number > mostPlaces) {
		l.wrong(key+".number", "must be between 0 and %d, is %d", mostPlaces, *field.Number)
	}
	if field.Money != nil {
		l.money(key+".money", *field.Money)
	}
}

// DateDirectives are the parts of a date format that an engine reads; all else in
// it stands for itself.
var DateDirectives = []string{"%Y", "%y", "%m", "%b", "%B", "%d", "%H", "%M", "%S"}

var dateDirective = regexp.MustCompile(`%.?`)

func (l *loader) date(key, format string) {
	used := dateDirective.FindAllString(format, -1)
	for _, directive := range used {
		if !slices.Contains(DateDirectives, directive) {
			l.wrong(key, "must be made of %s and what stands between them, is %s with %s",
				strings.Join(DateDirectives, ", "), quoted(format), quoted(directive))
			return
		}
	}
	// Without a year every date would lie in 1900.
	if !slices.Contains(used, "%Y") && !slices.Contains(used, "%y") {
		l.wrong(key, `must be a format like "%%Y-%%m-%%d", is %s`, quoted(format))
	}
}

func (l *loader) money(key string, m MoneyFormat) {
	if m.Decimal != "." && m.Decimal != "," {
		l.wrong(key+".decimal", `must be "." or ",", is %s`, quoted(m.Decimal))
	}
	if m.Thousands != "" && (len([]rune(m.Thousands)) != 1 || strings.ContainsAny(m.Thousands, "0123456789+-")) {
		l.wrong(key+".thousands", "must be one character and no digit or sign, is %s", quoted(m.Thousands))
	}
	if m.Thousands == m.Decimal {
		l.wrong(key+".thousands", "must differ from decimal, both are %s", quoted(m.Decimal))
	}
	if strings.ContainsAny(m.Strip, "0123456789+-"+m.Decimal) {
		l.wrong(key+".strip", "must not hold a digit, a sign or the decimal point, is %s", quoted(m.Strip))
	}
}

func (l *loader) expression(key, text string) {
	l.required(key, text)
	if len(text) > LongestExpression {
		l.wrong(key, "must have %d bytes at most, has %d", LongestExpression, len(text))
	}
}

// joins checks the lookups of an export and that every name an expression may
// use means one thing.
func (l *loader) joins(key string, export Export, lookups map[string]Lookup) {
	owner := map[string]string{}
	for name := range export.Fields {
		owner[name] = "fields"
	}
	joined := map[string]bool{}
	for i, join := range export.Lookups {
		path := indexKey(key+".lookups", i)
		l.oneOf(path+".missing", join.Missing, "quarantine", "keep")
		l.names(path+".by", join.By)
		lookup, ok := lookups[join.Lookup]
		switch {
		case join.Lookup == "":
			l.required(path+".lookup", join.Lookup)
		case !ok:
			l.wrong(path+".lookup", "%s is not under lookups", quoted(join.Lookup))
		case joined[join.Lookup]:
			l.wrong(path+".lookup", "%s is joined twice", quoted(join.Lookup))
		case len(join.By) != len(lookup.Key):
			l.wrong(path+".by", "must have as many columns as the key of %s (%d), has %d",
				join.Lookup, len(lookup.Key), len(join.By))
		}
		if joined[join.Lookup] {
			continue
		}
		joined[join.Lookup] = true
		for _, name := range slices.Sorted(maps.Keys(lookup.Fields)) {
			if other, taken := owner[name]; taken {
				l.wrong(path+".lookup", "field %s is also in %s", name, other)
			}
			owner[name] = "lookup " + join.Lookup
		}
	}
}

// name checks a name that expressions use without quotes.
func (l *loader) name(key, name string) {
	if !identifier.MatchString(name) {
		l.wrong(key, "must be a lower-case identifier (a to z, 0 to 9, _)")
	}
}

// names checks a list of columns of a file.
func (l *loader) names(key string, columns []string) {
	if len(columns) == 0 {
		l.wrong(key, "is missing")
	}
	for i, column := range columns {
		l.required(indexKey(key, i), column)
	}
}

func article(kind Kind) string {
	if kind == Amount {
		return "an amount"
	}
	return "a " + string(kind)
}
