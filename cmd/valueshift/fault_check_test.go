//go:build fault

package main

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	_ "github.com/duckdb/duckdb-go/v2"
)

// history gives number and hash of the rows of every history table.
func (p place) history() (map[string]string, error) { return historyOf(p.database()) }

// historyOf does so for any database.
func historyOf(database string) (map[string]string, error) {
	db, err := sql.Open("duckdb", database+"?access_mode=READ_ONLY&threads=1")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	rows, err := db.Query("select table_name from duckdb_tables() where schema_name = 'history'")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	contents := map[string]string{}
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			return nil, err
		}
		contents[table] = ""
	}
	for table := range contents {
		var text string
		query := `select count(*) || ' ' || coalesce(bit_xor(hash(t)), 0) from history."` + table + `" as t`
		if err := db.QueryRow(query).Scan(&text); err != nil {
			return nil, fmt.Errorf("history.%s: %w", table, err)
		}
		contents[table] = text
	}
	return contents, rows.Err()
}

// tree gives the hash of every published file and where every link leads.
func (p place) tree() (map[string]string, error) {
	found := map[string]string{}
	err := filepath.WalkDir(p.site(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(p.site(), path)
		switch {
		case entry.IsDir():
			found[name] = "folder"
		case entry.Type()&fs.ModeSymlink != 0:
			found[name], err = os.Readlink(path)
		default:
			found[name], err = hashed(path)
		}
		return err
	})
	return found, err
}

func hashed(path string) (string, error) {
	data, err := os.ReadFile(path)
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), err
}

// complete makes sure that every version is what its manifest says, and that the
// one shown is there.
func (p place) complete() error {
	shown, err := filepath.EvalSymlinks(filepath.Join(p.site(), "current"))
	if err != nil {
		return err
	}
	versions, err := os.ReadDir(filepath.Dir(shown))
	if err != nil {
		return err
	}
	for _, version := range versions {
		if !version.IsDir() || strings.HasPrefix(version.Name(), ".") { // the list of months
			continue
		}
		if err := completeSet(filepath.Join(filepath.Dir(shown), version.Name())); err != nil {
			return fmt.Errorf("version %s: %w", version.Name(), err)
		}
	}
	_, err = os.Stat(filepath.Join(shown, "index.html"))
	return err
}

// completeSet compares a folder with its manifest, file for file.
func completeSet(folder string) error {
	text, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	if err != nil {
		return err
	}
	var lines []struct{ File, Sha256 string }
	if err := json.Unmarshal(text, &lines); err != nil {
		return err
	}
	want := map[string]string{}
	for _, line := range lines {
		want[line.File] = line.Sha256
	}
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		name, _ := filepath.Rel(folder, path)
		if err != nil || entry.IsDir() || name == "manifest.json" {
			return err
		}
		sum, err := hashed(path)
		if err == nil && want[filepath.ToSlash(name)] != sum {
			err = fmt.Errorf("%s is not what the manifest says", name)
		}
		delete(want, filepath.ToSlash(name))
		return err
	})
	if err == nil && len(want) > 0 {
		err = fmt.Errorf("%d files of the manifest are missing", len(want))
	}
	return err
}

// asLastNight makes sure that a night left history and pages as they were.
func (p place) asLastNight(s *stage) error {
	contents, err := p.history()
	if err == nil && !maps.Equal(contents, s.yesterday) {
		err = fmt.Errorf("history changed: %s", differences(contents, s.yesterday))
	}
	if link, _ := os.Readlink(filepath.Join(p.site(), "current")); err == nil && !strings.Contains(link, lastNight) {
		err = fmt.Errorf("pages changed: %s", link)
	}
	return errors.Join(err, p.complete())
}

// isCommitted reports whether history may be tonight's at a point: the database is
// exchanged before it.
func isCommitted(point string) bool {
	return point == "copy/sync kept" || point == "copy/kept" || (strings.HasPrefix(point, "publish/") && point != "publish/aside")
}

// sound makes sure that readers and the next night find complete states: history
// and pages of last night or tonight, and never pages ahead of history.
func (p place) sound(s *stage) error {
	contents, err := p.history()
	if err != nil {
		return err
	}
	link, err := os.Readlink(filepath.Join(p.site(), "current"))
	if err != nil {
		return err
	}
	isNew := maps.Equal(contents, s.golden)
	switch {
	case !isNew && !maps.Equal(contents, s.yesterday):
		return fmt.Errorf("history is neither last night's nor tonight's: %s", differences(contents, s.yesterday))
	case !isNew && strings.Contains(link, tonight):
		return errors.New("the pages are ahead of history")
	}
	return p.complete()
}

// converged makes sure that everything is as if no fault had happened.
func (p place) converged(s *stage) error {
	contents, err := p.history()
	if err == nil && !maps.Equal(contents, s.golden) {
		err = fmt.Errorf("history differs: %s", differences(contents, s.golden))
	}
	site, broken := p.tree()
	if broken == nil && !maps.Equal(site, s.goldenSite) {
		broken = fmt.Errorf("site differs: %s", differences(site, s.goldenSite))
	}
	return errors.Join(err, broken, p.nothingLeft())
}

// nothingLeft looks for what a night puts aside while it is under way.
func (p place) nothingLeft() error {
	left, err := filepath.Glob(filepath.Join(p.temp(), "*"))
	for _, pattern := range []string{"site/.*", "site/runs/.*", ".*", "*.wal", "*.tmp"} {
		found, broken := filepath.Glob(filepath.Join(p.dir, pattern))
		left, err = append(left, found...), errors.Join(err, broken)
	}
	if len(left) > 0 {
		err = errors.Join(err, fmt.Errorf("left behind: %s", left))
	}
	return err
}

// differences names what two maps do not share, the first few of it.
func differences(got, want map[string]string) string {
	var names []string
	for name := range maps.Keys(got) {
		if got[name] != want[name] {
			names = append(names, name)
		}
	}
	for name := range want {
		if _, ok := got[name]; !ok {
			names = append(names, "no "+name)
		}
	}
	slices.Sort(names)
	return strings.Join(names[:min(5, len(names))], ", ")
}
