package reports

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// printed is a small site with PDFs, by the real browser.
func printed(t *testing.T) map[string]string {
	t.Helper()
	file := ""
	for _, name := range Browsers {
		if found, err := exec.LookPath(name); err == nil {
			file = found
			break
		}
	}
	if file == "" {
		t.Skipf("no %s in PATH: nothing was printed", strings.Join(Browsers, ", "))
	}
	b := single()
	b.Printer = &Printer{Chromium: file, Folder: t.TempDir(), Timeout: time.Minute, Failed: func(err error) { t.Error(err) }}
	folder := site(t, b, 2)
	sound(t, folder)
	all := files(t, folder)
	if left, err := os.ReadDir(b.Printer.Folder); err != nil || len(left) > 0 {
		t.Errorf("%d folders are left behind (%v)", len(left), err)
	}
	return all
}

// TestPrintedTwice prints the same pages twice: to the byte, they are the same, and
// they are listed like every file.
func TestPrintedTwice(t *testing.T) {
	one, two := printed(t), printed(t)
	slug := Slug("Families")
	for _, name := range []string{"portfolio.pdf", "segments/" + slug + "/" + slug + ".pdf"} {
		if !strings.HasPrefix(one[name], "%PDF-") || len(one[name]) < 20_000 {
			t.Errorf("%s has %d bytes", name, len(one[name]))
		}
		if one[name] != two[name] {
			t.Errorf("%s is another file the second time", name)
		}
		if !strings.Contains(one["manifest.json"], name) {
			t.Errorf("the manifest does not list %s", name)
		}
		if strings.Contains(one[name], "file://") || strings.Contains(one[name], os.TempDir()) {
			t.Errorf("%s names the machine's folders", name)
		}
	}
	if !strings.Contains(one["portfolio.html"], `href="portfolio.pdf"`) || !strings.Contains(one["segments/"+slug+"/index.html"], `href="`+slug+`.pdf"`) {
		t.Error("the pages do not link to what was printed")
	}
	if len(one) != len(two) {
		t.Errorf("%d and %d files", len(one), len(two))
	}
}

// fakeBrowser is a program that does what a script says.
func fakeBrowser(t *testing.T, script string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "chromium")
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestPrintingFails: whatever the browser does, the site is as it would be without
// it, and the failure is told once.
func TestPrintingFails(t *testing.T) {
	want := files(t, site(t, single(), 2))
	for _, test := range []struct{ name, program, tells string }{
		{"exits", fakeBrowser(t, "echo out of order >&2; exit 1"), "out of order"},
		{"writes nothing", fakeBrowser(t, "exit 0"), "no PDF was written"},
		{"hangs", fakeBrowser(t, "sleep 600 & sleep 600"), "no page in 300ms"},
		{"is not there", "/nowhere/chromium", "no such file"},
	} {
		var failures []string
		b := single()
		b.Printer = &Printer{Chromium: test.program, Folder: t.TempDir(), Timeout: 300 * time.Millisecond,
			Failed: func(err error) { failures = append(failures, err.Error()) }}
		began := time.Now()
		got := files(t, site(t, b, 1))
		if took := time.Since(began); took > time.Minute {
			t.Errorf("%s: it took %s", test.name, took)
		}
		if len(failures) != 1 || !strings.Contains(failures[0], test.tells) {
			t.Errorf("%s: told %q, want %q once", test.name, failures, test.tells)
		}
		for name := range want {
			if got[name] != want[name] {
				t.Errorf("%s: %s differs", test.name, name)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d files, want %d", test.name, len(got), len(want))
		}
	}
}

// TestPrintingStops: who interrupts the night does not wait for the browser.
func TestPrintingStops(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	p := &Printer{Chromium: fakeBrowser(t, "sleep 600"), Folder: t.TempDir(), Timeout: time.Minute, Failed: func(err error) { t.Error(err) }}
	if _, err := p.print(ctx, []byte("page")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestUndated(t *testing.T) {
	const before = "/CreationDate (D:20261122023001+00'00')\n/ModDate (D:20261122023001+00'00')>>\n/ID [<0A1B2C> <0A1B2C>]"
	const want = "/CreationDate (D:20000101000000+00'00')\n/ModDate (D:20000101000000+00'00')>>\n/ID [<000000> <000000>]"
	if got := undated([]byte(before)); !bytes.Equal(got, []byte(want)) {
		t.Errorf("got %s", got)
	}
}
