package reports

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// step is one bar of the bridge, in display units.
type step struct {
	name   string
	change float64
	label  string
	tip    string
}

// bridge is the way from one profit to another. The bars show only the change;
// the two totals are reference lines, so no bar is ever cut.
type bridge struct {
	fromText, toText string // beside the lines of the two totals
	steps            []step
	rises            bool // the second total is the higher one
	height           int
}

// bridgeChart draws the steps as floating bars between the two profits.
func bridgeChart(id string, b bridge) (chart, error) {
	names := make([]string, len(b.steps))
	labels := make([]string, len(b.steps))
	tips := make([]string, len(b.steps))
	data := make([]opts.CustomData, len(b.steps))
	low, high, at := 0.0, 0.0, 0.0
	for i, s := range b.steps {
		names[i], labels[i], tips[i] = s.name, s.label, s.tip
		data[i].Value = [3]float64{float64(i), at, at + s.change}
		at += s.change
		low, high = min(low, at), max(high, at)
	}
	room := (high - low) * 0.14 // for the labels beyond the bars
	if room == 0 {
		room = 1
	}

	c := charts.NewCustom()
	c.SetXAxis(names)
	c.SetGlobalOptions(still()...)
	c.SetGlobalOptions(grid(14, 96, 14, 40),
		charts.WithXAxisOpts(categories(names)),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Show: opts.Bool(false), Min: low - room, Max: high + room}))
	c.AddSeries("", data, charts.WithCustomChartOpts(opts.CustomChart{RenderItem: "fn:step"}))

	o, err := decode(c)
	if err != nil {
		return chart{}, err
	}
	set(o, "xAxis.0.axisLine.show", false)
	set(o, "xAxis.0.axisLine.onZero", false)
	set(o, "xAxis.0.axisLabel.interval", 0)
	set(o, "xAxis.0.axisLabel.width", 400/max(1, len(b.steps))-4)
	set(o, "xAxis.0.axisLabel.overflow", "break")
	set(o, "xAxis.0.axisLabel.fontSize", 11)
	set(o, "series.0.encode", map[string]any{"x": 0, "y": []int{1, 2}})
	fromAt, toAt := "insideEndBottom", "insideEndTop"
	if !b.rises {
		fromAt, toAt = toAt, fromAt
	}
	set(o, "series.0.markLine", map[string]any{"silent": true, "symbol": "none", "z": 1, "data": []any{
		reference(0, b.fromText, fromAt, "dashed"), reference(at, b.toText, toAt, "solid")}})
	return chart{id: id, width: 536, height: b.height, option: o, tips: [][]string{tips}, labels: labels}, nil
}

// reference is a level line whose text stands in the margin right of the bars.
func reference(y float64, text, position, kind string) map[string]any {
	vertical := "top"
	if position == "insideEndTop" {
		vertical = "bottom"
	}
	return map[string]any{"yAxis": y,
		"lineStyle": map[string]any{"color": "var(--axis)", "type": kind, "width": 1},
		"label": map[string]any{"formatter": text, "position": "end", "distance": 6, "color": "var(--ink)", "fontSize": labelSize,
			"fontWeight": "bold", "lineHeight": 15, "verticalAlign": vertical}}
}
