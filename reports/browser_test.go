package reports

import (
	"errors"
	"os"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"valueshift/reports/gate"
)

// One browser serves all tests of the package; it is started by the first that
// needs it.
var (
	startBrowser = sync.OnceValues(gate.Start)
	stopBrowser  = func() {}
)

// aBrowser is that browser. Where there is none its tests skip and say so.
func aBrowser(t *testing.T) *gate.Browser {
	t.Helper()
	b, err := startBrowser()
	switch {
	case errors.Is(err, gate.ErrNoBrowser) && os.Getenv("CI") != "true":
		t.Skip(err.Error() + ": the pages were not looked at in a browser")
	case err != nil:
		t.Fatal(err)
	}
	stopBrowser = b.Stop
	return b
}

// tab is one page in the browser.
type tab struct {
	*gate.Tab
	t    *testing.T
	page string
}

// open loads a page of a site over file://. before runs on the empty tab; it may be
// nil.
func open(t *testing.T, folder, page string, width int64, before func(*gate.Tab) error) *tab {
	t.Helper()
	steps := []func(*gate.Tab) error{}
	if before != nil {
		steps = append(steps, before)
	}
	b, err := aBrowser(t).Open(folder, page, width, steps...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return &tab{b, t, page}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := b.Do(steps...); err != nil {
		b.t.Fatal(err)
	}
}

// eval runs script, which gives a string or the promise of one.
func (b *tab) eval(script string) string {
	b.t.Helper()
	text, err := b.Eval(script)
	if err != nil {
		b.t.Fatal(err)
	}
	return text
}

// quiet fails when the page complained or asked for anything beyond its folder.
func (b *tab) quiet() {
	b.t.Helper()
	for _, f := range b.Complaints(b.page) {
		b.t.Error(f)
	}
}
