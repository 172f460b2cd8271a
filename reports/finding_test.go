package reports

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"valueshift/segments"
)

// hasHidden looks for a hidden number in some rows of a table.
func hasHidden(rows []row, columns func(int) bool) bool {
	for _, r := range rows {
		for i, c := range r.Cells {
			if columns(i) && c.Text == hiddenMark {
				return true
			}
		}
	}
	return false
}

// TestFindingsKnowWhatIsHidden: no title says that something is the most, the least
// or all there is where a number that may be more or less is hidden.
func TestFindingsKnowWhatIsHidden(t *testing.T) {
	ways, kept, shifts := 0, 0, 0
	for seed := range uint64(12) {
		w, err := newWriter(village(seed + 1))
		if err != nil {
			t.Fatal(err)
		}
		for i := range w.all {
			s := &w.all[i]
			for _, comparison := range []string{AgainstBase, AgainstPrevious} {
				f := w.waysFigure(s, comparison)
				if strings.TrimSpace(f.N) == "then" {
					t.Errorf("seed %d, %s: of %q", seed, s.scope.Name, f.N)
				}
				if f.Views == nil || !hasHidden(f.Views[0].Rows, func(i int) bool { return i == 2 }) {
					continue
				}
				if ways++; strings.Contains(f.Title, "most") {
					t.Errorf("seed %d, %s: %q, and a share is hidden", seed, s.scope.Name, f.Title)
				}
			}
			if f := w.retentionFigure(s); f.Data != nil {
				last := len(f.Data.Rows) - 1
				if hasHidden(f.Data.Rows[last:], func(i int) bool { return i%2 == 1 }) {
					if kept++; strings.Contains(f.Title, "least") {
						t.Errorf("seed %d, %s: %q, and a share is hidden", seed, s.scope.Name, f.Title)
					}
				}
			}
			f := w.shiftFigure(s)
			if f.Views == nil || !hasHidden(f.Views[0].Rows, func(int) bool { return true }) {
				continue
			}
			if shifts++; f.Title != "Change of the mix" && !strings.HasPrefix(f.Title, "At least ") {
				t.Errorf("seed %d, %s: %q, and a shift is hidden", seed, s.scope.Name, f.Title)
			}
			if title := s.mixFinding(); strings.Contains(title, "not moved") {
				t.Errorf("seed %d, %s: %q, and a shift is hidden", seed, s.scope.Name, title)
			}
		}
	}
	if ways == 0 || kept == 0 || shifts == 0 {
		t.Errorf("hidden in %d ways, %d retentions, %d shifts: this test looks into nothing", ways, kept, shifts)
	}
}

// TestBandsAreAsHighAsTheStock: a group whose ways are hidden is drawn with all of its
// customers that the page tells.
func TestBandsAreAsHighAsTheStock(t *testing.T) {
	const from, to = 0, 12
	month := func(m int, g segments.Group, customers int64) Mix {
		return Mix{Month: monthEnd(m), GroupCode: g, Customers: customers}
	}
	s := &sheet{mix: []Mix{month(from, segments.Neutral, 563), month(from, segments.Destroyers, 680), month(to, segments.Neutral, 563), month(to, segments.Destroyers, 680)}}
	way := func(from, to segments.Group, customers int64, h Hiding) Migration {
		return Migration{FromMonth: monthEnd(0), ToMonth: monthEnd(12), FromCode: from, ToCode: to, Customers: customers, Hidden: h}
	}
	m := s.matrixFrom([]Migration{
		way(segments.Neutral, segments.Neutral, 563, Shown),
		way(segments.Destroyers, segments.Destroyers, 500, Shown),
		way(segments.Destroyers, segments.Out, 0, Few),
		way(segments.Out, segments.Destroyers, 0, Beside),
	})
	drawn, err := m.sankey("ways", 536, 400)
	if err != nil {
		t.Fatal(err)
	}
	svg, err := (&drawer{}).svg(t.Context(), drawn)
	if err != nil {
		t.Fatal(err)
	}
	var heights []float64
	for _, at := range regexp.MustCompile(`M\d+ [\d.]+h10v([\d.]+)h-10Z`).FindAllStringSubmatch(svg, -1) {
		h, _ := strconv.ParseFloat(at[1], 64)
		heights = append(heights, h)
	}
	if len(heights) != 4 || math.Abs(heights[1]/heights[0]-680.0/563) > 0.01 || math.Abs(heights[3]/heights[2]-680.0/563) > 0.01 {
		t.Errorf("nodes are %v high in\n%s", heights, svg)
	}
}

// TestHiddenStockIsDrawn: a group whose size is hidden says that it has more customers than
// its bands, and what hidden groups have beyond them stands beside, if it is not of few.
func TestHiddenStockIsDrawn(t *testing.T) {
	way := func(from, to segments.Group, customers int64, h Hiding) Migration {
		return Migration{FromMonth: monthEnd(0), ToMonth: monthEnd(12), FromCode: from, ToCode: to, Customers: customers, Hidden: h}
	}
	ways := []Migration{
		way(segments.Creators, segments.Creators, 899, Shown),
		way(segments.Contributors, segments.Contributors, 237, Shown),
		way(segments.Contributors, segments.Out, 0, Beside),
		way(segments.Dormant, segments.Out, 0, Few),
	}
	for _, c := range []struct {
		all  int64
		want string
	}{
		{2357, "Creators 899, Contributors ≥ 237, Hidden 1\u202f221"},
		{899 + 237 + 20, "Creators 899, Contributors ≥ 237, "}, // too low for a label
		{899 + 237 + 4, "Creators 899, Contributors ≥ 237"},
	} {
		s := &sheet{run: Run{MinCustomers: 5}, months: []Month{{Month: monthEnd(0), Customers: c.all}, {Month: monthEnd(12), Customers: 1136}}}
		m := s.matrixFrom(ways)
		columns, _ := m.chain([]matrix{m}, true)
		var labels []string
		for _, n := range columns[0].nodes {
			labels = append(labels, n.label)
		}
		if got := strings.Join(labels, ", "); got != c.want {
			t.Errorf("of %d: %q, want %q", c.all, got, c.want)
		}
		if words := m.flowWords(m); !strings.Contains(words, "no band: ") || !strings.Contains(words, "dashed: ") {
			t.Error(words)
		}
	}
}

// TestSignsStayWithAmounts: no line of text ends between a sign and its currency.
func TestSignsStayWithAmounts(t *testing.T) {
	p := page{Sections: []section{{Rows: []figures{{{Story: []string{"from +€5 to " + minus + "€3"}, Notes: []string{"a+b"}}}}}}}
	p.keepSigns()
	f := p.Sections[0].Rows[0][0]
	if f.Story[0] != "from +\u2060€5 to "+minus+"\u2060€3" || f.Notes[0] != "a+b" {
		t.Errorf("%q, %q", f.Story, f.Notes)
	}
}
