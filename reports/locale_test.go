package reports

import (
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// visible shows the spaces of a spelling: _ is the narrow one that does not break,
// ~ the one of full width.
func visible(text string) string { return strings.NewReplacer(thin, "_", space, "~").Replace(text) }

// The examples follow the patterns of the Unicode CLDR 48 for de and fr: its
// decimal, percent and currency formats, and the dates of its skeletons yMMM,
// yMMMM and yMMMd.
func TestLocales(t *testing.T) {
	may, march := time.Date(2026, 5, 31, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		locale string
		want   []string
	}{
		{"en", []string{"−6_240", "1_234_567.89", "14.0_%", "+2.1_pp", "<_0.001", "31 May 2026", "1 Mar 2026", "March 2026",
			"€8.25_M", "−€12.50", "+€41.0_k", "€1_235", "$8.25_M", "CHF_8.25_M", "¥4_321", "8_250_123.45", "€k", "CHF_k", "€"}},
		{"de", []string{"−6.240", "1.234.567,89", "14,0~%", "+2,1~pp", "<_0,001", "31. Mai 2026", "1. März 2026", "März 2026",
			"8,25~M~€", "−12,50~€", "+41,0~k~€", "1.235~€", "8,25~M~$", "8,25~M~CHF", "4.321~¥", "8.250.123,45", "k~€", "k~CHF", "€"}},
		{"fr", []string{"−6_240", "1_234_567,89", "14,0~%", "+2,1~pp", "<_0,001", "31 mai 2026", "1 mars 2026", "mars 2026",
			"8,25~M~€", "−12,50~€", "+41,0~k~€", "1_235~€", "8,25~M~$", "8,25~M~CHF", "4_321~¥", "8_250_123,45", "k~€", "k~CHF", "€"}},
	} {
		l, ok := spellingOf(c.locale)
		if !ok {
			t.Fatalf("no locale %s", c.locale)
		}
		in := func(currency string) money { return money{currency: currency, scale: 2, spelling: l} }
		euro := in("EUR")
		for i, got := range []string{l.count(-6_240), l.decimal(1234567.891, 2), l.percent(0.1402, 1), l.pointsChange(0.021, 1), l.pvalue(new(0.00002)),
			l.dayName(may), l.dayName(march), l.monthLong(march),
			euro.short(825_012_345), euro.short(-1_250), euro.shortChange(4_100_000), euro.short(123_456),
			in("USD").short(825_012_345), in("CHF").short(825_012_345), money{currency: "JPY", scale: 0, spelling: l}.short(4_321),
			euro.full(825_012_345), euro.unit(3, 1).name, in("CHF").unit(3, 1).name, euro.unit(0, 0).name} {
			if visible(got) != c.want[i] {
				t.Errorf("%s: got %s, want %s", c.locale, visible(got), c.want[i])
			}
		}
	}
	if _, ok := spellingOf("klingon"); ok {
		t.Error("there is a locale klingon")
	}
}

// What Chromium's own library (ICU) writes is what the pages write, but for the widths
// of spaces, which are not the same in all its versions.
func TestLocalesAsTheBrowserSpellsThem(t *testing.T) {
	b := open(t, fixtureFolder(t), "index.html", 1280, nil)
	spaces := strings.NewReplacer(thin, " ", space, " ")
	for _, l := range []spelling{german, french} {
		var want, got []string
		number := func(v float64, options string) {
			want = append(want, b.eval(fmt.Sprintf("new Intl.NumberFormat('%s', %s).format(%v).replace('-', '\u2212')", locales[l], options, v)))
		}
		month := func(on time.Time, options string) {
			want = append(want, b.eval(fmt.Sprintf("new Intl.DateTimeFormat('%s', {timeZone: 'UTC', %s}).format(new Date('%s'))", locales[l], options, on.Format(time.DateOnly))))
		}
		for _, v := range []float64{-1234567.891, 0.5, 999, 1e6} {
			number(v, "{minimumFractionDigits: 2, maximumFractionDigits: 2}")
			got = append(got, l.decimal(v, 2))
			number(v, "{style: 'percent', minimumFractionDigits: 1}")
			got = append(got, l.percent(v, 1))
		}
		for _, currency := range []string{"EUR", "USD", "GBP", "JPY", "INR", "KRW", "CHF"} {
			number(-12.4, "{style: 'currency', currencyDisplay: 'narrowSymbol', minimumFractionDigits: 2, currency: '"+currency+"'}")
			got = append(got, money{currency: currency, scale: 2, spelling: l}.short(-1_240))
		}
		for m := range time.December {
			on := time.Date(2026, m+1, 15, 0, 0, 0, 0, time.UTC)
			month(on, "year: 'numeric', month: 'short'")
			month(on, "year: 'numeric', month: 'long'")
			month(on, "year: 'numeric', month: 'short', day: 'numeric'")
			got = append(got, l.monthName(on), l.monthLong(on), l.dayName(on))
		}
		for i := range want {
			if spaces.Replace(got[i]) != spaces.Replace(want[i]) {
				t.Errorf("%s: got %s, want %s", locales[l], visible(got[i]), visible(want[i]))
			}
		}
	}
}

// localized is the fixture for readers of a locale, without what is told as it was
// delivered.
func localized(locale string) Book {
	b := fixture()
	b.Run.Locale = locale
	b.Warnings, b.Quarantine = nil, nil
	return b
}

// shownTexts is all that a page shows or says: its texts, tooltips and labels.
func shownTexts(t *testing.T, name, page string) []string {
	t.Helper()
	page = strings.TrimPrefix(notShown.ReplaceAllString(page, ""), "<!doctype html>")
	decoder := xml.NewDecoder(strings.NewReader(page))
	decoder.Strict, decoder.AutoClose, decoder.Entity = false, []string{"meta", "link", "input", "br"}, xml.HTMLEntity
	var texts []string
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return texts
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch token := token.(type) {
		case xml.CharData:
			texts = append(texts, string(token))
		case xml.StartElement:
			for _, a := range token.Attr {
				if a.Name.Local == "title" || a.Name.Local == "aria-label" {
					texts = append(texts, a.Value)
				}
			}
		}
	}
}

