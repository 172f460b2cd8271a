package reports

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"path"
	"regexp"
	"slices"
	"strings"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed assets/app.css
var appCSS string

//go:embed assets/app.js
var appJS string

var templates = template.Must(template.New("").Funcs(template.FuncMap{"isOneWay": isOneWay}).ParseFS(templateFiles, "templates/*.html"))

// policy lets nothing run but scripts of a source ('self', or "" for none) and the
// page's own; inline style is needed by the drawings, and with all connections
// closed it cannot tell anything.
func policy(source string, scripts ...string) string {
	allowed := source
	for _, script := range scripts {
		sum := sha256.Sum256([]byte(script))
		allowed += " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; script-src " + strings.TrimSpace(allowed) +
		"; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
}

// newPage is a page of the whole site with its frame and no content.
func (w *writer) newPage(file, title string) page {
	p := w.frame(file, title)
	p.Months = w.neighbours() // a segment's folder, which may be handed on alone, has none
	p.Foot.Reconciled, p.Foot.IsReconciled = w.reconciliation()
	for _, l := range []struct{ file, text string }{
		{"index.html", "Summary"}, {"portfolio.html", "Portfolio"}, {migrationFile, "Migration"},
		{customersFile, "Customers"}, {exploreFile, "Explore"}, {"quality.html", "Quality"}, {glossaryFile, "Glossary"},
	} {
		p.Links = append(p.Links, link{Href: l.file, Text: l.text, IsHere: l.file == file})
	}
	return p
}

// ownPage is a page in a segment's folder. One link leads out of it, to the whole
// site; its footer tells no amount of the whole.
func (w *writer) ownPage(s *sheet, file, title string) page {
	p := w.frame(path.Join(path.Dir(s.file), file), title)
	p.of = s
	if _, p.Foot.IsReconciled = w.reconciliation(); p.Foot.IsReconciled {
		p.Foot.Reconciled = "Reconciled to the last digit: every amount loaded is accounted for."
	} else {
		p.Foot.Reconciled = "Not reconciled: not every amount loaded is accounted for. The page Quality of the whole site tells more."
	}
	p.Path = []link{{Href: "../../index.html", Text: "Whole site"}, {Href: "#top", Text: brief(nameOf(s.scope)), IsHere: true}}
	for _, l := range []struct{ file, text string }{
		{path.Base(s.file), brief(nameOf(s.scope))}, {glossaryFile, "Glossary"},
	} {
		p.Links = append(p.Links, link{Href: l.file, Text: l.text, IsHere: l.file == file})
	}
	return p
}

// frame is what all pages have in common.
func (w *writer) frame(file, title string) page {
	return page{
		file:   file,
		Style:  template.CSS(themes() + appCSS),
		Script: template.JS(appJS),
		Policy: policy("", appJS),
		Title:  title,
		Foot:   w.foot(),
		AsOf:   w.dayName(w.book.Run.AsOf),
	}
}

// add appends a section and a jump to it.
func (p *page) add(s section) {
	p.Sections = append(p.Sections, s)
	p.Jumps = append(p.Jumps, link{Href: "#" + s.ID, Text: s.Title})
}

// lead heads a page with a scope's message.
func (p *page) lead(s *sheet) {
	p.Eyebrow = nameOf(s.scope) + " · " + s.monthLong(s.run.AsOf)
	p.Headline = s.headline()
	p.Meta = s.meta()
	p.Tiles = s.tiles()
}

// foot says where the numbers come from.
func (w *writer) foot() foot {
	r := w.book.Run
	return foot{AsOf: w.dayName(r.AsOf), Version: r.Version, Program: r.Program, Engine: r.Engine,
		Config: first(r.ConfigHash, 12), Input: first(r.InputHash, 12)}
}

// reconciliation is one sentence about the way of amounts from what was loaded to the
// pages.
func (w *writer) reconciliation() (text string, ok bool) {
	if len(w.book.Reconciled) == 0 {
		return "Nothing to reconcile: no amounts were delivered.", true
	}
	m := newMoney(w.book.Run, w.spelling)
	var unknown []string
	for _, r := range w.book.Reconciled {
		if !balances(r) {
			return fmt.Sprintf("Not reconciled: %s loaded %s, facts %s, pages %s, unknown customer %s, outside %s.", r.Line,
				m.loaded(r), m.full(r.FactsMinor), m.full(r.PagesMinor), m.full(r.UnknownMinor), m.full(r.OutsideMinor)), false
		}
		if r.UnknownMinor != 0 && r.DeliveredMinor != nil {
			unknown = append(unknown, m.full(r.UnknownMinor)+" of "+r.Line)
		}
	}
	text = "Reconciled to the last digit, from what was loaded to the profit on the pages"
	if held := w.held(); held > 0 {
		text += "; held back: " + w.plural(held, "row", "rows")
	}
	text += "."
	if len(unknown) > 0 {
		text += " Of no known customer, in the window: " + strings.Join(unknown, ", ") + "."
	}
	return text, true
}

// held counts the rows that could not be used.
func (w *writer) held() (rows int64) {
	for _, d := range w.book.Deliveries {
		rows += d.Quarantined
	}
	return rows
}

// loaded spells what was loaded of a line.
func (m money) loaded(r Reconciled) string {
	if r.DeliveredMinor == nil {
		return none
	}
	return m.full(*r.DeliveredMinor)
}

// balances tells that every amount is on the pages, on the unknown customer, or
// outside the window.
func balances(r Reconciled) bool {
	return (r.DeliveredMinor == nil || *r.DeliveredMinor == r.FactsMinor) && r.FactsMinor == r.PagesMinor+r.UnknownMinor+r.OutsideMinor
}

// first keeps the first n characters, enough to tell two hashes apart.
func first(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n])
	}
	return text
}

