package reports

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// explore opens the page of a site with a choice in its address.
func explore(t *testing.T, folder, hash string, width int64) *tab {
	t.Helper()
	b := open(t, folder, exploreFile+hash, width, nil)
	b.eval(`(async () => { await new Promise(requestAnimationFrame); await new Promise(requestAnimationFrame); return ''; })()`)
	return b
}

// text is what an element says.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return b.eval(`document.querySelector('` + selector + `').textContent`)
}

func (b *tab) click(selector string) {
	b.t.Helper()
	b.eval(`(() => { document.querySelector('` + selector + `').click(); return ''; })()`)
}

// choose sets a select as a reader would.
func (b *tab) choose(id, value string) {
	b.t.Helper()
	b.eval(`(() => { const s = document.getElementById('` + id + `'); s.value = '` + value + `'; s.dispatchEvent(new Event('change')); return ''; })()`)
}

// shown is all that answers a choice: sentence, table, and what both charts hold.
const shown = `(() => {
	const data = id => JSON.stringify(echarts.getInstanceByDom(document.getElementById(id)).getOption().series.map(s => s.data));
	return JSON.stringify({Answer: document.getElementById('answer').textContent, Table: document.getElementById('numbers-table').textContent,
		Time: data('time-chart'), Compare: data('compare-chart')});
})()`

type exploreShown struct{ Answer, Table, Time, Compare string }

func (b *tab) shown() (s exploreShown) {
	b.t.Helper()
	if err := json.Unmarshal([]byte(b.eval(shown)), &s); err != nil {
		b.t.Fatal(err)
	}
	return s
}

// TestExploreDraws opens the page as it is, light, dark and on a telephone.
func TestExploreDraws(t *testing.T) {
	folder := fixtureFolder(t)
	for _, theme := range []string{"light", "dark"} {
		b := explore(t, folder, "?theme="+theme, 1280)
		for _, id := range []string{"time-chart", "compare-chart"} {
			n := b.eval(`String(document.querySelectorAll('#` + id + ` svg path, #` + id + ` svg text').length)`)
			if len(n) < 2 {
				t.Errorf("%s: %s has %s marks", theme, id, n)
			}
		}
		b.do(chromedp.EmulateViewport(390, 900))
		b.eval(`new Promise(done => setTimeout(() => done(''), 300))`)
		if wide := b.eval(`String(document.documentElement.scrollWidth > innerWidth)`); wide != "false" {
			t.Errorf("%s, 390 px: the page scrolls sideways", theme)
		}
		if wide := b.eval(`String(document.querySelector('#time-chart svg').getBoundingClientRect().right > innerWidth)`); wide != "false" {
			t.Errorf("%s, 390 px: the chart is wider than the page", theme)
		}
		b.quiet()
	}
}

// TestExploreNamesLines has lines that end close above the months: their names stand
// neither on the months nor on one another.
func TestExploreNamesLines(t *testing.T) {
	b := explore(t, fixtureFolder(t), "#m=customers&split=group&kind=lines", 1280)
	if got := b.eval(`(() => {
		const on = echarts.getInstanceByDom(document.getElementById('time-chart'));
		const foot = on.getHeight() - on.getOption().grid[0].bottom, list = on.getOption().graphic[0].elements.map(e => e.y);
		return [list.length > 4, Math.max(...list) <= foot, list.every((y, i) => !i || y - list[i - 1] > 14)].join();
	})()`); got != "true,true,true" {
		t.Errorf("names at all lines, above the months, apart: %s", got)
	}
}

// TestExploreNothing is the night before the first month is closed.
func TestExploreNothing(t *testing.T) {
	all := files(t, site(t, empty(), 1))
	if _, ok := all[echartsFile]; ok {
		t.Error("the library is there and nothing loads it")
	}
	if !strings.Contains(all[exploreFile], "Nothing to explore") || strings.Contains(all[exploreFile], echartsFile) {
		t.Error("the page does not say that there is nothing")
	}
}

func TestExploreLibraryIsWhole(t *testing.T) {
	all := fixtureFiles(t)
	if all[echartsFile] != echartsJS {
		t.Error("the library is not the embedded one")
	}
	for _, name := range []string{"assets/echarts-LICENSE", "assets/echarts-LICENSE-d3", "assets/echarts-NOTICE"} {
		if len(all[name]) < 100 {
			t.Errorf("%s is missing", name)
		}
	}
}
