package reports

import (
	"fmt"
	"strconv"
)

// methodFigure says in plain words what the terms mean.
func (w *writer) methodFigure() figure {
	r := w.book.Run
	window := plural(int64(r.WindowMonths), "month", "months")
	profit := "Profit is revenue less direct cost, cost to serve, spread acquisition cost and a charge on capital."
	if r.CapitalNote {
		profit = "Profit is revenue less direct cost, cost to serve and spread acquisition cost. No capital was delivered, so there is no charge on it."
	}
	return figure{ID: "method-figure", Title: "What the words mean", Story: []string{
		profit + fmt.Sprintf(" It is summed over a window of %s that ends with a month; a month that has not ended is not shown.", window),
		"As-of is the last closed month-end, " + dayName(r.AsOf) + ". Changes are measured against the month-end one window earlier, or the oldest closed month if there is none.",
		"Value groups are parted by fixed amounts of profit per customer. Creators are the best customers who together make most of all gains, Destroyers the worst who together make most of all losses, Neutral lie close to zero. The amounts are set once per plan year and then frozen, so that a shift is a shift of customers and not of the ruler.",
		"A customer changes group only after passing the bound by a margin (hysteresis). This keeps customers near a bound from moving to and fro.",
		"New customers are too short with us to be judged. Dormant customers have a relationship but neither revenue nor material profit in the window.",
		"Given back by loss makers: the sum of all losses as a share of the sum of all gains.",
	}}
}

// runFigure identifies the night.
func (w *writer) runFigure() figure {
	r := w.book.Run
	t := table{ID: "run-table"}
	add := func(name, value, class string) {
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: name, IsHead: true}, {Text: value, Class: "l long " + class}}})
	}
	add("As of", dayName(r.AsOf), "")
	add("First closed month", monthName(r.FirstMonth), "")
	add("Data from", dayName(r.DataFrom), "")
	add("Window", plural(int64(r.WindowMonths), "month", "months"), "")
	add("Currency", r.Currency+", "+strconv.Itoa(r.MoneyScale)+" decimals", "")
	add("Version", r.Version, "mono")
	add("Configuration, SHA-256", r.ConfigHash, "mono")
	add("Inputs, SHA-256", r.InputHash, "mono")
	add("Program", "valueshift "+r.Program, "")
	add("Engine", r.Engine, "")
	add("Charts", "ECharts 6.1.0, drawn when the page was written", "")
	return figure{ID: "run", Title: "This night", Sub: "The same inputs and configuration give the same pages, byte for byte", Views: []table{t}}
}
