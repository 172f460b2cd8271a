package reports

import (
	"testing"

	"valueshift/reports/gate"
)

func TestWithoutScripts(t *testing.T) {
	b := open(t, fixtureFolder(t), "portfolio.html", 1280, gate.WithoutScripts)
	if got := b.eval(`[document.querySelectorAll('.hit > title').length > 100, document.querySelectorAll('thead button').length].join()`); got != "true,0" {
		t.Errorf("titles, buttons: %s", got)
	}
	b = open(t, fixtureFolder(t), "index.html", 1280, gate.WithoutScripts)
	if got := b.eval(`getComputedStyle(document.querySelector('.tools')).display`); got != "none" {
		t.Errorf("filter: %s", got)
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
	if got := b.eval(click); got != "Theme: auto #ffffff" { // and kept for the tests after this one
		t.Errorf("third click: %s", got)
	}
	b.quiet()
}

// TestSheetsOfPaper counts the sheets that pages take when they are printed.
func TestSheetsOfPaper(t *testing.T) {
	folder := fixtureFolder(t)
	for _, p := range []struct {
		file string
		most int
	}{{"index.html", 1}, {"portfolio.html", 5}, {"segments/" + Slug("Families") + "/index.html", 2}, {"segments/" + Slug("Prepaid") + "/index.html", 2}} {
		_, sheets, err := open(t, folder, p.file, 1280, nil).PDF()
		if err != nil {
			t.Fatal(err)
		}
		if sheets < 1 || sheets > p.most {
			t.Errorf("%s takes %d sheets, want %d at most", p.file, sheets, p.most)
		}
	}
}
