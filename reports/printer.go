package reports

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"sync/atomic"
	"syscall"
	"time"
)

// Printer prints pages to PDF with an installed Chromium. It is nobody's condition:
// when it fails once, it tells so and prints no more, and all pages stand without.
type Printer struct {
	Chromium string        // the program
	Folder   string        // for profiles and what is printed; for its owner only
	Timeout  time.Duration // for one page
	Failed   func(error)   // is told of the failure; called once at most

	hasFailed atomic.Bool
}

// Browsers are the names under which a Chromium is looked for.
var Browsers = []string{"chromium", "chromium-browser", "google-chrome"}

// print makes the PDF of a page; nil when that is not to be had. An error means that
// ctx has ended.
func (p *Printer) print(ctx context.Context, page []byte) ([]byte, error) {
	if p == nil || p.hasFailed.Load() {
		return nil, nil
	}
	printed, err := p.run(ctx, page)
	if err == nil {
		return printed, nil
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if !p.hasFailed.Swap(true) && p.Failed != nil {
		p.Failed(err)
	}
	return nil, nil
}

// run starts the browser on one page, with a profile of its own and without a
// network, and ends all its processes with it.
func (p *Printer) run(ctx context.Context, page []byte) ([]byte, error) {
	folder, err := os.MkdirTemp(p.Folder, "print-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	source, target := filepath.Join(folder, "page.html"), filepath.Join(folder, "page.pdf")
	if err := os.WriteFile(source, linkOut.ReplaceAll(page, []byte("<a")), 0o600); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, p.Timeout, fmt.Errorf("no page in %s", p.Timeout))
	defer cancel()
	arguments := []string{"--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-sync", "--disable-background-networking",
		"--disable-component-update", "--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + filepath.Join(folder, "profile"),
		"--no-pdf-header-footer", "--print-to-pdf=" + target}
	if os.Geteuid() == 0 { // Chromium's sandbox refuses to start for root
		arguments = append(arguments, "--no-sandbox")
	}
	// The style sheet makes paper light, whatever the machine's theme.
	cmd := exec.CommandContext(ctx, p.Chromium, append(arguments, filepath.Base(source))...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "HOME="+folder, "TMPDIR="+folder, "XDG_CONFIG_HOME="+folder, "XDG_CACHE_HOME="+folder)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	said, err := cmd.CombinedOutput()
	if cmd.Process != nil { // its helpers may outlive it
		if killed := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); killed != nil && !errors.Is(killed, syscall.ESRCH) {
			err = errors.Join(err, killed)
		}
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%s: %w", p.Chromium, context.Cause(ctx))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %s", p.Chromium, err, first(string(said), 300))
	}
	printed, err := os.ReadFile(target)
	if err != nil {
		return nil, fmt.Errorf("%s: no PDF was written: %s", p.Chromium, first(string(said), 300))
	}
	return undated(printed), nil
}

// linkOut are links that leave the page: in a PDF they would name the folder in
// which it was printed.
var linkOut = regexp.MustCompile(`<a href="[^#"][^"]*"( download)?`)

// The hour at which a PDF was printed, in texts of a fixed width.
var (
	pdfDate = regexp.MustCompile(`/(?:CreationDate|ModDate) \(D:([^)]*)\)`)
	pdfID   = regexp.MustCompile(`/ID \[<([0-9A-Fa-f]*)> ?<([0-9A-Fa-f]*)>\]`)
	digit   = regexp.MustCompile(`[0-9A-Fa-f]`)
)

// undated overwrites what differs between two prints of the same page, in place, for
// the file's own index counts bytes.
func undated(pdf []byte) []byte {
	for _, at := range pdfDate.FindAllSubmatchIndex(pdf, -1) {
		copy(pdf[at[2]:at[3]], "20000101000000+00'00'")
	}
	for _, at := range pdfID.FindAllSubmatchIndex(pdf, -1) {
		for _, id := range [][]byte{pdf[at[2]:at[3]], pdf[at[4]:at[5]]} {
			copy(id, digit.ReplaceAll(id, []byte("0")))
		}
	}
	return pdf
}

// printPage prints the portfolio and the pages of segments, and links to the PDF.
func (w *writer) printPage(ctx context.Context, p *page) error {
	s := p.of
	if s == nil && p.file == w.portfolio().file {
		s = w.portfolio()
	}
	if w.book.Printer == nil || s == nil || s.isHidden || p.file != s.file {
		return nil
	}
	text, err := p.text()
	if err != nil {
		return err
	}
	printed, err := w.book.Printer.print(ctx, text)
	if err != nil || printed == nil {
		return err
	}
	p.PDF = path.Base(s.beside(".pdf"))
	return w.put(s.beside(".pdf"), printed)
}
