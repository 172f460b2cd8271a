package reports

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// inspection looks at what only a browser knows. It answers with what is wrong.
const inspection = `(() => {
    const wrong = [];
    for (const plot of document.querySelectorAll('.plot')) {
        const id = plot.closest('figure').id, svg = plot.querySelector('svg'), box = svg && svg.getBoundingClientRect();
        if (!svg || svg.querySelectorAll('path,rect,circle,text').length < 8) wrong.push(id + ': not drawn');
        else if (box.width < 200 || box.height < 100) wrong.push(id + ': ' + box.width + ' by ' + box.height);
        if ((plot.getAttribute('aria-label') || '').length < 40) wrong.push(id + ': no sentence');
        if (!plot.parentNode.querySelector('table tbody tr')) wrong.push(id + ': no data table');
        if (svg) for (const text of svg.querySelectorAll('text')) {
            const t = text.getBoundingClientRect();
            if (t.left < box.left - 2 || t.right > box.right + 2 || t.top < box.top - 2 || t.bottom > box.bottom + 2)
                wrong.push(id + ': text outside: ' + text.textContent);
        }
    }
    if (document.documentElement.scrollWidth > innerWidth) wrong.push('scrolls sideways: ' + document.documentElement.scrollWidth);
    for (const name of Object.keys(window)) if (name.startsWith('PWN')) wrong.push('a name ran as a script');
    return wrong.join('; ');
})()`

// hover wakes every mark, so that what a name could do in a tooltip happens.
const hover = `(() => {
    for (const d of document.querySelectorAll('details')) d.open = true;
    for (const mark of document.querySelectorAll('.hit')) {
        const box = mark.getBoundingClientRect();
        mark.dispatchEvent(new PointerEvent('pointermove', {bubbles: true, clientX: box.left + 1, clientY: box.top + 1}));
    }
    return '';
})()`

func TestPagesInABrowser(t *testing.T) {
	folder := fixtureFolder(t)
	segment := "segments/" + Slug("Families") + ".html"
	for _, name := range []string{"index.html", "portfolio.html", migrationFile, customersFile, "quality.html", glossaryFile, segment} {
		for _, theme := range []string{"light", "dark"} {
			b := open(t, folder, name+"?theme="+theme, 1280, nil)
			b.eval(hover)
			if wrong := b.eval(inspection); wrong != "" {
				t.Errorf("%s, %s: %s", name, theme, wrong)
			}
			b.do(chromedp.EmulateViewport(390, 900))
			if wrong := b.eval(inspection); wrong != "" {
				t.Errorf("%s, %s, 390 px: %s", name, theme, wrong)
			}
			b.quiet()
		}
	}
}

// TestNightsInABrowser looks at the sites with the least and the worst in them.
func TestNightsInABrowser(t *testing.T) {
	for _, night := range []struct {
		name string
		book Book
	}{{"empty", empty()}, {"single", single()}, {"sinking", sinking()}, {"losing", losing()}, {"hostile", hostileBook()}} {
		folder := site(t, night.book, 2)
		pages := []string{"index.html", "portfolio.html", migrationFile, customersFile, "quality.html"}
		if len(night.book.Scopes) > 1 {
			pages = append(pages, "segments/"+Slug(night.book.Scopes[1].Name)+".html")
		}
		for _, name := range pages {
			b := open(t, folder, name, 1280, nil)
			b.eval(hover)
			if wrong := b.eval(inspection); wrong != "" {
				t.Errorf("%s, %s: %s", night.name, name, wrong)
			}
			b.do(chromedp.EmulateViewport(390, 900))
			if wrong := b.eval(inspection); wrong != "" {
				t.Errorf("%s, %s, 390 px: %s", night.name, name, wrong)
			}
			b.quiet()
		}
	}
}

func TestWithoutScripts(t *testing.T) {
	b := open(t, fixtureFolder(t), "portfolio.html", 1280, withoutScripts)
	if wrong := b.eval(inspection); wrong != "" {
		t.Error(wrong)
	}
	got := b.eval(`[document.querySelectorAll('.hit > title').length > 100, getComputedStyle(document.querySelector('.tools')).display,
		document.querySelectorAll('thead button').length].join()`)
	if got != "true,none,0" {
		t.Errorf("titles, filter, buttons: %s", got)
	}
}

