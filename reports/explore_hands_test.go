package reports

import (
	"encoding/base64"
	"image/png"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestExploreSort(t *testing.T) {
	b := explore(t, fixtureFolder(t), "", 1280)
	first := `document.querySelector('#numbers-table tbody th').textContent`
	column := func(n string) string {
		b.click("#numbers-table thead th:nth-child(" + n + ") button")
		return b.eval(`document.querySelector('#numbers-table thead th:nth-child(` + n + `)').getAttribute('aria-sort') + ' ' + ` + first)
	}
	for _, c := range []struct{ column, want string }{
		{"1", "ascending Families"}, {"1", "descending Young adults"}, {"2", "descending Families"}, {"2", "ascending Prepaid"},
	} {
		if got := column(c.column); got != c.want {
			t.Errorf("column %s: %s, want %s", c.column, got, c.want)
		}
	}
}

func TestExploreKeyAndForm(t *testing.T) {
	b := explore(t, fixtureFolder(t), "", 1280)
	series := `String(echarts.getInstanceByDom(document.getElementById('time-chart')).getOption().series.length)`
	before, answer := b.eval(series), b.text("#answer")
	b.click("#keys button:nth-child(2)")
	if got := b.eval(series); len(got) != 1 || got[0] != before[0]-1 {
		t.Errorf("%s lines after one was taken away, %s before", got, before)
	}
	if got := b.eval(`document.querySelector('#keys button:nth-child(2)').getAttribute('aria-pressed') + document.activeElement.id`); got != "false" {
		t.Errorf("key: %s", got)
	}
	if b.text("#answer") != answer {
		t.Error("the key of colours filters")
	}
	b.click("#keys button:nth-child(2)")
	if got := b.eval(series); got != before {
		t.Errorf("%s lines after it came back, %s before", got, before)
	}
	form := `(() => { const s = echarts.getInstanceByDom(document.getElementById('time-chart')).getOption().series; return s[0].type + ' ' + s[0].stack; })()`
	if got := b.eval(form); got != "bar all" {
		t.Errorf("drawn as %s", got)
	}
	b.click("#lines")
	if got := b.eval(form); !strings.HasPrefix(got, "line ") || strings.Contains(got, "all") {
		t.Errorf("drawn as %s", got)
	}
	b.choose("measure", "margin") // shares cannot be stacked
	if got := b.eval(`String(document.getElementById('stacked').disabled)`); got != "true" {
		t.Error("shares may be stacked")
	}
}

// TestExploreZoom zooms; a wheel without Control belongs to the page.
func TestExploreZoom(t *testing.T) {
	b := explore(t, fixtureFolder(t), "", 1280)
	b.eval(`(() => { echarts.getInstanceByDom(document.getElementById('time-chart')).dispatchAction({type: 'dataZoom', startValue: 4, endValue: 8}); return ''; })()`)
	if got := b.eval(`location.hash + ' ' + document.getElementById('from').value + ' ' + document.getElementById('to').value`); got != "#from=2026-02&to=2026-06 4 8" {
		t.Errorf("after zooming: %s", got)
	}
	if got := b.text("#answer"); !strings.Contains(got, "to Jun 2026") || !strings.Contains(got, "since Feb 2026") {
		t.Errorf("after zooming: %s", got)
	}
	wheel := func(control string) string {
		return b.eval(`(() => {
			const svg = document.querySelector('#time-chart svg'), box = svg.getBoundingClientRect();
			const at = new WheelEvent('wheel', {deltaY: 100, bubbles: true, cancelable: true, ctrlKey: ` + control + `, clientX: box.left + 200, clientY: box.top + 150});
			svg.dispatchEvent(at); return String(at.defaultPrevented); })()`)
	}
	if got := wheel("false"); got != "false" {
		t.Error("the wheel does not scroll the page over the chart")
	}
	if got := wheel("true"); got != "true" {
		t.Error("the wheel with Control does not zoom")
	}
	b.quiet()
}

// TestExplorePicture saves both charts, the dark ones with their colours.
func TestExplorePicture(t *testing.T) {
	b := explore(t, fixtureFolder(t), "?theme=dark#kind=lines", 1280)
	for _, id := range []string{"time", "compare"} {
		// The link would open a download, which this browser has no place for.
		link := b.eval(`(() => { const a = document.getElementById('` + id + `-png'); a.addEventListener('click', e => e.preventDefault());
			document.getElementById('` + id + `-save').click(); return a.download + ' ' + a.href; })()`)
		name, data, _ := strings.Cut(link, " ")
		raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(data, "data:image/png;base64,"))
		if err != nil || name != "valueshift-profit-2026-10.png" {
			t.Fatalf("%s: %.60s: %v", id, link, err)
		}
		picture, err := png.Decode(strings.NewReader(string(raw)))
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if size := picture.Bounds().Size(); size.X != 2200 || size.Y < 840 {
			t.Errorf("%s: %v", id, size)
		}
		if r, g, blue, _ := picture.At(3, 3).RGBA(); r>>8 != 0x12 || g>>8 != 0x17 || blue>>8 != 0x1d {
			t.Errorf("%s: the paper is %x %x %x", id, r>>8, g>>8, blue>>8)
		}
		colours := map[[3]uint32]bool{}
		for x := 0; x < 2200; x += 3 {
			for y := 0; y < picture.Bounds().Dy(); y += 3 {
				r, g, blue, _ := picture.At(x, y).RGBA()
				colours[[3]uint32{r >> 8, g >> 8, blue >> 8}] = true
			}
		}
		if len(colours) < 20 {
			t.Errorf("%s: only %d colours", id, len(colours))
		}
	}
	b.quiet()
}

// TestExploreByKeys uses nothing but the keyboard.
func TestExploreByKeys(t *testing.T) {
	b := explore(t, fixtureFolder(t), "", 1280)
	b.do(chromedp.Focus("#measure"))
	at := `document.activeElement.id || document.activeElement.textContent`
	for _, want := range []string{"split", "by", "from", "to", "reset", "All", "Families"} {
		b.do(chromedp.KeyEvent(kb.Tab))
		if got := b.eval(at); got != want {
			t.Fatalf("Tab leads to %s, want %s", got, want)
		}
	}
	b.do(chromedp.KeyEvent(" "))
	if got := b.text("#answer"); !strings.HasSuffix(got, "Only Families.") {
		t.Errorf("space: %s", got)
	}
	if got := b.eval(at); got != "Families" {
		t.Errorf("the focus went to %s", got)
	}
	b.eval(`(() => { document.querySelector('#numbers-table thead th:nth-child(3) button').focus(); return ''; })()`)
	b.do(chromedp.KeyEvent(kb.Enter))
	if got := b.eval(`document.querySelector('#numbers-table [aria-sort]').getAttribute('aria-sort') + document.activeElement.value`); got != "descending2" {
		t.Errorf("enter on a heading: %s", got)
	}
	b.quiet()
}
