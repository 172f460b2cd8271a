package reports

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image/png"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/chromedp/chromedp/kb"
	"valueshift/reports/gate"

	"valueshift/segments"
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

// TestExploreSums holds what the page says against sums of the book made here.
func TestExploreSums(t *testing.T) {
	book, folder := fixture(), fixtureFolder(t)
	m := newMoney(book.Run, english)
	families, prepaid := Slug("Families"), Slug("Prepaid")
	for _, c := range []struct {
		name, hash string
		sum        int64
		months     int
		what       string
	}{
		{"everything", "", sumCube(book, 12, nil, nil, profitOf), 12, "Profit"},
		{"a segment", "#seg=" + families, sumCube(book, 12, []int{1}, nil, profitOf), 12, "Profit"},
		{"two segments and a group", "#m=revenue&seg=" + families + "," + prepaid + "&grp=creators",
			sumCube(book, 12, []int{1, 4}, []segments.Group{segments.Creators}, revenueOf), 12, "Revenue"},
		{"an earlier month", "#m=cost&grp=eroders,destroyers&from=2025-12&to=2026-03",
			sumCube(book, 5, nil, []segments.Group{segments.Eroders, segments.Destroyers}, costOf), 5, "Cost"},
		{"a product", "#m=revenue&prod=" + Slug("TV"), sumProducts(book, 12, nil, []int{2}), 12, "Revenue"},
		{"products of a segment", "#m=revenue&by=product&seg=" + prepaid + "&prod=" + Slug("Mobile") + ",none", sumProducts(book, 12, []int{4}, []int{1, 0}), 12, "Revenue"},
		{"all products", "#m=revenue&split=product", sumProducts(book, 12, nil, nil), 12, "Revenue"},
	} {
		b := explore(t, folder, c.hash, 1280)
		want := fmt.Sprintf("%s in the 12 months to %s: %s", c.what, english.monthName(monthEnd(c.months)), m.short(c.sum))
		if got := b.text("#answer"); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q", c.name, got, want)
		}
		total := b.text("#numbers-table tfoot td")
		unit := unitIn(t, m, b.text("#numbers-table thead th:nth-child(2) button"))
		if want := m.in(unit, c.sum); total != want && total != m.in(m.unit(unit.power, decimalsIn(total)), c.sum) {
			t.Errorf("%s: total %s, want %s", c.name, total, want)
		}
		b.quiet()
	}
	if got, want := sumProducts(book, 12, nil, nil), sumCube(book, 12, nil, nil, revenueOf); got != want {
		t.Errorf("products sum to %d, the cube to %d", got, want)
	}
}

func profitOf(c CubeCell) int64  { return c.ProfitMinor }
func revenueOf(c CubeCell) int64 { return c.RevenueMinor }
func costOf(c CubeCell) int64    { return c.RevenueMinor - c.ProfitMinor }

// sumCube adds up cells of a month; nil is no filter.
func sumCube(b Book, month int, scopes []int, groups []segments.Group, of func(CubeCell) int64) (sum int64) {
	for _, c := range b.Cube {
		if c.Month.Equal(monthEnd(month)) && (scopes == nil || slices.Contains(scopes, c.ScopeID)) && (groups == nil || slices.Contains(groups, c.GroupCode)) {
			sum += of(c)
		}
	}
	return sum
}

func sumProducts(b Book, month int, scopes, products []int) (sum int64) {
	for _, c := range b.Products {
		if c.Month.Equal(monthEnd(month)) && (scopes == nil || slices.Contains(scopes, c.ScopeID)) && (products == nil || slices.Contains(products, c.ProductNo)) {
			sum += c.RevenueMinor
		}
	}
	return sum
}

// unitIn finds the unit that a heading names.
func unitIn(t *testing.T, m money, heading string) unit {
	t.Helper()
	for _, power := range []int{9, 6, 3, 0} {
		if u := m.unit(power, 2); strings.Contains(heading, "("+u.name+")") {
			return u
		}
	}
	t.Fatalf("no unit in %q", heading)
	return unit{}
}

func decimalsIn(text string) int {
	_, fraction, _ := strings.Cut(text, ".")
	return len(fraction)
}

