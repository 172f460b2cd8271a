package pipeline_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

// unwell reads a database whole and names the tables that are not as they were kept.
func unwell(t *testing.T, database string) (tables []string) {
	t.Helper()
	engine, err := duckdb.Open(t.Context(), duckdb.Settings{Path: database, ReadOnly: true, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	err = engine.Inspect(t.Context(), func(found pipeline.Inspected) {
		if len(found.Problems) > 0 {
			tables = append(tables, found.Name)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

// No table of history is forgotten when a night is kept: each has its seals, a
// backup has them too, and a row that is missing from any of them is noticed there.
func TestEveryTableOfHistoryIsSealed(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.configure(t, "targets:\n  - {metric: profit, direction: at_least, baseline: {month: 2026-02}, target: {month: 2026-12, value: 100}}\n")
	k.closes(t, "2026-03-31")
	k.book(t, "2026-03", "a,2026-03-28,10", "b,2026-03-28,20", "c,2026-03-28,30", "a,2026-03-30,7.50")
	k.closes(t, "2026-04-30")
	k.says(t, "without a seal", `select table_name from information_schema.tables where table_schema = 'history'
		and table_name not in ('format', 'contents') and table_name not in (select table_name from history.contents)`)
	backup := filepath.Join(t.TempDir(), "backup.duckdb")
	if err := duckdb.Backup(t.Context(), duckdb.Settings{Path: k.database()}, backup); err != nil {
		t.Fatal(err)
	}
	if found := append(unwell(t, k.database()), unwell(t, backup)...); len(found) > 0 {
		t.Fatalf("not as they were kept: %v", found)
	}

	db, err := sql.Open("duckdb", backup)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var robbed []string
	for _, table := range lines(t, db, `select table_name from information_schema.tables
		where table_schema = 'history' and table_name not in ('format', 'contents') order by table_name`) {
		result, err := db.Exec("delete from history." + table + " where rowid = (select min(rowid) from history." + table + ")")
		if err != nil {
			t.Fatal(err)
		}
		if rows, _ := result.RowsAffected(); rows > 0 {
			robbed = append(robbed, "history."+table)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if found := unwell(t, backup); !slices.Equal(found, robbed) || len(robbed) < 15 {
		t.Errorf("noticed:\n%s\nrobbed:\n%s", strings.Join(found, "\n"), strings.Join(robbed, "\n"))
	}
}
