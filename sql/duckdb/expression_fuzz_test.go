package duckdb

import (
	"fmt"
	"strings"
	"testing"
)

// However often an expression is read, its names come in the same order, and of
// several mistakes the same one is told.
func TestExpressionsAreReadInOneOrder(t *testing.T) {
	e, err := Open(t.Context(), Settings{Threads: 1, MemoryLimit: "200MB"})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for expression, want := range map[string]string{
		"a > b and c between d and e":                         "[a b c d e] <nil>",
		"case when a = b then c when d = e then f else g end": "[c a b f d e g] <nil>",
		"getenv(a) = random()":                                "[] configuration refused: function getenv is not allowed in an expression",
		"case when random() > 0 then uuid() else now() end":   "[] configuration refused: function uuid is not allowed in an expression",
	} {
		for range 50 {
			names, err := e.references(t.Context(), expression)
			if got := fmt.Sprint(names, " ", err); got != want {
				t.Fatalf("%s: got %s, want %s", expression, got, want)
			}
		}
	}
}

// Whatever is accepted as an expression gives one value for every row and asks
// for no file and no setting, which the closed connection would tell.
func FuzzExpression(f *testing.F) {
	for _, seed := range []string{
		"amount > 0", "case when a like 'b%' then c else 0 end between 1 and 5", "coalesce(nullif(a, ''), 'none') <> 'none'",
		"try_cast(a as integer) is null", "a -- comment\n> 0", "(select 1)", "1) as r from t; select (2", "read_text('/etc/passwd')",
		"current_date", "getenv('HOME')", "x -> y", "sum(a) over ()", "$1", "[1, 2][1]", "{'a': 1}", "a::json", "t.a", "rowid",
		"1) as r from t union all select (2", "a collate nocase", "'\x00'", "\"a\"\"b\" = 1", "interval 1 day", "e'\\n'",
	} {
		f.Add(seed)
	}
	e, err := Open(f.Context(), Settings{Threads: 1, MemoryLimit: "200MB"})
	if err != nil {
		f.Fatal(err)
	}
	defer e.Close()
	f.Fuzz(func(t *testing.T, expression string) {
		names, err := e.references(t.Context(), expression)
		if err != nil {
			return
		}
		columns, seen := []string{}, map[string]bool{}
		for _, name := range append(names, "always") {
			if !seen[strings.ToLower(name)] {
				seen[strings.ToLower(name)] = true
				columns = append(columns, "'1' as "+quoteName(name))
			}
		}
		table := "(select " + strings.Join(columns, ", ") + ") as t"
		var rows int
		err = e.conn.QueryRowContext(t.Context(), "select count(*) from (select try(\n"+expression+"\n) as r from "+table+" cross join range(2))").Scan(&rows)
		switch {
		case err == nil && rows != 2:
			t.Errorf("%q gives %d rows for 2", expression, rows)
		case err != nil && (strings.Contains(err.Error(), "Permission Error") || strings.Contains(err.Error(), "configuration")):
			t.Errorf("%q reaches out: %v", expression, err)
		}
	})
}
