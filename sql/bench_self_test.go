package sql

import (
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// The cases below try the bench itself on a statement of three lines.
var doubled = Statement{
	Number: 310, Table: "doubled", Stage: 3,
	Text: "-- One row per amount.\n" +
		"select a, 2 * a as b, cast(a as double) / 3 as c, label\n" +
		"from amounts\n",
}

const doubledCases = `plain: A doubled amount.
nothing: No amount, no row.
typed: A column has the type that is named.
-- amounts.csv --
a:bigint,label:varchar
10,x
2,
-- plain/want.csv --
label,c,b
,0.6666666667,4
x,3.3333333333,20
-- nothing/amounts.csv --
a:bigint,label:varchar
-- nothing/want.csv --
a
-- typed/history.unused.csv --
"x:decimal(38, 0)"
1
-- typed/want.csv --
b:bigint
20
4
`

func TestBench(t *testing.T) {
	for _, c := range []struct{ why, old, new, wrong string }{
		{"as it lies", "", "", ""},
		{"another value", "x,3.3333333333,20", "x,3.3333333333,21", "got"},
		{"another double", "x,3.3333333333,20", "x,3.33333333,20", "got"},
		{"a text for a null", ",0.6666666667,4", "y,0.6666666667,4", "got"},
		{"a row more", ",0.6666666667,4\n", ",0.6666666667,4\n,0.6666666667,4\n", "got"},
		{"a row less", ",0.6666666667,4\n", "", "got"},
		{"a row where none is wanted", "-- nothing/amounts.csv --\na:bigint,label:varchar\n",
			"-- nothing/amounts.csv --\na:bigint,label:varchar\n1,\n", "got"},
		{"another type", "b:bigint", "b:integer", "column b is BIGINT"},
		{"no such column", "b:bigint", "d", "no column d"},
		{"an input without types", "a:bigint,label:varchar\n10", "a,label\n10", "has no type"},
		{"no rule for a case", "typed: A column has the type that is named.\n", "", "does not say the rule"},
		{"no want", "-- typed/want.csv --\nb:bigint\n20\n4\n", "", "want.csv is missing"},
		{"no rules", "plain: A doubled amount.\nnothing: No amount, no row.\ntyped: A column has the type that is named.\n",
			"", "names no case"},
		{"a type that cannot be stored", "a:bigint,label:varchar\n10,x", "a:hugeint,label:varchar\n10,x", "HUGEINT"},
	} {
		err := runAll(t, strings.Replace(doubledCases, c.old, c.new, 1))
		switch {
		case c.wrong == "" && err != nil:
			t.Errorf("%s: %v", c.why, err)
		case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
			t.Errorf("%s: got %v, want an error with %q", c.why, err, c.wrong)
		}
	}
}

func runAll(t *testing.T, archive string) error {
	cases, err := readCases(txtar.Parse([]byte(archive)))
	if err != nil {
		return err
	}
	for _, one := range cases {
		if err := one.run(newBench(t), doubled); err != nil {
			return err
		}
	}
	return nil
}
