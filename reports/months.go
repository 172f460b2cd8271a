package reports

import (
	"bytes"
	"html/template"
	"time"
)

// MonthsFile is the page that lists the months of which pages are kept. It lies
// beside the folder of a version, so that every page finds it, whichever way its
// reader came; what it lists changes from night to night, which a page must not.
const MonthsFile = "months.html"

// KeptMonth is a month and where its pages begin.
type KeptMonth struct {
	Month time.Time
	Href  string
}

// Months is the page that lists some months, in their order. newest is where the
// version to read begins; locale is one of Locales.
func Months(locale, newest string, months []KeptMonth) ([]byte, error) {
	l, _ := spellingOf(locale)
	type line struct{ ID, Name, Href string }
	p := struct {
		Style  template.CSS
		Newest string
		Months []line
	}{Style: template.CSS(themes() + appCSS), Newest: newest}
	for _, m := range months {
		p.Months = append(p.Months, line{monthID(m.Month), l.monthLong(m.Month), m.Href})
	}
	var text bytes.Buffer
	err := templates.ExecuteTemplate(&text, "months", p)
	return text.Bytes(), err
}

// monthID is a month's place on the page of months.
func monthID(month time.Time) string { return "m-" + month.Format("2006-01") }

// neighbours link to the month before the page's and to all. Which months are kept is
// not for a page to know: both links lead to the list that knows.
func (w *writer) neighbours() []link {
	asOf := w.book.Run.AsOf
	if asOf.IsZero() {
		return nil
	}
	var list []link
	if w.book.Run.FirstMonth.Before(asOf) {
		before := time.Date(asOf.Year(), asOf.Month()-1, 1, 0, 0, 0, 0, time.UTC)
		list = append(list, link{Href: "../" + MonthsFile + "#" + monthID(before), Text: "‹ " + w.monthName(before)})
	}
	return append(list, link{Href: "../" + MonthsFile, Text: "all months"})
}
