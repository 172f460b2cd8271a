package duckdb_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valueshift/sql/duckdb"
)

// The connection reads what was delivered and nothing else, and nobody can open
// it up again.
func TestConnectionIsClosedToTheRest(t *testing.T) {
	delivered, elsewhere := t.TempDir(), t.TempDir()
	for _, folder := range []string{delivered, elsewhere} {
		if err := os.WriteFile(filepath.Join(folder, "a.csv"), []byte("a\n1\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(elsewhere, filepath.Join(delivered, "link")); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "night.duckdb")
	e, err := duckdb.Open(t.Context(), duckdb.Settings{Path: path, Inputs: []string{delivered}})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if n, err := e.Make(t.Context(), "things", "select * from read_csv('"+delivered+"/a.csv')"); err != nil || n != 1 {
		t.Errorf("%d rows, %v", n, err)
	}
	for _, query := range []string{
		"select * from read_csv('" + elsewhere + "/a.csv')",
		"select * from read_csv('" + delivered + "/link/a.csv')",
		"select * from read_csv('" + delivered + "/../" + filepath.Base(elsewhere) + "/a.csv')",
		"select * from read_text('/etc/hostname')",
		"select * from glob('/etc/*')",
		"select * from '" + elsewhere + "/a.csv'",
		"select * from read_csv('https://example.org/a.csv')",
	} {
		if _, err := e.Read(t.Context(), query); err == nil || !strings.Contains(err.Error(), "Permission Error") {
			t.Errorf("%s: %v", query, err)
		}
	}
	for _, statement := range []string{
		"set enable_external_access = true", "set allowed_directories = ['/']", "reset lock_configuration", "install httpfs", "load httpfs",
		"attach '" + elsewhere + "/other.duckdb'", "copy things to '" + elsewhere + "/b.csv'", "set threads = 1",
	} {
		if err := e.Exec(t.Context(), statement); err == nil {
			t.Errorf("%s is allowed", statement)
		}
	}
	if entries, err := os.ReadDir(elsewhere); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}
