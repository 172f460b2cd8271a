package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// hiddenMark stands for a number that is not told.
const hiddenMark = "··"

// few is what stands for a number of customers below the least that is told.
func (s *sheet) few() string { return "<" + strconv.Itoa(s.run.MinCustomers) }

// customers spells a number of customers that may be hidden.
func (s *sheet) customers(h Hiding, n int64) string {
	switch h {
	case Few:
		return s.few()
	case Beside:
		return hiddenMark
	}
	return s.count(n)
}

// known spells a part of a row of which some numbers are hidden.
func (l spelling) known(h Hiding, n int64) string {
	if h == Partly && n == 0 {
		return hiddenMark
	}
	return l.count(n)
}

// masked is a row without the numbers from a column on, if they are hidden. The
// column of customers says when they are few.
func (s *sheet) masked(h Hiding, r row, from, customers int) row {
	if !h.isWhole() {
		return r
	}
	for i := from; i < len(r.Cells); i++ {
		class := "flat"
		if slices.Contains(strings.Fields(r.Cells[i].Class), "l") { // words, and what stands for them, on the left
			class = "l flat"
		}
		r.Cells[i] = cell{Text: hiddenMark, Class: class, Key: "-1e18"}
		if i == customers {
			r.Cells[i].Text = s.customers(h, 0)
		}
	}
	return r
}

// isWhole tells that no number of a row is left.
func (h Hiding) isWhole() bool { return h == Few || h == Beside }

// The marks that stand for numbers in tables, beside none and hiddenMark.
const nobody = "·"

// signs are the marks in some tables.
type signs struct{ nobody, hidden, none bool }

// words explain the marks; empty where there are none.
func (m signs) words(r Run) string {
	var parts []string
	if m.nobody {
		parts = append(parts, "“"+nobody+"”: nobody.")
	}
	if m.hidden {
		parts = append(parts, fmt.Sprintf("“%s” and “<%d”: hidden, because the number stands for fewer than %d customers or would give such a number away.",
			hiddenMark, r.MinCustomers, r.MinCustomers))
	}
	if m.none {
		parts = append(parts, "“"+none+"”: there is no such number or entry.")
	}
	return strings.Join(parts, " ")
}

// explainSigns puts the explanation under every figure with marks, and once on the
// paper of a page whose notes are not printed.
func (w *writer) explainSigns(p *page) {
	var printed signs
	for _, s := range p.Sections {
		for _, r := range s.Rows {
			for i := range r {
				m := r[i].signs(w.book.Run)
				if text := m.words(w.book.Run); text != "" {
					r[i].Notes = append(r[i].Notes, text)
				}
				if !s.IsDetail && !r[i].IsDetail {
					printed = signs{printed.nobody || m.nobody, printed.hidden || m.hidden, printed.none || m.none}
				}
			}
		}
	}
	if p.IsBrief {
		p.Signs = printed.words(w.book.Run)
	}
}

// signs looks for the marks in a figure.
func (f figure) signs(r Run) (m signs) {
	tables := append(append([]table{}, f.Views...), f.Details...)
	if f.Data != nil {
		tables = append(tables, *f.Data)
	}
	few := "<" + strconv.Itoa(r.MinCustomers)
	for _, t := range tables {
		for _, row := range append([]row{{Cells: t.Total}}, t.Rows...) {
			for _, c := range row.Cells {
				m.nobody = m.nobody || c.Text == nobody
				m.hidden = m.hidden || c.Text == few || strings.Contains(c.Text+c.Sub, hiddenMark)
				m.none = m.none || c.Text == none
			}
		}
	}
	return m
}
