package sql

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// finding is one breach of the house's rules in a statement.
type finding struct {
	line int
	rule string
}

// findings collects breaches while the rules walk over a statement.
type findings []finding

func (f *findings) add(line int, rule string) { *f = append(*f, finding{line, rule}) }

// saysGrain reports whether the first line says what a row is: one per something,
// or the only one. A check may say when there is a row instead.
func saysGrain(s Statement) bool {
	return strings.HasPrefix(s.Text, "-- One row per ") || strings.HasPrefix(s.Text, "-- One row: ") ||
		s.Check && strings.HasPrefix(s.Text, "-- One row when ")
}

// lines are the rules about the file as text.
func (f *findings) lines(s Statement) {
	if !saysGrain(s) {
		f.add(1, "the first line must say the grain: -- One row per …")
	}
	if !strings.HasSuffix(s.Text, "\n") || strings.HasSuffix(s.Text, "\n\n") {
		f.add(strings.Count(s.Text, "\n")+1, "the file must end with one line break")
	}
	inside := insideToken(s.Text)
	for i, line := range strings.Split(s.Text, "\n") {
		number := i + 1
		if strings.ContainsAny(line, "\t\r") {
			f.add(number, "no tabs and no carriage returns")
		}
		if utf8.RuneCountInString(line) > 80 {
			f.add(number, "at most 80 columns")
		}
		if strings.TrimRight(line, " ") != line {
			f.add(number, "no spaces at the end of a line")
		}
		indent := len(line) - len(strings.TrimLeft(line, " "))
		if indent%4 != 0 && !inside[number] {
			f.add(number, "indent by 4 spaces")
		}
	}
}

// insideToken are the lines that begin in the middle of a text or a comment,
// whose spaces belong to it.
func insideToken(statement string) map[int]bool {
	inside := map[int]bool{}
	for _, t := range scan(statement) {
		for more := range strings.Count(t.text, "\n") {
			inside[t.line+more+1] = true
		}
	}
	return inside
}

// name is the rule about checks: a check_ table and a number ending in 90 to 99
// belong together.
func (f *findings) name(s Statement) {
	if late := s.Number%100 >= 90; s.Check != late {
		f.add(1, "a check is named check_… and has a number that ends in 90 to 99; nothing else has either")
	}
}

// style are the rules about every statement, whatever engine runs it.
func (f *findings) style(c code) {
	if !c.is(0, "select", "with") {
		f.add(1, "a statement is one select")
	}
	for i, t := range c.tokens {
		switch {
		case t.kind == word && strings.ToLower(t.text) != t.text:
			f.add(t.line, "lower case: "+t.text)
		case c.is(i, ";"):
			f.add(t.line, "no semicolon")
		case c.is(i, "?", "$", "{", "}", "@", "#", ":"):
			f.add(t.line, "no template hole and no bind variable: "+t.text)
		case c.is(i, "join") && !c.is(i-1, "inner", "left", "cross"):
			f.add(t.line, "a join is an inner join, a left join or a cross join")
		case c.is(i, ",") && i > 0 && c.tokens[i-1].line < t.line:
			f.add(t.line, "a comma ends a line, it does not begin one")
		case c.isAlias(i):
			f.add(t.line, "write as before the alias "+t.text)
		case c.is(i, "*") && c.parent[i] < 0 && c.is(i-1, "select", "distinct", ",", "."):
			f.add(t.line, "the final select names its columns")
		}
	}
	if names := c.ctes(); len(names) > 3 {
		f.add(1, "at most three common table expressions")
	}
}

// notAlias are the words that may follow a name, a value or a bracket without
// being an alias for it.
var notAlias = strings.Fields(`
	all and as asc at between by case cross current desc distinct else end escape
	except exclude exists false fetch filter first following for from full group
	groups having ignore in inner intersect interval is join last left like limit
	lateral natural not null nulls offset on or order outer over partition
	precision preceding qualify range recursive respect right rollup row rows
	select similar tablesample then time timestamp to true unbounded union using
	values when where window with within zone anti asof semi glob ilike cast date`)

// isAlias reports whether token i is an alias without its as.
func (c code) isAlias(i int) bool {
	if c.kind(i) != word && c.kind(i) != quoted || c.isKeyword(i) {
		return false
	}
	if c.kind(i-1) == text && c.is(i-2, "interval") {
		return false
	}
	switch c.kind(i - 1) {
	case number, text, quoted:
		return true
	case word:
		return c.is(i-1, "end") || !c.isKeyword(i-1)
	}
	return c.is(i-1, ")")
}

func (c code) isKeyword(i int) bool {
	return c.kind(i) == word && slices.Contains(notAlias, strings.ToLower(c.tokens[i].text))
}

// ctes are the names of the common table expressions: name as (select …, with or
// without a list of columns.
func (c code) ctes() []string {
	var names []string
	for i := range c.tokens {
		if !c.is(i, "as") || !c.is(i+1, "(") || !c.is(i+2, "select", "with") {
			continue
		}
		name := i - 1
		if c.is(name, ")") {
			name = c.match[name] - 1
		}
		names = append(names, c.tokens[name].text)
	}
	return names
}
