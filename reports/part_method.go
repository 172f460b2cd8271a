package reports

import (
	"fmt"
	"strconv"
)

// methodFigure says how this night made its numbers; the glossary explains the words.
func (w *writer) methodFigure() figure {
	r := w.book.Run
	profit := w.portfolio().lacks.profitWords()
	return figure{ID: "method-figure", Title: "How these numbers were made", Story: []string{
		profit + fmt.Sprintf(" It is summed over the %s with a month-end.", w.plural(int64(r.WindowMonths), "month that ends", "months that end")),
		"As-of is the last closed month-end, " + w.dayName(r.AsOf) + ". Changes are measured against the month-end one window earlier, or the oldest closed month if there is none.",
	}}
}

// runFigure identifies the night.
func (w *writer) runFigure() figure {
	r := w.book.Run
	t := table{ID: "run-table"}
	add := func(name, value, class string) {
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: name, IsHead: true}, {Text: value, Class: "l long " + class}}})
	}
	add("As of", w.dayName(r.AsOf), "")
	add("First closed month", w.monthName(r.FirstMonth), "")
	add("Data from", w.dayName(r.DataFrom), "")
	add("Window", w.plural(int64(r.WindowMonths), "month", "months"), "")
	add("Currency", r.Currency+", "+strconv.Itoa(r.MoneyScale)+" decimals", "")
	add("Version", r.Version, "mono")
	add("Configuration, SHA-256", r.ConfigHash, "mono")
	add("Inputs, SHA-256", r.InputHash, "mono")
	add("Program", "valueshift "+r.Program, "")
	add("Engine", r.Engine, "")
	add("Charts", "ECharts 6.1.0, drawn when the page was written", "")
	return figure{ID: "run", Title: "This night", Sub: "The same inputs and configuration give the same pages, byte for byte", Views: []table{t}}
}