func TestKeyboard(t *testing.T) {
	b := open(t, fixtureFolder(t), "portfolio.html", 1280, nil)
	press := func(key string) string {
		return b.eval(`(() => {
			const plot = document.querySelector('#bridge .plot');
			plot.focus();
			plot.dispatchEvent(new KeyboardEvent('keydown', {key: '` + key + `', bubbles: true}));
			return document.querySelector('[aria-live]').textContent + '|' + document.getElementById('tip').classList.contains('on');
		})()`)
	}
	if got := press("ArrowRight"); !strings.HasPrefix(got, "Customers who stayed in their group: ") || !strings.HasSuffix(got, "|true") {
		t.Errorf("first mark: %q", got)
	}
	if got := press("End"); !strings.HasPrefix(got, "Customers who left: ") {
		t.Errorf("last mark: %q", got)
	}
	if got := press("Escape"); !strings.HasSuffix(got, "|false") {
		t.Errorf("after escape: %q", got)
	}
}

func TestSortAndFilter(t *testing.T) {
	b := open(t, fixtureFolder(t), "index.html", 1280, nil)
	sorted := func(column string) string {
		return b.eval(`(() => {
			const header = document.querySelectorAll('#segments-table thead th')[` + column + `];
			header.querySelector('button').click();
			return header.getAttribute('aria-sort') + ': ' + document.querySelector('#segments-table tbody th').textContent;
		})()`)
	}
	for _, c := range []struct{ column, want string }{
		{"3", "ascending: Prepaid"}, {"3", "descending: Families"}, {"0", "ascending: Families"}, {"0", "descending: Young adults"},
	} {
		if got := sorted(c.column); got != c.want {
			t.Errorf("column %s: %s, want %s", c.column, got, c.want)
		}
	}
	got := b.eval(`(() => {
		const input = document.querySelector('input[data-filter]');
		input.value = 'NOVAK';
		input.dispatchEvent(new Event('input'));
		return document.getElementById('segments-table-shown').textContent;
	})()`)
	if got != "1 shown" {
		t.Errorf("filter: %s", got)
	}
}

func TestThemeButton(t *testing.T) {
	b := open(t, fixtureFolder(t), "index.html", 1280, nil)
	click := `(() => { const b = document.getElementById('theme'); b.click();
		return b.textContent + ' ' + getComputedStyle(document.documentElement).getPropertyValue('--paper'); })()`
	if got := b.eval(click); got != "Theme: light #ffffff" {
		t.Errorf("first click: %s", got)
	}
	if got := b.eval(click); got != "Theme: dark #12171d" {
		t.Errorf("second click: %s", got)
	}
	b.quiet()
}

// TestPrint prints a dark page; paper is light and lies on its side.
func TestPrint(t *testing.T) {
	b := open(t, fixtureFolder(t), "portfolio.html?theme=dark", 1280, nil)
	pdf, pages := b.printed()
	if !bytes.HasPrefix(pdf, []byte("%PDF")) || pages > 5 {
		t.Errorf("%d bytes, %d pages", len(pdf), pages)
	}
	b.do(chromedp.Func(emulatePrint))
	got := b.eval(`[getComputedStyle(document.documentElement).getPropertyValue('--paper'), getComputedStyle(document.querySelector('.top')).display].join()`)
	if got != "#ffffff,none" {
		t.Errorf("on paper: %s", got)
	}
}

// TestSheetsOfPaper counts the sheets that a page takes when it is printed.
func TestSheetsOfPaper(t *testing.T) {
	folder := fixtureFolder(t)
	for _, p := range []struct {
		file string
		most int
	}{{"index.html", 1}, {"portfolio.html", 5}, {"segments/" + Slug("Families") + ".html", 2}, {"segments/" + Slug("Prepaid") + ".html", 2}} {
		if _, pages := open(t, folder, p.file, 1280, nil).printed(); pages < 1 || pages > p.most {
			t.Errorf("%s takes %d sheets, want %d at most", p.file, pages, p.most)
		}
	}
}

// printed is the page as PDF, and how many sheets that has.
func (b *tab) printed() (pdf []byte, pages int) {
	b.t.Helper()
	isTrue := true
	printed, err := chromedp.Call(b.ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{PreferCSSPageSize: &isTrue, PrintBackground: &isTrue})
	if err != nil {
		b.t.Fatal(err)
	}
	pdf = []byte(printed.Data)
	if decoded, err := base64.StdEncoding.DecodeString(string(pdf)); err == nil {
		pdf = decoded
	}
	return pdf, bytes.Count(pdf, []byte("/Type /Page\n")) + bytes.Count(pdf, []byte("/Type /Page "))
}
