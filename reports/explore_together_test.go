package reports

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"valueshift/segments"
)

// together is the fixture, with the creators of some scopes shown together at as-of.
func together(t *testing.T, scopes ...int) string {
	t.Helper()
	book := fixture()
	for _, scope := range scopes {
		at := slices.IndexFunc(book.Cube, func(c CubeCell) bool {
			return c.ScopeID == scope && c.GroupCode == segments.Creators && c.Month.Equal(book.Run.AsOf)
		})
		if at < 0 {
			t.Fatal("no creators")
		}
		book.Cube[at].GroupCode = fewCustomers
	}
	return site(t, book, 2)
}

// TestExploreTogetherInASegment: the portfolio's groups stand by themselves where those
// of a segment do not, in sums and in lines.
func TestExploreTogetherInASegment(t *testing.T) {
	book, folder := fixture(), together(t, 1)
	b := explore(t, folder, "#grp=creators&kind=lines", 1280)
	profit := newMoney(book.Run, english).short(sumCube(book, 12, nil, []segments.Group{segments.Creators}, profitOf))
	if got := b.text("#answer"); !strings.HasPrefix(got, "Profit in the 12 months to Oct 2026: "+profit) || !strings.Contains(got, " since Oct 2025. ") {
		t.Errorf("creators made %s: %s", profit, got)
	}
	for segment, isKnown := range map[string]bool{"Families": false, "Prepaid": true, "Total shown": true} {
		if got := b.change(segment); (got != none) != isKnown {
			t.Errorf("the change of %s is %s", segment, got)
		}
	}
	if got := b.text("#numbers-note"); got != togetherTable {
		t.Errorf("%q", got)
	}
	if got := b.gaps(); got != "" {
		t.Errorf("gaps in %s", got)
	}
}

// gaps names the lines that end before the last month.
func (b *tab) gaps() string {
	b.t.Helper()
	return b.eval(`echarts.getInstanceByDom(document.getElementById('time-chart')).getOption().series.filter(s => s.data.at(-1) === null && s.data.at(-2) !== null).map(s => s.id).join()`)
}

const (
	togetherSaid  = "Without groups that are shown together in Oct 2026, so that nothing can be said of the change."
	togetherNote  = "In Oct 2026 some groups are shown together; their parts are not in the others."
	togetherTable = "In Oct 2026 some groups are shown together: where the change is –, numbers lack them."
)

// TestExploreTogether asks for groups of which some are shown together in a month:
// nothing is said of their change, in no measure.
func TestExploreTogether(t *testing.T) {
	folder := together(t, 0, 1)
	for _, measure := range []string{"profit", "customers", "margin", "each"} {
		b := explore(t, folder, "#m="+measure+"&grp=creators", 390)
		if got := b.text("#answer"); strings.Contains(got, "since") || !strings.HasSuffix(got, ". Only Creators. "+togetherSaid) {
			t.Errorf("%s: %s", measure, got)
		}
		for segment, isKnown := range map[string]bool{"Families": false, "Prepaid": true, "Total shown": false} {
			if got := b.change(segment); (got != none) != isKnown || strings.Contains(got, "NaN") {
				t.Errorf("%s: the change of %s is %s", measure, segment, got)
			}
		}
		if got := b.text("#numbers-note"); got != togetherTable {
			t.Errorf("%s: %q", measure, got)
		}
		if wide := b.eval(`String(document.documentElement.scrollWidth > innerWidth)`); wide != "false" {
			t.Errorf("%s: the page scrolls sideways", measure)
		}
		b.quiet()
	}
}

// TestExploreTogetherKnown: where nothing is missing, the change is told as before.
func TestExploreTogetherKnown(t *testing.T) {
	folder := together(t, 0, 1)
	for _, hash := range []string{"", "#grp=creators&seg=" + Slug("Prepaid"), "#grp=contributors", "#grp=creators,few", "#grp=creators&to=2026-09"} {
		b := explore(t, folder, hash, 1280)
		if got := b.text("#answer"); !strings.Contains(got, " since Oct 2025. ") || strings.Contains(got, "Without") {
			t.Errorf("%s: %s", hash, got)
		}
		if got := b.text("#numbers-note") + b.change("Total shown"); strings.Contains(got, "together") || got == none {
			t.Errorf("%s: %s", hash, got)
		}
	}
	b := explore(t, folder, "#grp=creators&from=2026-10&to=2026-10", 1280)
	if got := b.text("#answer"); !strings.HasSuffix(got, "Only Creators. Without groups that are shown together in Oct 2026.") {
		t.Errorf("one month: %s", got)
	}
}

// TestExploreTogetherBreaks: the line of the group has a gap, other lines and bars have
// none, and the words stand below.
func TestExploreTogetherBreaks(t *testing.T) {
	folder := together(t, 0, 1)
	for _, c := range []struct{ hash, gaps string }{
		{"&kind=lines", "creators"}, {"&kind=lines&split=segment", Slug("Families")}, {"&kind=lines&split=none", "all"}, {"", ""},
	} {
		b := explore(t, folder, "#grp=creators,contributors"+c.hash, 1280)
		if got := b.gaps(); got != c.gaps {
			t.Errorf("%s: gaps in %q, want %q", c.hash, got, c.gaps)
		}
		if got := b.text("#time-note"); got != togetherNote {
			t.Errorf("%s: %q", c.hash, got)
		}
		ticks := b.eval(`JSON.stringify(echarts.getInstanceByDom(document.getElementById('compare-chart')).getOption().series[1].data.filter(d => d[0] === null).length)`)
		if ticks != "1" {
			t.Errorf("%s: %s segments without a tick", c.hash, ticks)
		}
		// The number stands at the bar, not where a tick would be.
		if got := b.eval(`(() => { const s = echarts.getInstanceByDom(document.getElementById('compare-chart')).getOption().series, i = s[1].data.findIndex(d => d[0] === null);
			return String(s[2].data[i].value[0] === s[0].data[i].value); })()`); got != "true" {
			t.Errorf("%s: the number stands elsewhere", c.hash)
		}
		if got := b.eval(`(() => { const a = document.getElementById('time-png'); a.addEventListener('click', e => e.preventDefault());
			document.getElementById('time-save').click(); return a.href.slice(0, 15); })()`); got != "data:image/png;" {
			t.Errorf("%s: the picture is %s", c.hash, got)
		}
		b.quiet()
	}
	// The words follow the range while the reader drags.
	b := explore(t, folder, "#grp=creators", 1280)
	b.eval(`(() => { echarts.getInstanceByDom(document.getElementById('time-chart')).dispatchAction({type: 'dataZoom', startValue: 4, endValue: 8}); return ''; })()`)
	if got := b.text("#time-note"); got != "" {
		t.Errorf("after zooming: %s", got)
	}
}

// change is what the table says in a row's third column of numbers.
func (b *tab) change(row string) string {
	b.t.Helper()
	name, _ := json.Marshal(row)
	return b.eval(`Array.from(document.querySelectorAll('#numbers-table tbody tr, #numbers-table tfoot tr')).find(r => r.cells[0].textContent === ` + string(name) + `).cells[3].textContent`)
}
