package reports

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"time"
)

// mostNotes is how many notes a chart shows, the newest of those in its months.
const mostNotes = 9

// line is a note on a chart over months: upright, numbered, at a place of its axis.
type line struct {
	at   float64 // months from the first
	text string  // "1 · 15 Mar 2026: price change"
}

// annotate draws the scope's notes on a chart whose columns are these months, and
// lists them below it. Only days between its first and its last month-end have a
// place on it.
func (w *writer) annotate(s *sheet, f *figure, c *chart, months []time.Time) {
	var inside []Note
	for _, n := range s.notes {
		if len(months) > 1 && !n.NotedOn.Before(months[0]) && !n.NotedOn.After(months[len(months)-1]) {
			inside = append(inside, n)
		}
	}
	if len(inside) == 0 {
		return
	}
	if more := len(inside) - mostNotes; more > 0 {
		inside = inside[more:]
		f.Notes = append(f.Notes, s.plural(int64(more), "earlier note is", "earlier notes are")+" in the table of notes.")
	}
	for i, n := range inside {
		text := fmt.Sprintf("%s · %s: %s", s.count(int64(i+1)), s.dayName(n.NotedOn), n.Text)
		c.lines = append(c.lines, line{place(months, n.NotedOn), text})
		f.Dated = append(f.Dated, text)
	}
	f.Label += " Marked: " + strings.Join(f.Dated, "; ") + "."
	f.Sources = append(f.Sources, w.sources(tableNotes)...)
}

// place is where a day stands among month-ends, in months from the first.
func place(months []time.Time, on time.Time) float64 {
	i, _ := slices.BinarySearchFunc(months, on, time.Time.Compare)
	if i == 0 {
		return 0
	}
	from, to := months[i-1], months[i]
	return float64(i-1) + float64(on.Sub(from))/float64(to.Sub(from))
}

// closedMonths are the month-ends that charts over time begin with.
func (s *sheet) closedMonths() []time.Time {
	list := make([]time.Time, len(s.months))
	for i, m := range s.months {
		list[i] = m.Month
	}
	return list
}

// upright draws the lines over the plot. Numbers that would cover one another go
// down in steps.
func upright(b *strings.Builder, c chart, out drawing) {
	const apart = 12
	step, before := 0, 0.0
	for i, l := range c.lines {
		x := out.Lines[i]
		if i > 0 && x-before < apart {
			step++
		} else {
			step, before = 0, x
		}
		y := out.Top + float64(step*apart)
		way := fmt.Sprintf("M%.1f %.1fV%.1f", x, y, out.Top+out.Height)
		fmt.Fprintf(b, `<g class="hit dated"><title>%s</title><path class="edge" d="%s"/><path d="%s"/><circle cx="%.1f" cy="%.1f" r="6.5"/><text x="%.1f" y="%.1f">%d</text></g>`,
			html.EscapeString(l.text), way, way, x, y, x, y, i+1)
	}
}
