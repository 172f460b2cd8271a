package reports

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// whale is what the whale curve shows; all numbers in percent.
type whale struct {
	curve     [][2]float64 // customers, cumulative profit
	peak      [2]float64
	peakText  string
	lossFrom  float64 // where the customers with a loss begin; 100 when nobody has one
	reference float64 // height of the line that means "all profit"
	lineText  string
	bands     []band
}

// whaleChart draws cumulative profit over customers, the most profitable first.
func whaleChart(id string, w whale) (chart, error) {
	heights := []float64{w.reference}
	line := make([]opts.LineData, len(w.curve))
	for i, p := range w.curve {
		line[i].Value = p
		heights = append(heights, p[1])
	}
	y := around(heights...)

	c := charts.NewLine()
	c.SetGlobalOptions(still()...)
	c.SetGlobalOptions(grid(58, 26, 34, 46),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: 0, Max: 100, Name: "Customers, most profitable first", NameLocation: "middle", NameGap: 30,
			SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
			AxisLine:  &opts.AxisLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "var(--axis)"}},
			AxisTick:  &opts.AxisTick{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "var(--axis)"}},
			AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: axisText, FontSize: labelSize, Formatter: "fn:percent"}}),
		charts.WithYAxisOpts(values(y, "fn:percent")))
	c.AddSeries("", line,
		charts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(false)}),
		charts.WithLineStyleOpts(opts.LineStyle{Color: "var(--ink)", Width: 2}))
	// The peak is a series of its own, so that its label stays when lines are cut.
	c.AddSeries("", []opts.LineData{{Value: w.peak, Symbol: "circle", SymbolSize: 8}},
		charts.WithItemStyleOpts(opts.ItemStyle{Color: "var(--ink)"}),
		charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: "top", Formatter: w.peakText,
			Color: "var(--ink)", FontSize: labelSize, FontWeight: "bold"}))

	o, err := decode(c)
	if err != nil {
		return chart{}, err
	}
	ticks(o, "yAxis", y)
	set(o, "xAxis.0.interval", 20)
	set(o, "xAxis.0.nameTextStyle", map[string]any{"color": axisText, "fontSize": labelSize})
	set(o, "xAxis.0.axisLine.onZero", false)
	// Near the sides the label leans inwards.
	if w.peak[0] < 25 {
		set(o, "series.1.label.align", "left")
	} else if w.peak[0] > 75 {
		set(o, "series.1.label.align", "right")
	}
	set(o, "series.0.markLine", map[string]any{"silent": true, "symbol": "none",
		"lineStyle": map[string]any{"color": "var(--axis)", "type": "solid", "width": 1},
		"label":     map[string]any{"formatter": w.lineText, "position": w.lineLabel(), "color": axisText, "fontSize": labelSize},
		"data":      []any{map[string]any{"yAxis": w.reference}}})
	if w.lossFrom < 100 {
		set(o, "series.0.markArea", map[string]any{"silent": true,
			"itemStyle": map[string]any{"color": "var(--bad)", "opacity": 0.1},
			"label":     map[string]any{"show": false},
			"data":      []any{[]any{map[string]any{"xAxis": w.lossFrom}, map[string]any{"xAxis": 100}}}})
	}
	return chart{id: id, width: 536, height: 320, option: o, bands: w.bands}, nil
}

// lineLabel puts the text of the line where the curve does not run: under its
// middle when the curve rises above it before that, else above its start.
func (w whale) lineLabel() string {
	for _, p := range w.curve {
		if p[0] <= 30 && p[1] > w.reference && p[1] > 0 {
			return "insideMiddleBottom"
		}
	}
	return "insideStartTop"
}
