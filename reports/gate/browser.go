package gate

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// ErrNoBrowser says that there is none to look with.
var ErrNoBrowser = errors.New("no chromium, chromium-browser or google-chrome in PATH")

// Browser is one running browser; its pages are tabs of it.
type Browser struct {
	ctx  context.Context
	stop func()
}

// Start starts a browser with a profile of its own.
func Start() (*Browser, error) {
	file := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			file = found
			break
		}
	}
	if file == "" {
		return nil, ErrNoBrowser
	}
	profile, err := os.MkdirTemp("", "reports-browser-")
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(file), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(profile))
	for _, flag := range []string{"disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocator)
	b := &Browser{ctx: ctx, stop: func() {
		stop()
		stopAllocator()
		os.RemoveAll(profile)
	}}
	if err := chromedp.Do(ctx); err != nil {
		b.Stop()
		return nil, fmt.Errorf("start %s: %w", file, err)
	}
	return b, nil
}

// Stop ends the browser.
func (b *Browser) Stop() { b.stop() }

// Tab is one page in the browser and what it complained about.
type Tab struct {
	Ctx      context.Context // of the page that is shown
	Close    func()
	stop     context.CancelFunc // ends Ctx
	whole    context.Context    // of the tab
	folder   string
	mutex    sync.Mutex
	errors   []string
	requests []string
}

// Open loads a page of a site over file:// into a tab of its own, in a light theme and
// without motion. before runs on the empty tab.
func (b *Browser) Open(folder, page string, width int64, before ...func(*Tab) error) (*Tab, error) {
	t, err := b.empty(folder)
	if err != nil {
		return nil, err
	}
	if err := t.show(page, width, before...); err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
}

// empty opens a tab that shows nothing yet.
func (b *Browser) empty(folder string) (*Tab, error) {
	ctx, closeTab := chromedp.NewContext(b.ctx)
	t := &Tab{whole: ctx, stop: func() {}, folder: folder}
	t.Close = func() { t.stop(); closeTab() }
	if err := t.watch(); err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
}

// begin gives a page its time.
func (t *Tab) begin() {
	t.stop()
	t.Ctx, t.stop = context.WithTimeout(t.whole, 90*time.Second)
}

// watch begins on the tab's own context: what it begins on ends with it.
func (t *Tab) watch() error {
	if err := chromedp.Do(t.whole, chromedp.Navigate("about:blank")); err != nil {
		return err
	}
	if err := chromedp.Listen(t.whole, t.listen); err != nil {
		return err
	}
	if _, err := chromedp.Call(t.whole, network.Enable, network.EnableParams{}); err != nil {
		return err
	}
	_, err := chromedp.Call(t.whole, log.Enable, cdp.Empty{})
	return err
}

// show loads a page in the place of the one before, of which nothing is left.
func (t *Tab) show(page string, width int64, before ...func(*Tab) error) error {
	t.begin()
	t.mutex.Lock()
	t.errors, t.requests = nil, nil
	t.mutex.Unlock()
	before = append([]func(*Tab) error{func(t *Tab) error { return t.Media("", "light") }}, before...)
	for _, f := range before {
		if err := f(t); err != nil {
			return fmt.Errorf("%s: %w", page, err)
		}
	}
	err := chromedp.Do(t.Ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate("file://"+filepath.Join(t.folder, page)))
	if err != nil {
		return fmt.Errorf("%s: %w", page, err)
	}
	return nil
}

func (t *Tab) listen(event any) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		t.errors = append(t.errors, "exception: "+text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			text := ""
			for _, arg := range e.Args {
				text += " " + string(arg.Value)
			}
			t.errors = append(t.errors, "console "+string(e.Type)+":"+text)
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" || e.Entry.Level == "warning" {
			t.errors = append(t.errors, e.Entry.Text)
		}
	case *network.EventRequestWillBeSent:
		t.requests = append(t.requests, e.Request.URL)
	}
}

// Complaints are what the browser said and what was fetched from elsewhere.
func (t *Tab) Complaints(page string) []Finding {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	var list []Finding
	for _, e := range t.errors {
		rule := Console
		if strings.Contains(e, "Content Security Policy") {
			rule = Breach
		}
		list = append(list, Finding{page, rule, fmt.Sprintf("%.300s", e)})
	}
	for _, url := range t.requests {
		isOurs := strings.HasPrefix(url, "file://"+t.folder+"/")
		if !isOurs && !strings.HasPrefix(url, "data:") && !strings.HasPrefix(url, "blob:") && !strings.HasPrefix(url, "about:") {
			list = append(list, Finding{page, Request, url})
		}
	}
	return list
}

// Do runs steps in the tab.
func (t *Tab) Do(steps ...chromedp.Action[chromedp.Void]) error { return chromedp.Do(t.Ctx, steps...) }

// Eval runs a script that gives a string, or the promise of one.
func (t *Tab) Eval(script string) (string, error) {
	text, err := chromedp.Run(t.Ctx, chromedp.Evaluate[string](script, func(p *runtime.EvaluateParams) {
		isTrue := true
		p.AwaitPromise = &isTrue
	}))
	if err != nil {
		return "", fmt.Errorf("%.200s: %w", script, err)
	}
	return text, nil
}

// Media emulates a medium, "print" or "", and what the reader prefers, "light" or
// "dark".
func (t *Tab) Media(medium, scheme string) error {
	_, err := chromedp.Call(t.Ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium, Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	return err
}

// WithoutScripts switches scripts off.
func WithoutScripts(t *Tab) error {
	_, err := chromedp.Call(t.Ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return err
}

var pdfPage = regexp.MustCompile(`/Type /Page[\n /]`)

// PDF prints the page and counts the sheets.
func (t *Tab) PDF() (pdf []byte, sheets int, err error) {
	isTrue := true
	printed, err := chromedp.Call(t.Ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{PreferCSSPageSize: &isTrue, PrintBackground: &isTrue})
	if err != nil {
		return nil, 0, err
	}
	pdf = []byte(printed.Data)
	if decoded, err := base64.StdEncoding.DecodeString(string(pdf)); err == nil {
		pdf = decoded
	}
	return pdf, len(pdfPage.FindAll(pdf, -1)), nil
}
