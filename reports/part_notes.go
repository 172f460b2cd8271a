package reports

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strings"
	"time"
)

// mostNotes is how many notes a chart shows, the newest of those in its months.
const mostNotes = 9

// line is a note on a chart over months: upright, at a place of its axis.
type line struct {
	at   float64 // months from the first
	sign string  // its number; boundsSign for new bounds
	text string  // "1 · 15 Mar 2026: price change"
}

// boundsSign stands for a number where the bounds change, which nobody noted.
const boundsSign = "B"

// annotate draws the scope's notes on a chart over these months, and the days from
// which other bounds hold, and lists them below it. Only days between its first and its
// last month-end have a place on it.
func (w *writer) annotate(s *sheet, f *figure, c *chart, months []time.Time, bounds []Note) {
	noted := within(s.notes, months)
	if more := len(noted) - mostNotes; more > 0 {
		noted = noted[more:]
		f.Notes = append(f.Notes, s.plural(int64(more), "earlier note is", "earlier notes are")+" in the table of notes.")
	}
	if len(noted) > 0 {
		f.Sources = append(f.Sources, w.sources(tableNotes)...)
	}
	add := func(n Note, sign string) {
		at := place(months, n.NotedOn)
		if c.isColumns {
			at += 0.5
		}
		c.lines = append(c.lines, line{at, sign, fmt.Sprintf("%s · %s: %s", sign, s.dayName(n.NotedOn), n.Text)})
	}
	for i, n := range noted {
		add(n, s.count(int64(i+1)))
	}
	for _, n := range within(bounds, months) {
		add(n, boundsSign)
	}
	if len(c.lines) == 0 {
		return
	}
	slices.SortStableFunc(c.lines, func(a, b line) int { return cmp.Compare(a.at, b.at) })
	for _, l := range c.lines {
		f.Dated = append(f.Dated, l.text)
	}
	f.Label += " Marked: " + strings.Join(f.Dated, "; ") + "."
}

// within are the notes on days between the first and the last of some month-ends.
func within(notes []Note, months []time.Time) (inside []Note) {
	for _, n := range notes {
		if len(months) > 1 && !n.NotedOn.Before(months[0]) && !n.NotedOn.After(months[len(months)-1]) {
			inside = append(inside, n)
		}
	}
	return inside
}

// place is where a day stands among month-ends, in months from the first. Where a month
// is a column and not the point at its end, that is half a month to the left.
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
		fmt.Fprintf(b, `<g class="hit dated"><title>%s</title><path class="edge" d="%s"/><path d="%s"/><circle cx="%.1f" cy="%.1f" r="6.5"/><text x="%.1f" y="%.1f">%s</text></g>`,
			html.EscapeString(l.text), way, way, x, y, x, y, l.sign)
	}
}