// placed are the topics that have a section; warnings about others, above all
// about the data, belong to a whole page.
var placed = []string{"value", "profit", "classify", "mix", "shift", "migration", "effects", "targets", "intents", "segments"}

// doubts are the warnings of some topics.
func (w *writer) doubts(topics ...string) []doubt {
	return w.fewest(w.about(w.portfolio(), topics...))
}

// pageDoubts are the warnings about a page of which only some topics have a
// section of their own.
func (w *writer) pageDoubts(sections ...string) []doubt {
	return w.fewest(w.aboutOther(w.portfolio(), sections...))
}

// about are a scope's warnings of some topics.
func (w *writer) about(s *sheet, topics ...string) []doubt {
	var list []doubt
	for _, d := range w.book.Warnings {
		if slices.Contains(topics, d.Topic) && d.isFor(s) {
			list = append(list, w.doubt(s, d))
		}
	}
	return list
}

// aboutOther are those of all topics but some.
func (w *writer) aboutOther(s *sheet, topics ...string) []doubt {
	var list []doubt
	for _, d := range w.book.Warnings {
		if !slices.Contains(topics, d.Topic) && d.isFor(s) {
			list = append(list, w.doubt(s, d))
		}
	}
	return list
}

// doubt is a warning as the pages of a scope show it.
func (w *writer) doubt(s *sheet, d Warning) doubt {
	shown := doubt{Text: w.warning(d)}
	if s.isPortfolio() {
		shown.Href = "quality.html#warnings"
	}
	return shown
}

// warning is the text of a warning, its counts spelled like all others. The engine that
// made it knows no locale.
func (l spelling) warning(d Warning) string {
	return countInText.ReplaceAllStringFunc(d.Text, func(found string) string {
		return digitRun.ReplaceAllStringFunc(found, l.grouped)
	})
}

// countInText is what a colon leads to or what it is a part of, and whatever is longer
// than a year; days and names of files are not told so.
var (
	countInText = regexp.MustCompile(`(: \d+( of \d+)?| -?\d{5,})([.,;]( |$)| |$)`)
	digitRun    = regexp.MustCompile(`\d+`)
)

// isFor tells whether a scope's page may show a warning: the portfolio's shows all,
// a segment's what is about it or about nobody.
func (d Warning) isFor(s *sheet) bool {
	return s.isPortfolio() || d.ScopeID == nil || *d.ScopeID == s.scope.ScopeID
}

// fewest keeps a flood of warnings from hiding the page; all are on the page
// about quality.
func (l spelling) fewest(list []doubt) []doubt {
	const most = 4
	if len(list) <= most+1 {
		return list
	}
	rest := l.plural(int64(len(list)-most), "more warning is", "more warnings are")
	return append(slices.Clone(list[:most]), doubt{rest + " on the page Quality", list[0].Href})
}
