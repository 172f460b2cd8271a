package reports

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"valueshift/reports/gate"
)

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
