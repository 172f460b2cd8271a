package reports

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed assets/app.css
var appCSS string

//go:embed assets/app.js
var appJS string

var templates = template.Must(template.New("").ParseFS(templateFiles, "templates/*.html"))

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
	}
	if strings.Contains(file, "/") {
		p.Home = "../"
	}
	for _, l := range []struct{ file, text string }{
		{"index.html", "Summary"}, {"portfolio.html", "Portfolio"}, {"quality.html", "Quality"},
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
			return fmt.Sprintf("Not reconciled: %s delivered %s, facts %s, pages %s and outside %s.", r.Line,
				m.full(r.DeliveredMinor), m.full(r.FactsMinor), m.full(r.PagesMinor), m.full(r.OutsideMinor)), false
		}
		lines = append(lines, r.Line)
	}
	return "Reconciled to the last digit, delivered = facts = pages: " + strings.Join(lines, ", ") + ".", true
}

func balances(r Reconciled) bool {
	return r.DeliveredMinor == r.FactsMinor && r.FactsMinor == r.OutsideMinor+r.PagesMinor
}

func first(text string, n int) string {
	if len(text) > n {
		return text[:n]
	}
	return text
}

// doubts are the warnings of some topics.
func (w *writer) doubts(topics ...string) []string {
	var list []string
	for _, d := range w.book.Warnings {
		for _, t := range topics {
			if d.Topic == t {
				list = append(list, d.Text)
			}
		}
	}
	return list
}
