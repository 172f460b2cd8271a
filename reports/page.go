package reports

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
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

// policy lets nothing run or load but the page's own script; inline style is
// needed by the drawings, and with all connections closed it cannot tell anything.
func policy() string {
	sum := sha256.Sum256([]byte(appJS))
	return "default-src 'none'; script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
}

// newPage is a page with its frame and no content.
func (w *writer) newPage(file, title string) page {
	p := page{
		file:   file,
		Style:  template.CSS(themes() + appCSS),
		Script: template.JS(appJS),
		Policy: policy(),
		Title:  title,
		Foot:   w.foot(),
		AsOf:   dayName(w.book.Run.AsOf),
	}
	if !strings.Contains(file, "/") { // a segment's folder may be handed on alone
		p.Months = w.neighbours()
	}
	if strings.Contains(file, "/") {
		p.Home = "../"
	}
	for _, l := range []struct{ file, text string }{
		{"index.html", "Summary"}, {"portfolio.html", "Portfolio"}, {migrationFile, "Migration"}, {customersFile, "Customers"}, {"quality.html", "Quality"}, {glossaryFile, "Glossary"},
	} {
		p.Links = append(p.Links, link{Href: p.Home + l.file, Text: l.text, IsHere: l.file == file})
	}
	return p
}

// add appends a section and a jump to it.
func (p *page) add(s section) {
	p.Sections = append(p.Sections, s)
	p.Jumps = append(p.Jumps, link{Href: "#" + s.ID, Text: s.Title})
}

// lead heads a page with a scope's message.
func (p *page) lead(s *sheet) {
	p.Eyebrow = nameOf(s.scope) + " · " + monthLong(s.run.AsOf)
	p.Headline = s.headline()
	p.Meta = s.meta()
	p.Tiles = s.tiles()
}

// foot says where the numbers come from.
func (w *writer) foot() foot {
	r := w.book.Run
	f := foot{AsOf: dayName(r.AsOf), Version: r.Version, Program: r.Program, Engine: r.Engine,
		Config: first(r.ConfigHash, 12), Input: first(r.InputHash, 12)}
	f.Reconciled, f.IsReconciled = w.reconciliation()
	return f
}

// reconciliation is one sentence about "delivered = facts = pages".
func (w *writer) reconciliation() (text string, ok bool) {
	if len(w.book.Reconciled) == 0 {
		return "Nothing to reconcile: no amounts were delivered.", true
	}
	m := money{w.book.Run.Currency, w.book.Run.MoneyScale}
	var lines []string
	for _, r := range w.book.Reconciled {
		if !balances(r) {
			return fmt.Sprintf("Not reconciled: %s delivered %s, facts %s, pages %s, unknown customer %s, outside %s.", r.Line,
				m.full(r.DeliveredMinor), m.full(r.FactsMinor), m.full(r.PagesMinor), m.full(r.UnknownMinor), m.full(r.OutsideMinor)), false
		}
		lines = append(lines, r.Line)
	}
	return "Reconciled to the last digit, delivered = facts = pages: " + strings.Join(lines, ", ") + ".", true
}

// balances tells that every amount is on the pages, on the unknown customer, or
// outside the window.
func balances(r Reconciled) bool {
	return r.DeliveredMinor == r.FactsMinor && r.FactsMinor == r.PagesMinor+r.UnknownMinor+r.OutsideMinor
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
func (w *writer) doubts(topics ...string) []string {
	var list []string
	for _, d := range w.book.Warnings {
		if slices.Contains(topics, d.Topic) {
			list = append(list, d.Text)
		}
	}
	return fewest(list)
}

// pageDoubts are the warnings about a page of which only some topics have a
// section of their own.
func (w *writer) pageDoubts(sections ...string) []string {
	var list []string
	for _, d := range w.book.Warnings {
		if !slices.Contains(sections, d.Topic) {
			list = append(list, d.Text)
		}
	}
	return fewest(list)
}

// fewest keeps a flood of warnings from hiding the page; all are on the page
// about quality.
func fewest(list []string) []string {
	const most = 4
	if len(list) <= most+1 {
		return list
	}
	rest := plural(int64(len(list)-most), "more warning is", "more warnings are")
	return append(slices.Clone(list[:most]), rest+" on the page Quality")
}
