package reports

import (
	"context"
	"math"
	"strings"
	"testing"

	"valueshift/segments"
)

// TestEveryMarkAnswers counts the marks with a tooltip: the renderer's way of
// telling which mark is which is not part of its public interface.
func TestEveryMarkAnswers(t *testing.T) {
	w, err := newWriter(fixture())
	if err != nil {
		t.Fatal(err)
	}
	d := new(drawer)
	s := w.portfolio()
	mix, worth := 2, 13+2 // a note and new bounds each, and a dot a month
	for _, m := range w.book.Mix {
		if m.ScopeID == 0 && m.GroupCode != segments.Out && m.Customers > 0 {
			mix++
		}
		if m.ScopeID == 0 && m.ProfitMinor != 0 {
			worth++
		}
	}
	for _, c := range []struct {
		name  string
		build func(*sheet) (figure, error)
		want  int
	}{
		{"whale", w.whaleFigure, 20},
		{"bridge", w.bridgeFigure, len(s.steps(AgainstBase))},
		{"mix", w.mixFigure, mix},
		{"worth", w.worthFigure, worth},
	} {
		f, err := c.build(s)
		if err != nil {
			t.Fatal(err)
		}
		svg, err := d.svg(context.Background(), *f.chart)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(svg, `class="hit`); got != c.want {
			t.Errorf("%s: %d marks answer, want %d", c.name, got, c.want)
		}
		again, err := d.svg(context.Background(), *f.chart)
		if err != nil || again != svg {
			t.Errorf("%s: drawn twice, it is not the same (%v)", c.name, err)
		}
		for _, bad := range []string{"NaN", "ecmeta", "zr0", "undefined"} {
			if strings.Contains(svg, bad) {
				t.Errorf("%s contains %s", c.name, bad)
			}
		}
	}
}

func TestNaNIsAnError(t *testing.T) {
	if _, err := mixChart("mix", []string{"Oct"}, []stack{{group: 5, heights: []float64{math.NaN()}, tips: []string{""}}}, 300); err == nil {
		t.Error("a chart without a number was accepted")
	}
}

func TestUnknownElementIsRefused(t *testing.T) {
	for _, svg := range []string{
		`<svg><script>x</script></svg>`, `<svg><image href="x"/></svg>`, `<svg><rect onload="x"/></svg>`,
		`<svg><foreignObject/></svg>`, `<svg><rect href="x"/></svg>`, `<svg><g>`,
	} {
		if out, err := trim(chart{id: "c"}, drawing{SVG: svg}); err == nil {
			t.Errorf("%s became %s", svg, out)
		}
	}
}

func TestMonthInterval(t *testing.T) {
	for months, want := range map[int]int{1: 0, 7: 0, 8: 3, 13: 2, 15: 4, 27: 8, 61: 11} {
		if got := monthInterval(months); got != want {
			t.Errorf("%d months: every %d left out, want %d", months, got, want)
		}
	}
}
