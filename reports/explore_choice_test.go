package reports

import (
	"net/url"
	"strings"
	"testing"
)

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