// TestExploreColumnsAddUp compares the whole table with the book: every segment's
// customers, and profit in its row and at the foot.
func TestExploreColumnsAddUp(t *testing.T) {
	book := fixture()
	b := explore(t, fixtureFolder(t), "#m=customers", 1280)
	got := b.eval(`Array.from(document.querySelectorAll('#numbers-table tbody tr, #numbers-table tfoot tr')).map(r => r.cells[0].textContent + '=' + r.cells[1].textContent).sort().join()`)
	var want []string
	for _, s := range book.Scopes[1:] {
		want = append(want, s.Name+"="+english.count(sumCube(book, 12, []int{s.ScopeID}, nil, func(c CubeCell) int64 { return c.Customers })))
	}
	want = append(want, "Total shown="+english.count(sumCube(book, 12, nil, nil, func(c CubeCell) int64 { return c.Customers })))
	slices.Sort(want)
	if got != strings.Join(want, ",") {
		t.Errorf("got  %s\nwant %s", got, strings.Join(want, ","))
	}
}

// TestExploreSpelling asks the page's script for numbers that are hard to spell.
func TestExploreSpelling(t *testing.T) {
	b := fixture()
	b.Cube, b.Products = nil, nil
	amounts := []int64{0, 1, -1, 49, 50, 9_949, 9_950, 99_499, 999_949, 999_950, -999_950, 1_000_000, 99_949_999, 99_950_000, 99_950_001, 123_456_789_012, -5_005_000, 99_999_999_999_999}
	for i, a := range amounts {
		b.Scopes = append(b.Scopes, Scope{ScopeID: 100 + i, Name: fmt.Sprintf("Number %d", i)})
		b.Cube = append(b.Cube, CubeCell{ScopeID: 100 + i, Month: b.Run.AsOf, GroupCode: 3, Customers: 8, RevenueMinor: a, ProfitMinor: a})
	}
	for _, l := range []spelling{english, german, french} {
		b.Run.Locale = locales[l]
		m, page := newMoney(b.Run, l), explore(t, site(t, b, 2), "", 1280)
		for i, a := range amounts {
			want := fmt.Sprintf("Profit in the 12 months to %s: %s. Only Number %d.", l.monthName(b.Run.AsOf), m.short(a), i)
			got := page.eval(`new Promise(done => { location.hash = 'seg=` + Slug(fmt.Sprintf("Number %d", i)) + `';
				setTimeout(() => done(document.getElementById('answer').textContent), 20); })`)
			if got != want {
				t.Errorf("%s, %d: %q, want %q", locales[l], a, got, want)
			}
		}
	}
}

// TestExploreFilters clicks: sentence, table and both charts change together.
func TestExploreFilters(t *testing.T) {
	b := explore(t, fixtureFolder(t), "", 1280)
	before := b.shown()
	b.click("#groups button:nth-of-type(2)")
	after := b.shown()
	if after.Answer == before.Answer || after.Table == before.Table || after.Time == before.Time || after.Compare == before.Compare {
		t.Errorf("a filter did not change everything: %+v", after)
	}
	if !strings.HasSuffix(after.Answer, "Only Creators.") {
		t.Errorf("the sentence does not name the filter: %s", after.Answer)
	}
	if got := b.eval(`document.querySelector('#groups button:nth-of-type(2)').getAttribute('aria-pressed') + location.hash`); got != "true#grp=creators" {
		t.Errorf("after the click: %s", got)
	}
	b.click("#groups button")
	if got := b.shown(); got != before {
		t.Errorf("all again: %+v", got)
	}
	// A bar is a filter as well.
	b.eval(`(() => { echarts.getInstanceByDom(document.getElementById('compare-chart')).trigger('click', {dataIndex: 0}); return ''; })()`)
	if got := b.text("#answer"); !strings.Contains(got, "Only ") {
		t.Errorf("a click on a bar: %s", got)
	}
	b.click("#reset")
	if got := b.shown(); got != before {
		t.Errorf("started again: %+v", got)
	}
	b.quiet()
}

