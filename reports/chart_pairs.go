package reports

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// pairs are two amounts at each of a few places: columns side by side.
type pairs struct {
	names         []string
	edges         []string  // stand left of the columns instead of the names below them; nil: none do
	first, second []float64 // second may be empty
	firstTips     []string
	secondTips    []string
	firstColor    string   // a token; empty: better and worse by sign
	firstColors   []string // tokens, one a column; nil: all alike
	secondColor   string
	isPercent     bool
	width         int
}

// pairsChart draws columns from zero, losses downwards.
func pairsChart(id string, p pairs) (chart, error) {
	y := around(append(append([]float64{}, p.first...), p.second...)...)
	scale := values(y, "fn:number")
	if p.isPercent {
		scale = values(y, "fn:percent")
	}
	c := charts.NewBar()
	c.SetXAxis(p.names)
	c.SetGlobalOptions(still()...)
	c.SetGlobalOptions(grid(60, 10, 12, 28), charts.WithXAxisOpts(categories(p.names)), charts.WithYAxisOpts(scale))
	tips := [][]string{}
	if len(p.second) > 0 {
		addColumns(c, p.second, func(int) string { return p.secondColor })
		tips = append(tips, p.secondTips)
	}
	addColumns(c, p.first, p.color)
	tips = append(tips, p.firstTips)
	o, err := decode(c)
	if err != nil {
		return chart{}, err
	}
	ticks(o, "yAxis", y)
	set(o, "xAxis.0.axisLine.onZero", true)
	set(o, "xAxis.0.axisLabel.interval", 0)
	set(o, "xAxis.0.axisLabel.fontSize", 11)
	set(o, "xAxis.0.axisLabel.hideOverlap", true)
	// Under losses, too, the names stand at the foot.
	set(o, "xAxis.0.axisLabel.margin", 8)
	p.labelEdges(o)
	return chart{id: id, width: p.width, height: 280, option: o, tips: tips, labels: p.edges}, nil
}

// labelEdges writes between the columns, on an axis of its own that counts them.
func (p pairs) labelEdges(o map[string]any) {
	if p.edges == nil {
		return
	}
	set(o, "xAxis.0.axisLabel.show", false)
	set(o, "yAxis.0.axisTick.show", false) // which it has beside another axis of numbers
	o["xAxis"] = append(o["xAxis"].([]any), map[string]any{"type": "value", "position": "bottom", "min": 0, "max": len(p.names), "interval": 1,
		"axisLine": map[string]any{"show": false}, "axisTick": map[string]any{"show": false}, "splitLine": map[string]any{"show": false},
		"axisLabel": map[string]any{"color": axisText, "fontSize": 11, "formatter": "fn:label"}})
}

// color is the token of one of the first columns.
func (p pairs) color(i int) string {
	switch {
	case p.firstColors != nil:
		return p.firstColors[i]
	case p.firstColor != "":
		return p.firstColor
	case p.first[i] == 0:
		return "then"
	}
	class, _ := judge(p.first[i], true)
	return class
}

func addColumns(c *charts.Bar, heights []float64, color func(i int) string) {
	data := make([]opts.BarData, len(heights))
	for i, h := range heights {
		data[i] = opts.BarData{Value: h, ItemStyle: &opts.ItemStyle{Color: "var(--" + color(i) + ")"}}
	}
	c.AddSeries("", data, charts.WithBarChartOpts(opts.BarChart{BarCategoryGap: "28%", BarGap: "8%"}))
}
