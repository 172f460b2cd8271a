package reports

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden pages in testdata")

// site writes a book into a new folder, with the list of months beside it, and
// returns it.
func site(t *testing.T, b Book, threads int) string {
	t.Helper()
	return beside(t, t.TempDir(), b, threads)
}

func beside(t *testing.T, place string, b Book, threads int) string {
	t.Helper()
	folder := filepath.Join(place, "version")
	months, err := Months(b.Run.Locale, "version/index.html", []KeptMonth{{Month: b.Run.AsOf, Href: "version/index.html"}})
	if err := errors.Join(err, os.Mkdir(folder, 0o700), os.WriteFile(filepath.Join(place, MonthsFile), months, 0o600)); err != nil {
		t.Fatal(err)
	}
	writeSite(t, folder, b, OpenDrawings(nil), threads)
	return folder
}

// fixtureFolder is the fixture's site, written once for all tests that only read.
func fixtureFolder(t *testing.T) string {
	t.Helper()
	fixtureOnce.Do(func() {
		var err error
		if fixturePlace, err = os.MkdirTemp("", "reports-site-"); err != nil {
			t.Fatal(err)
		}
		fixtureSite = beside(t, fixturePlace, fixture(), 2)
	})
	return fixtureSite
}

func fixtureFiles(t *testing.T) map[string]string {
	t.Helper()
	return files(t, fixtureFolder(t))
}

var (
	fixtureOnce  sync.Once
	fixturePlace string // to be removed
	fixtureSite  string
)

func TestMain(m *testing.M) {
	// Charts leave much garbage, and there is memory to spare.
	debug.SetGCPercent(400)
	code := m.Run()
	stopBrowser()
	if fixturePlace != "" {
		os.RemoveAll(fixturePlace)
	}
	os.Exit(code)
}

func writeSite(t *testing.T, folder string, b Book, drawings *Drawings, threads int) {
	t.Helper()
	root, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := Write(context.Background(), root, b, drawings, threads, nil); err != nil {
		t.Fatal(err)
	}
}

// files reads every file of a site by its name in it.
func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(folder, path)
		text, err := os.ReadFile(path)
		all[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestPagesAreCounted: Pages is how many of them Write tells of, each once.
func TestPagesAreCounted(t *testing.T) {
	for _, b := range []Book{empty(), single()} {
		root, err := os.OpenRoot(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		told := map[string]int{}
		if err := Write(t.Context(), root, b, OpenDrawings(nil), 2, func(name string) { told[name]++ }); err != nil {
			t.Fatal(err)
		}
		if err := root.Close(); err != nil {
			t.Fatal(err)
		}
		if len(told) != Pages(b) {
			t.Errorf("%d pages were told of, %d were announced", len(told), Pages(b))
		}
	}
}