var (
	notShown     = regexp.MustCompile(`(?s)<(script|style)\b.*?</(?:script|style)>`) // data of charts among them
	numberText   = regexp.MustCompile(`\d[\d.,\x{202f}]*`)
	germanNumber = regexp.MustCompile(`^(\d+|[1-9]\d{0,2}(\.\d{3})+)(,\d+)?$`)
	frenchNumber = regexp.MustCompile(`^(\d+|[1-9]\d{0,2}(\x{202f}\d{3})+)(,\d+)?$`)
	englishMonth = regexp.MustCompile(`\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|January|February|March|June|July|October|December) \d{4}`)
	versions     = strings.NewReplacer("DuckDB 1.5.5", "", "ECharts 6.1.0", "", "valueshift 0.1.0", "", "0.1.0", "")
)

// No page of a site spells any number or month as another locale does.
func TestSitesInTheirLocale(t *testing.T) {
	for _, c := range []struct {
		locale  string
		number  *regexp.Regexp
		samples []string
	}{
		{"de", germanNumber, []string{"Okt. 2025", "31. Okt. 2026", "k\u00a0€", "\u00a0%"}},
		{"fr", frenchNumber, []string{"oct. 2025", "31 oct. 2026", "k\u00a0€", "\u00a0%"}},
	} {
		all := ""
		for name, page := range files(t, site(t, localized(c.locale), 2)) {
			if !strings.HasSuffix(name, ".html") {
				continue
			}
			for _, text := range shownTexts(t, name, page) {
				all += text
				if month := englishMonth.FindString(text); month != "" {
					t.Errorf("%s, %s: %s in %q", c.locale, name, month, text)
				}
				for _, number := range numberText.FindAllString(versions.Replace(text), -1) {
					if number = strings.TrimRight(number, ".,"+thin); !c.number.MatchString(number) {
						t.Errorf("%s, %s: %s in %q", c.locale, name, number, text)
					}
				}
			}
		}
		for _, sample := range c.samples {
			if !strings.Contains(all, sample) {
				t.Errorf("%s: %q is nowhere", c.locale, sample)
			}
		}
	}
}

// Downloads are for programs and the same in every locale; the manifest apart, which
// has the hashes of the pages.
func TestDownloadsHaveNoLocale(t *testing.T) {
	english, german := files(t, site(t, localized("en"), 2)), files(t, site(t, localized("de"), 2))
	for name, text := range english {
		if (strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".parquet")) && german[name] != text {
			t.Errorf("%s depends on the locale", name)
		}
	}
}

// Every number of a table that readers sort has a key: its text begins with digits
// that end at the first mark.
func TestSortedNumbersHaveKeys(t *testing.T) {
	w, err := newWriter(localized("de"))
	if err != nil {
		t.Fatal(err)
	}
	sorted := 0
	for _, build := range w.builds() {
		p, err := build()
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range p.Sections {
			for _, r := range s.Rows {
				for _, f := range r {
					for _, table := range f.Views {
						if table.IsSorted {
							sorted++
							checkKeys(t, p.file+"#"+f.ID, table)
						}
					}
				}
			}
		}
	}
	if sorted < 3 {
		t.Errorf("only %d tables are sorted", sorted)
	}
}

func checkKeys(t *testing.T, name string, table table) {
	t.Helper()
	for _, r := range table.Rows {
		for i, c := range r.Cells {
			if !table.Head[i].IsText && c.Key == "" && strings.ContainsAny(c.Text, "0123456789") {
				t.Errorf("%s: %s %q has no key", name, table.Head[i].Text, c.Text)
			}
		}
	}
}

// A German reader sorts by the numbers, not by how they are spelled.
func TestSortingInGerman(t *testing.T) {
	b := open(t, site(t, localized("de"), 2), "index.html", 1280, nil)
	for _, column := range []string{"Profit", "Customers", "Creators"} {
		text := b.eval(`(() => {
			const table = document.getElementById('segments-table'), heads = [...table.tHead.rows[0].cells];
			const at = heads.findIndex(c => c.textContent.startsWith('` + column + `'));
			const button = heads[at].querySelector('button');
			do button.click(); while (heads[at].getAttribute('aria-sort') !== 'descending');
			return [...table.tBodies[0].rows].map(r => r.cells[at].textContent).join(';');
		})()`)
		var before float64
		shown := strings.Split(text, ";")
		for i, number := range shown {
			number, _, _ = strings.Cut(number, space)
			v, err := strconv.ParseFloat(strings.NewReplacer(".", "", ",", ".", minus, "-").Replace(number), 64)
			if err != nil {
				t.Fatalf("%s: %v", column, err)
			}
			if i > 0 && v > before {
				t.Errorf("%s: %q are not sorted, largest first", column, shown)
			}
			before = v
		}
		if len(shown) < 4 {
			t.Errorf("%s: only %q", column, shown)
		}
	}
	b.quiet()
}
