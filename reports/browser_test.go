package reports

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// One browser serves all tests of the package; it is started by the first that
// needs it.
var (
	browserOnce sync.Once
	browser     context.Context
	browserErr  error
	stopBrowser = func() {}
)

func findBrowser() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if file, err := exec.LookPath(name); err == nil {
			return file
		}
	}
	return ""
}

func startBrowser(file string) {
	profile, err := os.MkdirTemp("", "reports-browser-")
	if err != nil {
		browserErr = err
		return
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(file), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(profile))
	for _, flag := range []string{"disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocator)
	stopBrowser = func() {
		stop()
		stopAllocator()
		os.RemoveAll(profile)
	}
	browserErr = chromedp.Do(ctx)
	browser = ctx
}

// tab is one page in the browser and what it complained about.
type tab struct {
	t        *testing.T
	ctx      context.Context
	mutex    sync.Mutex
	errors   []string
	requests []string
}

// open loads a page of a site over file://. before runs on the empty tab.
func open(t *testing.T, folder, page string, width int64, before func(*tab)) *tab {
	t.Helper()
	file := findBrowser()
	if file == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no chromium, chromium-browser or google-chrome in PATH, and CI must have one")
		}
		t.Skip("no chromium, chromium-browser or google-chrome in PATH: the pages were not looked at in a browser")
	}
	browserOnce.Do(func() { startBrowser(file) })
	if browserErr != nil {
		t.Fatalf("start %s: %v", file, browserErr)
	}
	ctx, closeTab := chromedp.NewContext(browser)
	ctx, cancel := context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(func() { cancel(); closeTab() })
	b := &tab{t: t, ctx: ctx}
	b.do(chromedp.Navigate("about:blank"))
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	if before != nil {
		before(b)
	}
	b.do(chromedp.EmulateViewport(width, 900), chromedp.Navigate("file://"+filepath.Join(folder, page)))
	return b
}

func (b *tab) listen(event any) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.errors = append(b.errors, "exception: "+e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			b.errors = append(b.errors, "console "+string(e.Type))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" || e.Entry.Level == "warning" {
			b.errors = append(b.errors, "log: "+e.Entry.Text)
		}
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "data:") && !strings.HasPrefix(e.Request.URL, "about:") {
			b.requests = append(b.requests, e.Request.URL)
		}
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// eval runs script, which gives a string or the promise of one.
func (b *tab) eval(script string) string {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// quiet fails when the page complained or asked for anything but itself and
// assets, given as the ends of their addresses.
func (b *tab) quiet(assets ...string) {
	b.t.Helper()
	b.mutex.Lock()
	defer b.mutex.Unlock()
	for _, e := range b.errors {
		b.t.Errorf("%.300s", e)
	}
	if len(b.requests) != 1+len(assets) {
		b.t.Errorf("requests %q, want only the page and %q", b.requests, assets)
		return
	}
	for i, asset := range assets {
		if !strings.HasSuffix(b.requests[1+i], "/"+asset) {
			b.t.Errorf("%s was asked for, want %s", b.requests[1+i], asset)
		}
	}
}

func withoutScripts(b *tab) {
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		b.t.Fatal(err)
	}
}

func emulatePrint(ctx context.Context, _ *chromedp.Target) error {
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	return err
}
