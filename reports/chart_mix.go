package reports

import (
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"valueshift/segments"
)

// stack is one layer of stacked columns: a value group over the months.
type stack struct {
	group   segments.Group
	heights []float64
	tips    []string
	labels  []string // inside the column; empty: none
}

// mixChart draws the share of customers by group as columns of 100 %; layers come
// best group first and are stacked with the best on top.
func mixChart(id string, months []string, layers []stack, height int) (chart, error) {
	c := charts.NewBar()
	c.SetXAxis(months)
	c.SetGlobalOptions(still()...)
	c.SetGlobalOptions(grid(50, 18, 12, 28),
		charts.WithXAxisOpts(categories(months)),
		charts.WithYAxisOpts(values(span{0, 100, 25}, "fn:percent")))
	tips := make([][]string, 0, len(layers))
	for i := len(layers) - 1; i >= 0; i-- {
		addLayer(c, layers[i])
		tips = append(tips, layers[i].tips)
	}
	o, err := decode(c)
	if err != nil {
		return chart{}, err
	}
	ticks(o, "yAxis", span{0, 100, 25})
	set(o, "xAxis.0.axisLabel.interval", monthInterval(len(months)))
	return chart{id: id, width: 536, height: height, option: o, tips: tips, isColumns: true}, nil
}

// worthChart draws profit by group, gains above zero and losses below, and the
// total as a line of dots.
func worthChart(id string, months []string, layers []stack, totals stack, height int) (chart, error) {
	ends := slices.Clone(totals.heights)
	for m := range months {
		gain, loss := 0.0, 0.0
		for _, l := range layers {
			gain += max(0, l.heights[m])
			loss += min(0, l.heights[m])
		}
		ends = append(ends, gain, loss)
	}
	y := around(ends...)

	c := charts.NewBar()
	c.SetXAxis(months)
	c.SetGlobalOptions(still()...)
	c.SetGlobalOptions(grid(64, 18, 12, 28),
		charts.WithXAxisOpts(categories(months)),
		charts.WithYAxisOpts(values(y, "fn:number")))
	tips := make([][]string, 0, len(layers)+1)
	for _, l := range layers {
		addLayer(c, l)
		tips = append(tips, l.tips)
	}
	line := charts.NewLine()
	points := make([]opts.LineData, len(totals.heights))
	for i, h := range totals.heights {
		points[i] = opts.LineData{Value: h, Symbol: "circle", SymbolSize: 7}
	}
	line.AddSeries("", points,
		charts.WithLineStyleOpts(opts.LineStyle{Color: "var(--ink)", Width: 1.5}),
		charts.WithItemStyleOpts(opts.ItemStyle{Color: "var(--ink)", BorderColor: "var(--paper)", BorderWidth: 1.5}))
	c.Overlap(line)
	tips = append(tips, totals.tips)

	o, err := decode(c)
	if err != nil {
		return chart{}, err
	}
	ticks(o, "yAxis", y)
	set(o, "xAxis.0.axisLabel.interval", monthInterval(len(months)))
	set(o, "xAxis.0.axisLine.onZero", true)
	// Months stay at the foot of the chart while the axis line is at zero.
	set(o, "xAxis.0.axisLabel.margin", 8)
	return chart{id: id, width: 536, height: height, option: o, tips: tips, isColumns: true}, nil
}

// addLayer adds one group to a stack of columns.
func addLayer(c *charts.Bar, l stack) {
	fill, ink := "var(--"+l.group.Key()+")", "var(--"+l.group.Key()+"-on)"
	if l.group == segments.Out { // only an outline on the paper
		fill, ink = "var(--paper)", "var(--ink)"
	}
	data := make([]opts.BarData, len(l.heights))
	for i, h := range l.heights {
		if h == 0 { // nobody sees it, and drawing it takes as long as any
			continue
		}
		data[i].Value = h
		if l.labels != nil && l.labels[i] != "" {
			data[i].Label = &opts.Label{Show: opts.Bool(true), Position: "inside", Formatter: l.labels[i],
				Color: ink, FontSize: 11}
		}
	}
	style := opts.ItemStyle{Color: fill} // the style sheet parts the layers
	if l.group == segments.Out {
		style.BorderColor, style.BorderWidth = "var(--axis)", 1
	}
	c.AddSeries("", data,
		charts.WithBarChartOpts(opts.BarChart{Stack: "all", BarCategoryGap: "22%"}),
		charts.WithItemStyleOpts(style),
		func(s *charts.SingleSeries) { s.BarMaxWidth = "44" })
}

// monthInterval is how many labels to leave out after each, so that six fit at most
// and the last month, which has one in any case, stands clear of the label before it.
func monthInterval(months int) int {
	if months <= 7 {
		return 0
	}
	last := months - 1
	step := (last + 4) / 5
	for last%step != 0 && 4*(last%step) < 3*step {
		step++
	}
	return step - 1
}
