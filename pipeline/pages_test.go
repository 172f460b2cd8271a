package pipeline_test

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"valueshift/reports/gate"
)

// startBrowser starts the one that looks at the pages of real nights.
var (
	stopBrowser  = func() {}
	startBrowser = sync.OnceValues(func() (*gate.Browser, error) {
		b, err := gate.Start()
		if err == nil {
			stopBrowser = b.Stop
		}
		return b, err
	})
)

// pagesAreGood passes the pages that a night published, all of their files and one
// page of every kind in a browser, if there is one.
func pagesAreGood(t *testing.T, out string) {
	t.Helper()
	folder, err := filepath.EvalSymlinks(filepath.Join(out, "current"))
	if err != nil {
		t.Fatal(err)
	}
	found, err := gate.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	browser, err := startBrowser()
	switch {
	case errors.Is(err, gate.ErrNoBrowser) && os.Getenv("CI") != "true":
		t.Log("the pages were not looked at: ", err)
	case err != nil:
		t.Fatal(err)
	default:
		pages, err := gate.Kinds(folder)
		if err != nil {
			t.Fatal(err)
		}
		seen, err := browser.Look(folder, pages, gate.How{Paper: true})
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, seen...)
	}
	for _, f := range found {
		t.Error(f)
	}
}
