package reports

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"os"
	"path"
	"sync"

	"github.com/sourcegraph/conc/pool"
)

// Write makes the whole site of one night in root, which should be empty: pages,
// downloads, and at last manifest.json with the hash of every file. page is told
// each page's name after it is written, from one goroutine at a time and in no
// fixed order; it may be nil. Charts that drawings hold are not drawn again; the
// rest is added to them. They may be nil.
//
// The files depend on the book alone, not on threads, the machine or the hour.
// When ctx ends Write stops and returns its error; root then holds half a site.
func Write(ctx context.Context, root *os.Root, book Book, drawings *Drawings, threads int, page func(name string)) error {
	w, err := newWriter(book)
	if err != nil {
		return fmt.Errorf("reports: %w", err)
	}
	w.root, w.drawings, w.told = root, drawings, page
	if err := w.folders(); err != nil {
		return fmt.Errorf("reports: %w", err)
	}
	if err := w.saveLibrary(); err != nil {
		return fmt.Errorf("reports: %w", err)
	}
	if err := w.work(ctx, max(1, threads)); err != nil {
		return fmt.Errorf("reports: %w", err)
	}
	if err := w.manifest(); err != nil {
		return fmt.Errorf("reports: manifest.json: %w", err)
	}
	return nil
}

// folders makes the folders of the site: one for every segment, with all that is
// its own.
func (w *writer) folders() error {
	list := []string{"data"}
	for _, s := range w.segments() {
		list = append(list, path.Join(path.Dir(s.file), "data"))
	}
	for _, folder := range list {
		if err := w.root.MkdirAll(folder, 0o755); err != nil {
			return err
		}
	}
	return nil
}

// writer makes the files of one site.
type writer struct {
	spelling
	book     Book
	all      []sheet
	offered  map[string]bool // tables with a download
	root     *os.Root
	drawings *Drawings
	told     func(name string)

	mutex   sync.Mutex
	written []File
}

func newWriter(book Book) (*writer, error) {
	if len(book.Scopes) == 0 {
		book.Scopes = []Scope{{Name: book.Run.Portfolio}}
	}
	l, ok := spellingOf(book.Run.Locale)
	if !ok {
		return nil, fmt.Errorf("no locale %q", book.Run.Locale)
	}
	files, err := pageFiles(book.Scopes)
	if err != nil {
		return nil, err
	}
	shown, hidden, err := applySmallCells(book)
	if err != nil {
		return nil, err
	}
	clean := tidy(shown)
	w := &writer{spelling: l, book: clean, all: sheets(clean, files, l), offered: map[string]bool{}}
	for i := range w.all {
		w.all[i].isHidden = hidden[w.all[i].scope.ScopeID]
	}
	for _, t := range book.Tables {
		if !isTableName(t.Name) {
			return nil, fmt.Errorf("table %q: a name has only a to z, 0 to 9 and _", t.Name)
		}
		w.offered[t.Name] = true
	}
	return w, nil
}

// isTableName keeps file names of downloads inside their folder.
func isTableName(name string) bool {
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return false
		}
	}
	return name != ""
}

// portfolio is the sheet of the whole.
func (w *writer) portfolio() *sheet {
	for i := range w.all {
		if w.all[i].isPortfolio() {
			return &w.all[i]
		}
	}
	return &sheet{run: w.book.Run, scope: Scope{Name: w.book.Run.Portfolio}, file: "portfolio.html",
		spelling: w.spelling, money: newMoney(w.book.Run, w.spelling)}
}

// segments are the sheets of the parts, in the book's order.
func (w *writer) segments() []*sheet {
	var list []*sheet
	for i := range w.all {
		if !w.all[i].isPortfolio() {
			list = append(list, &w.all[i])
		}
	}
	return list
}

// Pages is how many pages Write tells of.
func Pages(book Book) int {
	w := &writer{}
	for _, s := range book.Scopes {
		w.all = append(w.all, sheet{scope: s})
	}
	return len(w.builds())
}

// builds are what makes each page, the longest first.
func (w *writer) builds() []func() (page, error) {
	builds := []func() (page, error){w.portfolioPage, w.indexPage, w.migrationPage, w.customersPage, w.explorePage, w.qualityPage, w.glossaryPage}
	for _, s := range w.segments() {
		builds = append(builds, func() (page, error) { return w.segmentPage(s) }, func() (page, error) { return w.ownGlossaryPage(s) })
	}
	return builds
}

// job writes a page, a workbook or a download. Those that draw do so with d.
type job func(ctx context.Context, d *drawer) error

// jobs are all that can be written side by side, the longest first.
func (w *writer) jobs() []job {
	var list []job
	for _, build := range w.builds() {
		list = append(list, func(ctx context.Context, d *drawer) error { return w.savePage(ctx, d, build) })
	}
	for i := range w.all {
		list = append(list, func(ctx context.Context, _ *drawer) error { return w.saveWorkbook(ctx, &w.all[i]) })
	}
	for _, t := range w.book.Tables {
		list = append(list, func(context.Context, *drawer) error { return w.download("", t) })
	}
	return list
}

// work does all jobs with a number of workers. Each has its own renderer, once
// there is something to draw.
func (w *writer) work(ctx context.Context, workers int) error {
	idle := make(chan *drawer, workers)
	for range workers {
		idle <- &drawer{kept: w.drawings, spelling: w.spelling}
	}
	working := pool.New().WithMaxGoroutines(workers).WithContext(ctx).WithCancelOnError().WithFirstError()
	for _, do := range w.jobs() {
		working.Go(func(ctx context.Context) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			d := <-idle
			defer func() { idle <- d }()
			return do(ctx, d)
		})
	}
	return working.Wait()
}

// savePage builds, draws and writes one page and the files that are its own.
func (w *writer) savePage(ctx context.Context, d *drawer, build func() (page, error)) error {
	p, err := build()
	if err != nil {
		return fmt.Errorf("page %s: %w", p.file, err)
	}
	if err := w.finishPage(ctx, d, &p); err != nil {
		return fmt.Errorf("page %s: %w", p.file, err)
	}
	w.tell(p.file)
	return nil
}

// finishPage draws and writes a page that is built.
func (w *writer) finishPage(ctx context.Context, d *drawer, p *page) error {
	w.explainSigns(p)
	p.keepSigns()
	if err := p.draw(ctx, d); err != nil {
		return err
	}
	if err := w.printPage(ctx, p); err != nil {
		return err
	}
	text, err := p.text()
	if err != nil {
		return err
	}
	if err := w.put(p.file, text); err != nil || p.of == nil {
		return err
	}
	if err := w.ownDownloads(*p); err != nil {
		return err
	}
	return w.saveCustomers(*p)
}

func (w *writer) tell(name string) {
	if w.told == nil {
		return
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.told(name)
}

// text is the page as HTML.
func (p *page) text() ([]byte, error) {
	var text bytes.Buffer
	err := templates.ExecuteTemplate(&text, "page", p)
	return text.Bytes(), err
}

// draw fills in the drawings of the page's charts.
func (p *page) draw(ctx context.Context, d *drawer) error {
	for _, s := range p.Sections {
		for _, r := range s.Rows {
			for i := range r {
				if r[i].chart == nil {
					continue
				}
				svg, err := d.svg(ctx, *r[i].chart)
				if err != nil {
					return err
				}
				// The drawer lets only known elements and attributes through.
				r[i].Drawing = template.HTML(svg)
			}
		}
	}
	return nil
}
