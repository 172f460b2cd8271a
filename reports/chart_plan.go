package reports

import (
	"fmt"
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// plan is an amount month by month and what was promised of it, in display units;
// NaN where a month has no such number.
type plan struct {
	months       []string
	actual, path []float64
	actualEnd    string // beside the end of the line
	pathEnd      string
	bands        []band
}

// planChart draws what was as a line and what was promised as a dashed one. The axis
// does not start at zero: only positions are compared.
func planChart(id string, p plan) (chart, error) {
	y := about(append(append([]float64{}, p.actual...), p.path...)...)
	last := len(p.months) - 1
	if low := min(p.actual[last], p.path[last]); low-y.low < (y.high-y.low)/5 {
		y.low -= y.step // room for the label above the months
	}
	c := charts.NewLine()
	c.SetXAxis(p.months)
	c.SetGlobalOptions(still()...)
	c.SetGlobalOptions(grid(64, 88, 30, 28),
		charts.WithXAxisOpts(categories(p.months)), charts.WithYAxisOpts(values(y, "fn:number")))
	line := func(data []float64, colour, kind string, width float32) {
		c.AddSeries("", points(data),
			charts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(false)}),
			charts.WithLineStyleOpts(opts.LineStyle{Color: colour, Type: kind, Width: width}))
	}
	line(p.path, "var(--ink2)", "dashed", 1.5)
	line(p.actual, "var(--ink)", "solid", 2)

	o, err := decode(c)
	if err != nil {
		return chart{}, err
	}
	ticks(o, "yAxis", y)
	set(o, "xAxis.0.axisLabel.interval", monthInterval(len(p.months)))
	set(o, "xAxis.0.boundaryGap", false)
	set(o, "xAxis.0.axisLine.onZero", false)
	p.labelEnds(o, p.actual[last] >= p.path[last])
	return chart{id: id, width: 536, height: 240, option: o, bands: p.bands}, nil
}

// labelEnds writes beside the ends of both lines, away from one another.
func (p plan) labelEnds(o map[string]any, isAbove bool) {
	for i, text := range []string{p.pathEnd, p.actualEnd} {
		lift, colour := 15, "var(--ink2)"
		if (i == 1) == isAbove {
			lift = -15
		}
		if i == 1 {
			colour = "var(--ink)"
		}
		set(o, fmt.Sprintf("series.%d.endLabel", i), map[string]any{"show": true, "formatter": text, "offset": []int{0, lift},
			"color": colour, "fontSize": labelSize, "lineHeight": 14})
	}
}

// about fits an axis about its values, with zero only if that is near; NaN does not
// count.
func about(list ...float64) span {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range list {
		if !math.IsNaN(v) {
			low, high = min(low, v), max(high, v)
		}
	}
	if !(low < high) {
		low, high = min(low, high)-1, max(low, high)+1
	}
	step := around(high - low).step
	return span{math.Floor(low/step) * step, math.Ceil(high/step) * step, step}
}
