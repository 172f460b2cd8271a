package pipeline_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "valueshift"

// room is what a package may import of this module.
type room struct {
	imports []string // in the program
	tests   []string // in its tests, beside that
}

// rooms are all packages and every arrow between them (package doc, "Rooms"):
//
//	segments, metrics ← reports, pipeline; reports, sql ← pipeline ← cmd
//	sql/duckdb, pipeline/demo ← cmd and tests only
//	pipeline/fault ← whoever writes: empty but in the fault suite
//	reports/gate ← tests of rooms that have a site
//
// A new package or a new arrow is a decision, and this is where it is written.
var rooms = map[string]room{
	"segments":   {},
	"metrics":    {},
	"reports":    {imports: []string{"segments", "pipeline/fault"}, tests: []string{"reports/gate"}},
	"sql":        {},
	"sql/duckdb": {imports: []string{"pipeline", "pipeline/fault"}},
	"pipeline": {
		imports: []string{"segments", "metrics", "reports", "sql", "pipeline/fault"},
		tests:   []string{"pipeline/demo", "sql/duckdb", "reports/gate"},
	},
	"reports/gate":   {},
	"pipeline/demo":  {},
	"pipeline/fault": {},
	"cmd/valueshift": {
		imports: []string{"pipeline", "pipeline/demo", "sql/duckdb"},
		tests:   []string{"pipeline/fault"},
	},
}

// keepers are the only rooms whose program may import something: who logs, who
// talks to a database, who reads YAML, who knows the engine. The name stands for
// the packages below it too.
var keepers = map[string][]string{
	"log":                        {"cmd/valueshift", "pipeline"},
	"flag":                       {}, // cobra has them
	"net":                        {},
	"golang.org/x/sync":          {}, // conc hands a worker's panic on to who waits
	"os":                         {"cmd/valueshift", "pipeline", "pipeline/demo", "pipeline/fault", "reports", "reports/gate", "sql/duckdb"},
	"math/rand":                  {"metrics", "pipeline"}, // seeded, always
	"database/sql":               {"sql/duckdb"},
	"github.com/duckdb":          {"sql/duckdb"},
	"github.com/spf13":           {"cmd/valueshift", "pipeline"},
	"go.yaml.in/yaml":            {"pipeline"},
	"gonum.org":                  {"metrics"},
	"github.com/go-echarts":      {"reports"},
	"github.com/apache/arrow-go": {"pipeline", "pipeline/demo", "reports", "sql/duckdb"},
}

// source is one Go file of the module.
type source struct {
	file    string // from the module's root, with slashes
	room    string
	isTest  bool
	imports []string
}

func TestRooms(t *testing.T) {
	seen, used := map[string]bool{}, map[string]bool{}
	for _, s := range sources(t) {
		allowed, ok := rooms[s.room]
		if !ok && !seen[s.room] {
			t.Errorf("%s: the package is no room: %s", s.file, s.room)
		}
		seen[s.room] = true
		for _, imported := range s.imports {
			to, isOurs := strings.CutPrefix(imported, module+"/")
			if s.isTest {
				used[s.room+" tests with "+to] = true
			} else {
				used[s.room+" imports "+to] = true
			}
			if !ok || !isOurs || slices.Contains(allowed.imports, to) || s.isTest && slices.Contains(allowed.tests, to) {
				continue
			}
			// A test outside its package imports the package itself.
			if s.isTest && to == s.room {
				continue
			}
			t.Errorf("%s: %s must not import %s", s.file, s.room, to)
		}
	}
	for name, r := range rooms {
		for _, to := range r.imports {
			if !used[name+" imports "+to] {
				t.Errorf("%s may import %s and does not", name, to)
			}
		}
		for _, to := range r.tests {
			if !used[name+" tests with "+to] {
				t.Errorf("tests of %s may import %s and do not", name, to)
			}
		}
	}
}

func TestKeepers(t *testing.T) {
	used := map[string]bool{}
	for _, s := range sources(t) {
		for _, imported := range s.imports {
			for what, who := range keepers {
				if (imported == what || strings.HasPrefix(imported, what+"/")) && !s.isTest && !slices.Contains(who, s.room) {
					t.Errorf("%s: %s must not import %s", s.file, s.room, imported)
				}
				if imported == what || strings.HasPrefix(imported, what+"/") {
					used[s.room+" "+what] = used[s.room+" "+what] || !s.isTest
				}
			}
		}
	}
	for what, who := range keepers {
		for _, room := range who {
			if !used[room+" "+what] {
				t.Errorf("%s may import %s and does not", room, what)
			}
		}
	}
}

// The arrows themselves lead one way: no room reaches itself.
func TestRoomsHaveNoCircle(t *testing.T) {
	var reach func(from, goal string, depth int) bool
	reach = func(from, goal string, depth int) bool {
		return depth > len(rooms) || slices.ContainsFunc(rooms[from].imports, func(to string) bool {
			return to == goal || reach(to, goal, depth+1)
		})
	}
	for name := range rooms {
		if reach(name, name, 0) {
			t.Errorf("%s reaches itself", name)
		}
		for _, to := range slices.Concat(rooms[name].imports, rooms[name].tests) {
			if _, ok := rooms[to]; !ok {
				t.Errorf("%s may import %s, which is no room", name, to)
			}
		}
	}
}

// sources reads the imports of every Go file, whatever its build tags.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	root := ".."
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); file != root && (name == "testdata" || strings.HasPrefix(name, ".")) {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(file) != ".go" {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		relative = filepath.ToSlash(relative)
		s := source{file: relative, room: path.Dir(relative), isTest: strings.HasSuffix(relative, "_test.go")}
		for _, one := range parsed.Imports {
			imported, err := strconv.Unquote(one.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, imported)
		}
		all = append(all, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("no Go file found")
	}
	return all
}
