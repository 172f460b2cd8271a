package sql

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// bench is the engine that cases run on, each in an empty database in memory. To
// start an engine takes longer than a case does.
type bench struct {
	ctx  context.Context
	conn *sql.Conn
}

func newBench(t *testing.T) bench {
	t.Helper()
	db, err := sql.Open("duckdb", "?threads=1")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return bench{t.Context(), conn}
}

// column is a column of a table; kind is its SQL type.
type column struct{ name, kind string }

func (b bench) exec(statement string) error {
	_, err := b.conn.ExecContext(b.ctx, statement)
	return err
}

// load makes a table, and its schema when the name has one.
func (b bench) load(table string, data []byte) error {
	columns, rows, err := readCSV(data)
	if err != nil {
		return err
	}
	for _, c := range columns {
		if c.kind == "" {
			return fmt.Errorf("column %s has no type: want %s:bigint or the like", c.name, c.name)
		}
	}
	if schema, _, ok := strings.Cut(table, "."); ok {
		if err := b.exec("create schema if not exists " + schema); err != nil {
			return err
		}
	}
	return b.fill(table, columns, rows)
}

// fill makes a table of typed columns from rows of texts.
func (b bench) fill(table string, columns []column, rows [][]string) error {
	var list []string
	for _, c := range columns {
		list = append(list, quote(c.name, `"`)+" "+c.kind)
	}
	if err := b.exec(fmt.Sprintf("create table %s (%s)", table, strings.Join(list, ", "))); err != nil {
		return err
	}
	if len(rows) == 0 {
		return nil
	}
	var all []string
	for _, row := range rows {
		var values []string
		for _, cell := range row {
			value := "null"
			if cell != "" {
				value = quote(cell, "'")
			}
			values = append(values, value)
		}
		all = append(all, "("+strings.Join(values, ", ")+")")
	}
	return b.exec(fmt.Sprintf("insert into %s values %s", table, strings.Join(all, ", ")))
}

// columns describes a table as the engine made it.
func (b bench) columns(table string) ([]column, error) {
	rows, err := b.conn.QueryContext(b.ctx, "select name, type from pragma_table_info("+quote(table, "'")+")")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var columns []column
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.name, &c.kind); err != nil {
			return nil, err
		}
		columns = append(columns, c)
	}
	return columns, rows.Err()
}

// compare holds a table against what a case wants, over the columns it names. The
// wanted texts are read as the table's types, so that 1.50 and 1.5 are the same.
func (b bench) compare(table string, made []column, want []byte) error {
	columns, wanted, err := readCSV(want)
	if err != nil {
		return fmt.Errorf("want.csv: %w", err)
	}
	for i, c := range columns {
		at := slices.IndexFunc(made, func(m column) bool { return m.name == c.name })
		if at < 0 {
			return fmt.Errorf("want.csv: %s has no column %s", table, c.name)
		}
		if c.kind != "" && !strings.EqualFold(strings.ReplaceAll(c.kind, ", ", ","), made[at].kind) {
			return fmt.Errorf("want.csv: column %s is %s, not %s", c.name, made[at].kind, c.kind)
		}
		columns[i].kind = made[at].kind
	}
	if err := b.fill("want", columns, wanted); err != nil {
		return fmt.Errorf("want.csv: %w", err)
	}
	got, err := b.rows(table, columns)
	if err != nil {
		return err
	}
	expected, err := b.rows("want", columns)
	if err != nil {
		return err
	}
	return difference(columns, got, expected)
}

// rows reads columns of a table as texts, sorted. Null is empty.
func (b bench) rows(table string, columns []column) ([][]string, error) {
	var list []string
	for _, c := range columns {
		list = append(list, "coalesce(cast("+quote(c.name, `"`)+" as varchar), '')")
	}
	rows, err := b.conn.QueryContext(b.ctx, "select "+strings.Join(list, ", ")+" from "+table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all [][]string
	for rows.Next() {
		row := make([]string, len(columns))
		cells := make([]any, len(columns))
		for i := range row {
			cells[i] = &row[i]
		}
		if err := rows.Scan(cells...); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	slices.SortFunc(all, compareRows)
	return all, rows.Err()
}

// compareRows sorts numbers by size, so that two doubles that are the same but
// for their last digit take the same place.
func compareRows(a, b []string) int {
	for i := range a {
		x, errX := strconv.ParseFloat(a[i], 64)
		y, errY := strconv.ParseFloat(b[i], 64)
		order := strings.Compare(a[i], b[i])
		if errX == nil && errY == nil {
			order = cmp.Compare(x, y)
			if near(x, y) {
				order = 0
			}
		}
		if order != 0 {
			return order
		}
	}
	return 0
}

// near allows a wanted double to be written with ten digits.
func near(x, y float64) bool {
	return math.Abs(x-y) <= 1e-9*max(1, math.Abs(x), math.Abs(y))
}

func difference(columns []column, got, want [][]string) error {
	same := slices.EqualFunc(got, want, func(a, b []string) bool {
		for i, c := range columns {
			if !sameCell(c.kind, a[i], b[i]) {
				return false
			}
		}
		return true
	})
	if same {
		return nil
	}
	var names []string
	for _, c := range columns {
		names = append(names, c.name)
	}
	return fmt.Errorf("got\n%s\nwant\n%s", listed(names, got), listed(names, want))
}

func sameCell(kind, got, want string) bool {
	x, errX := strconv.ParseFloat(got, 64)
	y, errY := strconv.ParseFloat(want, 64)
	if kind != "DOUBLE" || errX != nil || errY != nil {
		return got == want
	}
	return !math.IsNaN(x) && !math.IsInf(x, 0) && near(x, y)
}

func listed(names []string, rows [][]string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  %s", strings.Join(names, ","))
	for _, row := range rows {
		fmt.Fprintf(&b, "\n  %s", strings.Join(row, ","))
	}
	return b.String()
}

func quote(s, with string) string {
	return with + strings.ReplaceAll(s, with, with+with) + with
}
