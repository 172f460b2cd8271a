package pipeline

import (
	"maps"
	"slices"
	"strings"
)

// personalNames are the contract columns that say who a customer is.
var personalNames = []string{"customer_id", "parent_id", "name"}

// personalColumn is a row of personal_columns: a column of a feed, as quarantine calls
// it, whose values may say who a row is about. No page shows them.
type personalColumn struct {
	Feed       string
	ColumnName string
}

func (c Config) personalColumns() []personalColumn {
	feeds := map[string]map[string]bool{}
	for name := range c.Lookups {
		feeds[lookupFeed(name)] = contractNames()
	}
	for _, feed := range slices.Sorted(maps.Keys(c.Exports)) {
		feeds[feed] = c.personal(c.Exports[feed], feeds)
	}
	var rows []personalColumn
	for _, feed := range slices.Sorted(maps.Keys(feeds)) {
		for _, column := range slices.Sorted(maps.Keys(feeds[feed])) {
			rows = append(rows, personalColumn{feed, column})
		}
	}
	return rows
}

// lookupFeed is what the engine calls a lookup in quarantine.
func lookupFeed(name string) string { return "lookup_" + name }

func contractNames() map[string]bool {
	names := map[string]bool{}
	for _, name := range personalNames {
		names[name] = true
	}
	return names
}

// personal finds the columns of an export that say who a customer is, and adds those of
// the lookups that it joins to feeds. Quarantine calls a column what the sender calls
// it, and what an expression gives what the contract calls it. Names are searched for
// in an expression as text: that finds too many rather than too few.
func (c Config) personal(export Export, feeds map[string]map[string]bool) map[string]bool {
	is := contractNames()
	var expressions []string
	for _, name := range personalNames {
		if from := export.Columns[name].From; from != "" {
			is[from] = true
		}
		expressions = append(expressions, export.Columns[name].Expression)
	}
	uses := func(name string) bool { return mentions(strings.Join(expressions, "\n"), name) }
	for name, field := range export.Fields {
		if uses(name) || uses(field.From) {
			is[field.From] = true
		}
	}
	for _, field := range export.Columns {
		if uses(field.From) {
			is[field.From] = true
		}
	}
	for _, join := range export.Lookups {
		for name, field := range c.Lookups[join.Lookup].Fields {
			if uses(name) {
				feeds[lookupFeed(join.Lookup)][field.From] = true
				// What a customer is found by says as much as what is found.
				for _, column := range join.By {
					is[column] = true
				}
			}
		}
		for _, column := range join.By {
			if uses(column) {
				is[column] = true
			}
		}
	}
	c.addComputed(export, is, feeds)
	return is
}

// addComputed adds what is computed from personal columns, and the columns of lookups
// that are joined by them: who a customer is may be left in either.
func (c Config) addComputed(export Export, is map[string]bool, feeds map[string]map[string]bool) {
	var typed []string // names that other expressions may read the same under
	for _, join := range export.Lookups {
		lookup, columns := c.Lookups[join.Lookup], feeds[lookupFeed(join.Lookup)]
		for i, column := range join.By {
			if is[column] {
				is[strings.Join(join.By, " + ")] = true
				columns[lookup.Key[i]] = true
			}
		}
		for name, field := range lookup.Fields {
			if columns[field.From] {
				typed = append(typed, name)
			}
		}
	}
	for name, field := range export.Fields {
		if is[field.From] {
			typed = append(typed, name)
		}
	}
	typed = append(typed, slices.Sorted(maps.Keys(is))...)
	for name, field := range export.Columns {
		if slices.ContainsFunc(typed, func(t string) bool { return mentions(field.Expression, t) }) {
			is[name] = true
		}
	}
}

// mentions tells whether an expression may read a column. Case does not matter in it,
// and a quote in a quoted name is doubled.
func mentions(expression, name string) bool {
	name = strings.ReplaceAll(name, `"`, `""`)
	return name != "" && strings.Contains(strings.ToLower(expression), strings.ToLower(name))
}
