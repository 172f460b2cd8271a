package reports

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

// A note is on the charts over time of its scope, if its day lies between their
// first and their last month-end.
func TestNotesOfAScope(t *testing.T) {
	all := fixtureFiles(t)
	family, young := all["segments/"+Slug("Families")+"/index.html"], all["segments/"+Slug("Young adults")+"/index.html"]
	for _, c := range []struct {
		page, text string
		want       int // figures that list it
	}{
		{all["portfolio.html"], "1 · 15 Mar 2026: price change", 4}, // plan, mix, profit, forecast
		{family, "1 · 15 Mar 2026: price change", 3},
		{family, "2 · 4 May 2026: campaign for families", 3},
		{family, "3 · 5 May 2026: strike at the depot", 3},
		{young, "1 · 15 Mar 2026: price change", 2},
		{all["portfolio.html"], "B · 1 Jan 2026: bounds of 2026", 3}, // of value groups: not the plan
		{young, "B · 1 Jan 2026: bounds of 2026", 2},
		{young, "campaign for families", 0},
		{all["portfolio.html"], "campaign for families", 0},
		{family, "before the first month-end", 0},
	} {
		if got := strings.Count(c.page, "<li><bdi>"+c.text); got != c.want {
			t.Errorf("%q is listed %d times, want %d", c.text, got, c.want)
		}
		if marked := strings.Count(c.page, `<g class="hit dated"><title>`+c.text); marked != c.want {
			t.Errorf("%q is drawn %d times, want %d", c.text, marked, c.want)
		}
	}
}

// A day stands between its month-ends as it does in the calendar.
func TestPlaceOfANote(t *testing.T) {
	months := []time.Time{monthEnd(3), monthEnd(4), monthEnd(5)} // end of January, February, March
	day := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		on   time.Time
		want float64
	}{
		{day(time.January, 31), 0}, {day(time.February, 14), 0.5}, {day(time.February, 28), 1}, {day(time.March, 1), 1 + 1/31.0}, {day(time.March, 31), 2},
	} {
		if got := place(months, c.on); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", c.on.Format(time.DateOnly), got, c.want)
		}
	}
	w, err := newWriter(fixture())
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := w.mixFigure(w.portfolio())
	if err != nil {
		t.Fatal(err)
	}
	c := *drawn.chart
	c.lines = []line{{at: 4}, {at: 4.25}, {at: 5}}
	out, err := new(drawer).drawing(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	if x := out.Lines; math.Abs((x[1]-x[0])/(x[2]-x[0])-0.25) > 1e-9 || x[2]-x[0] < 20 {
		t.Errorf("lines at %v", x)
	}
}

// Of many notes a chart shows the newest, and numbers that would cover one another
// go down in steps.
func TestManyNotes(t *testing.T) {
	book := fixture()
	book.Notes = nil
	for i := range mostNotes + 3 {
		book.Notes = append(book.Notes, Note{0, monthEnd(5).AddDate(0, 0, i), fmt.Sprintf("note %d", i)})
	}
	w, err := newWriter(book)
	if err != nil {
		t.Fatal(err)
	}
	f, err := w.mixFigure(w.portfolio())
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Dated) != 1+mostNotes || f.Dated[1] != "1 · 3 Apr 2026: note 3" || f.Notes[0] != "3 earlier notes are in the table of notes." {
		t.Errorf("%q, %q", f.Dated, f.Notes)
	}
	svg, err := new(drawer).svg(context.Background(), *f.chart)
	if err != nil {
		t.Fatal(err)
	}
	heights := map[string]bool{}
	for _, part := range strings.Split(svg, `r="6.5"`)[:mostNotes] {
		heights[part[strings.LastIndex(part, "cy="):]] = true
	}
	if len(heights) < 3 {
		t.Errorf("numbers on %d heights", len(heights))
	}
}