// TestExploreProducts: what does not belong to a product is not offered by product.
func TestExploreProducts(t *testing.T) {
	b := explore(t, fixtureFolder(t), "#m=customers", 1280)
	b.click("#products button:nth-of-type(2)")
	if got := b.text("#remark"); !strings.HasPrefix(got, "Customers is not known by product, so this is revenue.") {
		t.Errorf("remark: %q", got)
	}
	got := b.eval(`Array.from(document.querySelectorAll('#measure option:disabled')).map(o => o.value).join()`)
	if got != "profit,cost,margin,customers,each" {
		t.Errorf("not offered: %s", got)
	}
	if got := b.eval(`document.getElementById('from').querySelector('option:not(:disabled)').textContent`); got != english.monthName(monthEnd(3)) {
		t.Errorf("products begin with %s, want %s", got, english.monthName(monthEnd(3)))
	}
	if got := b.eval(`String(document.querySelectorAll('#numbers-table thead th').length) + document.querySelector('#numbers-table thead').textContent.includes('Customers')`); got != "7false" {
		t.Errorf("columns: %s", got)
	}
	// Without products the dimension falls away.
	book := fixture()
	book.Products = nil
	b = explore(t, site(t, book, 2), "#by=product&prod=none", 1280)
	if got := b.eval(`String(document.getElementById('products')) + document.querySelectorAll('#by option').length + location.hash`); got != "null2" {
		t.Errorf("without products: %s", got)
	}
	b.quiet()
}

// TestExploreAddress shares a choice: another reader sees the same.
func TestExploreAddress(t *testing.T) {
	folder := fixtureFolder(t)
	b := explore(t, folder, "", 1280)
	b.choose("measure", "margin")
	b.choose("split", "segment")
	b.choose("by", "group")
	b.choose("from", "2")
	b.choose("to", "9")
	b.click("#segments button:nth-of-type(3)")
	b.click("#segments button:nth-of-type(4)")
	b.click("#groups button:nth-of-type(3)")
	b.click("#keys button")
	b.click("#numbers-table thead th:nth-child(4) button")
	hash := b.eval(`location.hash`)
	want := b.shown()
	for _, part := range []string{"m=margin", "split=segment", "by=group", "from=2025-12", "to=2026-07", "grp=contributors", "hide=", "sort=-3"} {
		if !strings.Contains(hash, part) {
			t.Errorf("%s is not in %s", part, hash)
		}
	}
	other := explore(t, folder, hash, 1280)
	if got := other.shown(); got != want {
		t.Errorf("another reader sees\n%+v, want\n%+v", got, want)
	}
	if got := other.eval(`location.hash`); got != hash {
		t.Errorf("the address became %s, was %s", got, hash)
	}
	other.quiet()
}

// TestExploreGarbage gives addresses that nobody wrote.
func TestExploreGarbage(t *testing.T) {
	folder := fixtureFolder(t)
	b := explore(t, folder, "", 1280)
	want := b.shown()
	for _, hash := range []string{"#=", "#&&&", "#m=__proto__&split=constructor&by=none&seg=nobody", "#from=9999-99&to=&kind=3d", "#%E0%A4%A", "#m", "#sort=999999&hide=toString",
		"#main", "#" + url.PathEscape(hostile[0]), "#seg=" + strings.Repeat("x,", 30_000), "#__proto__=1&hasOwnProperty=2"} {
		b := explore(t, folder, hash, 1280)
		if got := b.shown(); got != want {
			t.Errorf("%.40s: %+v", hash, got)
		}
		b.quiet()
	}
	b.eval(`(() => { location.hash = 'grp=creators'; return ''; })()`)
	if got := b.eval(`new Promise(done => setTimeout(() => done(document.getElementById('answer').textContent), 50))`); !strings.HasSuffix(got, "Only Creators.") {
		t.Errorf("a new address on the open page: %s", got)
	}
	b = explore(t, folder, "#from=2026-05&to=2026-01", 1280)
	if got := b.eval(`location.hash`); got != "#from=2026-01&to=2026-05" {
		t.Errorf("a range from its end: %s", got)
	}
}

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

