package sql

import (
	"path"
	"slices"
	"strings"
)

// reads is the rule about order: a statement reads its inputs and what statements
// before it have made. It also refuses tables that come out of functions and
// joins written with a comma.
func (f *findings) reads(c code, earlier map[string]bool) {
	named := map[string]bool{}
	for _, name := range c.ctes() {
		named[name] = true
	}
	for i := range c.tokens {
		if !c.is(i, "join") && !c.isFrom(i) {
			continue
		}
		table, end := c.table(i + 1)
		line := c.tokens[i].line
		switch {
		case table == "":
		case c.is(end, "("):
			f.add(line, "a table that a function makes: "+table)
		case !named[table] && !earlier[table] && !isInput(table):
			f.add(line, table+" is neither an input nor made by a statement before this one")
		}
		if comma := c.skipAlias(end); c.is(comma, ",") && c.is(i, "from") {
			f.add(c.tokens[comma].line, "no comma between tables: write the join")
		}
	}
}

// isFrom reports whether token i begins the tables of a select; the from of
// extract(… from …) and of is distinct from … does not.
func (c code) isFrom(i int) bool {
	if !c.is(i, "from") || c.is(i-1, "distinct") {
		return false
	}
	open := c.parent[i]
	return open < 0 || !c.is(open-1, "extract", "trim", "substring", "overlay", "position")
}

// table reads a name with its schema from token i on, and returns it in lower case
// with the place after it. For a subquery the name is empty.
func (c code) table(i int) (string, int) {
	if c.is(i, "(") {
		return "", c.match[i] + 1
	}
	var parts []string
	for c.kind(i) == word || c.kind(i) == quoted {
		parts = append(parts, strings.ToLower(strings.Trim(c.tokens[i].text, `"`)))
		i++
		if !c.is(i, ".") {
			break
		}
		i++
	}
	return strings.Join(parts, "."), i
}

// skipAlias is the place after "as name" and after "as name (column, …)".
func (c code) skipAlias(i int) int {
	if c.is(i, "as") {
		i += 2
		if c.is(i, "(") {
			i = c.match[i] + 1
		}
	}
	return i
}

// isInput reports whether a table is one of Inputs. Names are in lower case, with
// the schema if there is one.
func isInput(table string) bool {
	return slices.ContainsFunc(Inputs, func(pattern string) bool {
		matched, err := path.Match(pattern, table)
		return matched && err == nil
	})
}
