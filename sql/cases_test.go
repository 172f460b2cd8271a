package sql

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/rogpeppe/go-internal/txtar"
)

// A new case is new text in testdata/NNN_table.txtar and no Go:
//
//	a_cent_below: One cent below the bound a customer stays where it is.
//	-- run.csv --
//	as_of:date
//	2026-10-31
//	-- a_cent_below/class_profits.csv --
//	customer_key:integer,class_profit_minor:bigint
//	1,11999
//	-- a_cent_below/want.csv --
//	customer_key,group_code
//	1,4
//
// The comment says the rule of each case in one sentence. A file of a case is a
// table; a file without a case is one of every case. An empty cell is null. want
// names the columns that matter, in any order of rows, with or without a type; a
// type that is given must be the column's own. Without rows the result is empty.

// storable are the types of a table that either engine and Parquet keep as they
// are. Stage 1 may keep instants and whatever else the exports give.
var storable = []string{"BOOLEAN", "INTEGER", "BIGINT", "DOUBLE", "VARCHAR", "DATE", "DECIMAL"}

func TestEveryStatementHasItsCases(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range Statements() {
		name := filepath.Join("testdata", strings.TrimSuffix(s.File(), ".sql")+".txtar")
		if at := slices.Index(archives, name); at >= 0 {
			archives = slices.Delete(archives, at, at+1)
		} else {
			t.Errorf("%s is missing", name)
		}
	}
	for _, name := range archives {
		t.Errorf("%s belongs to no statement", name)
	}
}

func TestCases(t *testing.T) {
	b := newBench(t)
	for _, s := range Statements() {
		name := filepath.Join("testdata", strings.TrimSuffix(s.File(), ".sql")+".txtar")
		data, err := os.ReadFile(name)
		if os.IsNotExist(err) {
			continue // TestEveryStatementHasItsCases says so
		}
		if err != nil {
			t.Fatal(err)
		}
		cases, err := readCases(txtar.Parse(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, one := range cases {
			t.Run(fmt.Sprintf("%d/%s", s.Number, one.name), func(t *testing.T) {
				if err := one.run(b, s); err != nil {
					t.Errorf("%s\n%v", one.rule, err)
				}
			})
		}
	}
}

// example is one case of an archive.
type example struct {
	name   string
	rule   string
	tables []txtar.File // the name is the table's
	want   []byte
}

// readCases groups the files of an archive by case, in the order of the comment.
func readCases(archive *txtar.Archive) ([]example, error) {
	var cases []example
	for line := range strings.Lines(string(archive.Comment)) {
		if name, rule, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && !strings.Contains(name, " ") {
			cases = append(cases, example{name: name, rule: rule})
		}
	}
	for i := range cases {
		for _, file := range archive.Files {
			folder, base := path.Split(file.Name)
			table, isTable := strings.CutSuffix(base, ".csv")
			switch {
			case !isTable:
				return nil, fmt.Errorf("%s: not a .csv", file.Name)
			case folder != "" && folder != cases[i].name+"/":
			case table == "want":
				cases[i].want = file.Data
			default:
				cases[i].put(table, file.Data)
			}
		}
		if cases[i].want == nil {
			return nil, fmt.Errorf("%s/want.csv is missing", cases[i].name)
		}
	}
	return cases, stray(archive, cases)
}

// put adds a table to a case; the case's own replaces that of every case.
func (e *example) put(table string, data []byte) {
	at := slices.IndexFunc(e.tables, func(f txtar.File) bool { return f.Name == table })
	if at < 0 {
		e.tables = append(e.tables, txtar.File{Name: table, Data: data})
	} else {
		e.tables[at].Data = data
	}
}

// stray finds a file whose case the comment does not name.
func stray(archive *txtar.Archive, cases []example) error {
	if len(cases) == 0 {
		return fmt.Errorf("the comment names no case: want lines like a_cent_below: One cent below …")
	}
	for _, file := range archive.Files {
		folder := strings.TrimSuffix(path.Dir(file.Name), ".")
		if folder != "" && !slices.ContainsFunc(cases, func(e example) bool { return e.name == folder }) {
			return fmt.Errorf("%s: the comment does not say the rule of %s", file.Name, folder)
		}
	}
	return nil
}

// run makes the case's tables and the statement's, and compares the result.
func (e example) run(b bench, s Statement) (err error) {
	if err := b.exec("attach ':memory:' as bench; use bench"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.exec("use memory; detach bench")) }()
	for _, table := range e.tables {
		if err := b.load(table.Name, table.Data); err != nil {
			return fmt.Errorf("%s.csv: %w", table.Name, err)
		}
	}
	if err := b.exec("create or replace table " + s.Table + " as " + s.Text); err != nil {
		return fmt.Errorf("sql/%s: %w", s.File(), err)
	}
	columns, err := b.columns(s.Table)
	if err != nil {
		return err
	}
	for _, column := range columns {
		kind, _, _ := strings.Cut(column.kind, "(")
		if s.Number >= 200 && !slices.Contains(storable, kind) {
			return fmt.Errorf("column %s is %s: cast it to %s", column.name, column.kind, strings.Join(storable, ", "))
		}
	}
	return b.compare(s.Table, columns, e.want)
}

// readCSV reads a file of a case: names and types of its columns, and rows.
func readCSV(data []byte) ([]column, [][]string, error) {
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return nil, nil, err
	}
	if len(records) == 0 {
		return nil, nil, fmt.Errorf("no header")
	}
	var columns []column
	for _, cell := range records[0] {
		name, kind, _ := strings.Cut(strings.TrimSpace(cell), ":")
		columns = append(columns, column{name, kind})
	}
	return columns, records[1:], nil
}