// TestExploreHostile shows hostile names, hovers over them and saves them.
func TestExploreHostile(t *testing.T) {
	folder := site(t, hostileBook(), 2)
	for _, hash := range []string{"#split=segment&by=segment&kind=lines", "#m=revenue&split=product&by=product"} {
		b := explore(t, folder, hash, 1280)
		b.eval(`(async () => {
			for (const id of ['time', 'compare']) {
				const chart = echarts.getInstanceByDom(document.getElementById(id + '-chart')), n = chart.getOption().series[0].data.length;
				for (let i = 0; i < n; i++) chart.dispatchAction({type: 'showTip', seriesIndex: 0, dataIndex: i});
				document.getElementById(id + '-png').addEventListener('click', e => e.preventDefault());
				document.getElementById(id + '-save').click();
			}
			document.querySelectorAll('.chips button').forEach(chip => chip.click());
			await new Promise(done => setTimeout(done, 100));
			return '';
		})()`)
		if ran := b.eval(`Object.keys(window).filter(name => name.startsWith('PWN')).join()`); ran != "" {
			t.Errorf("%s: a name ran as a script: %s", hash, ran)
		}
		b.quiet()
	}
	b := explore(t, folder, "#split=segment&by=segment", 1280)
	all := b.text("#explore")
	for _, name := range []string{hostile[0], hostile[1], hostile[2], hostile[3], hostile[4], hostile[9]} {
		if !strings.Contains(all, name) {
			t.Errorf("%q is not shown as it is", name)
		}
	}
	if n := b.eval(`String(document.querySelectorAll('#explore img, #explore script, #explore [onerror], #explore [onmouseover]').length)`); n != "0" {
		t.Errorf("%s elements came from names", n)
	}
}

// TestExploreTheme changes the theme of an open page: the drawing follows.
func TestExploreTheme(t *testing.T) {
	b := explore(t, fixtureFolder(t), "?theme=light", 1280)
	defer b.eval(`(() => { localStorage.removeItem('valueshift-theme'); return ''; })()`)
	colour := `(() => { const m = document.querySelector('#time-chart svg [fill="var(--creators)"]'); return m ? getComputedStyle(m).fill : 'none'; })()`
	if got := b.eval(colour); got != "rgb(11, 79, 138)" {
		t.Errorf("light: %s", got)
	}
	b.click("#theme")
	if got := b.eval(colour); got != "rgb(155, 208, 255)" {
		t.Errorf("dark: %s", got)
	}
	if err := b.Media("print", "light"); err != nil {
		t.Fatal(err)
	}
	if got := b.eval(colour); got != "rgb(11, 79, 138)" {
		t.Errorf("on paper: %s", got)
	}
	if got := b.eval(`getComputedStyle(document.getElementById('ask')).display + ' ' + getComputedStyle(document.getElementById('answer')).display`); got != "none block" {
		t.Errorf("on paper: %s", got)
	}
	b.quiet()
}

func TestExploreWithoutScripts(t *testing.T) {
	b := open(t, fixtureFolder(t), exploreFile, 1280, gate.WithoutScripts)
	text := b.eval(`document.querySelector('main').innerText`)
	if !strings.Contains(text, "This page needs a script") || strings.Contains(text, "Start again") {
		t.Errorf("without scripts: %q", text)
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

// TestExploreWeighsLittle gives the page more than it may carry.
func TestExploreWeighsLittle(t *testing.T) {
	b := Book{Run: fixture().Run, Scopes: []Scope{{0, "Everything", ""}}}
	for s := 1; s <= 50; s++ {
		b.Scopes = append(b.Scopes, Scope{s, fmt.Sprintf("Segment %d", s), ""})
	}
	for s := 1; s <= 50; s++ {
		for m := range 19 {
			month := time.Date(2025, time.Month(m+5), 0, 0, 0, 0, 0, time.UTC)
			for _, g := range cubeOrder {
				b.Cube = append(b.Cube, CubeCell{s, month, g, 1_234, 123_456_789, 23_456_789, 3_456_789, 456_789, 56_789, 96_027_633})
				for p := range 14 {
					b.Products = append(b.Products, ProductCell{s, month, g, p, fmt.Sprintf("Product %d", p), 123_456_789, 23_456_789})
				}
			}
		}
	}
	w, err := newWriter(b)
	if err != nil {
		t.Fatal(err)
	}
	p, err := w.explorePage()
	if err != nil {
		t.Fatal(err)
	}
	c := w.cube()
	if size := len(p.Explore.Cube); size > 1_000_000 || len(c.Months) != 19 || c.ProductsFrom <= 0 || c.ProductsFrom >= 19 {
		t.Errorf("%d bytes, %d months, products from %d", size, len(c.Months), c.ProductsFrom)
	}
	if notes := strings.Join(p.Explore.Notes, " "); !strings.Contains(notes, "Products begin with "+c.Months[c.ProductsFrom].Name) {
		t.Errorf("the page does not say so: %s", notes)
	}
	for _, row := range c.ProductCells {
		if row[0] < int64(c.ProductsFrom) || row[0] > 18 || row[3] > 13 {
			t.Fatalf("row %v points nowhere", row)
		}
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
