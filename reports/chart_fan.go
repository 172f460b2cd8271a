package reports

import (
	"fmt"
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// fan is what the forecast chart shows, month by month and in percent; NaN where a
// month has no such number.
type fan struct {
	months         []string
	actual, median []float64
	low80, high80  []float64
	low95, high95  []float64
	path           []float64 // the glidepath so far
	goal           float64   // NaN: none
	goalAt         int       // index of the target month
	goalText       string
	colour         string
	bands          []band
}

// The drawing and, within it, the room about the plot.
const (
	fanWidth, fanHeight                  = 536, 300
	fanLeft, fanRight, fanTop, fanBottom = 58, 26, 22, 28
)

// labelSide is how far the goal's label leans over its mark, from the left of it.
const labelSide = 8

// fanChart draws what was as a line and what may be as two ranges about a dashed
// one. The axis does not start at zero: only positions are compared.
func fanChart(id string, f fan) (chart, error) {
	heights := []float64{f.goal}
	for _, list := range [][]float64{f.actual, f.low95, f.high95, f.path} {
		heights = append(heights, list...)
	}
	y := near(heights...)
	lift, isFree := f.labelLift(y)
	if !isFree && y.low > 0 { // room for the label over the months
		y.low = max(y.low-y.step, 0)
		lift, _ = f.labelLift(y)
	}

	c := charts.NewLine()
	c.SetXAxis(f.months)
	c.SetGlobalOptions(still()...)
	c.SetGlobalOptions(grid(fanLeft, fanRight, fanTop, fanBottom),
		charts.WithXAxisOpts(categories(f.months)), charts.WithYAxisOpts(values(y, "fn:percent")))
	// Ranges are layers on top of one another; the lowest is not seen.
	layer := func(from, to []float64, opacity float32) {
		data := make([]float64, len(to))
		for i := range to {
			data[i] = to[i]
			if from != nil {
				data[i] -= from[i]
			}
		}
		c.AddSeries("", points(data),
			charts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(false), Stack: "range"}),
			charts.WithLineStyleOpts(opts.LineStyle{Color: f.colour, Width: 0.01, Opacity: opts.Float(0)}),
			charts.WithAreaStyleOpts(opts.AreaStyle{Color: f.colour, Opacity: opts.Float(opacity)}))
	}
	layer(nil, f.low95, 0)
	layer(f.low95, f.low80, 0.18)
	layer(f.low80, f.high80, 0.4)
	layer(f.high80, f.high95, 0.18)
	line := func(data []float64, colour, kind string, width float32) {
		c.AddSeries("", points(data),
			charts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(false)}),
			charts.WithLineStyleOpts(opts.LineStyle{Color: colour, Type: kind, Width: width}))
	}
	line(f.path, "var(--axis)", "dashed", 1.5)
	line(f.median, "var(--ink)", "dashed", 1.5)
	line(f.actual, "var(--ink)", "solid", 2)
	f.addGoal(c)

	o, err := decode(c)
	if err != nil {
		return chart{}, err
	}
	ticks(o, "yAxis", y)
	set(o, "xAxis.0.axisLabel.interval", monthInterval(len(f.months)))
	set(o, "xAxis.0.boundaryGap", false)
	set(o, fmt.Sprintf("series.%d.label.offset", len(c.MultiSeries)-1), []float64{labelSide, lift}) // the goal's, added last
	return chart{id: id, width: fanWidth, height: fanHeight, option: o, bands: f.bands}, nil
}

// addGoal marks the goal at its month, if the chart goes so far.
func (f fan) addGoal(c *charts.Line) {
	goal := make([]float64, len(f.months))
	for i := range goal {
		goal[i] = math.NaN()
	}
	if f.goalAt < len(goal) {
		goal[f.goalAt] = f.goal
	}
	marks := points(goal)
	for i := range marks {
		marks[i].Symbol, marks[i].SymbolSize = "diamond", 11
	}
	c.AddSeries("", marks,
		charts.WithItemStyleOpts(opts.ItemStyle{Color: "var(--paper)", BorderColor: "var(--ink)", BorderWidth: 2}),
		charts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: "left", Formatter: f.goalText,
			Color: "var(--ink)", FontSize: labelSize, FontWeight: "bold"}))
}

// labelLift is by how many pixels the goal's label stands below its mark, or above
// it when negative: as near as no line runs through it. isFree tells that there is such
// a place within the plot.
func (f fan) labelLift(y span) (lift float64, isFree bool) {
	if math.IsNaN(f.goal) || f.goalAt >= len(f.months) {
		return 0, true
	}
	const half = 7 // of a line of text
	unit := (y.high - y.low) / (fanHeight - fanTop - fanBottom)
	for _, lift := range []float64{-14, 14, -28, 28, -42, 42} {
		middle := f.goal - lift*unit
		low, high := middle-half*unit, middle+half*unit
		if low >= y.low && high <= y.high+fanTop*unit && !f.crosses(low, high) {
			return lift, true
		}
	}
	return -14, false
}

// crosses tells whether a line runs between two heights where the goal's label stands.
func (f fan) crosses(low, high float64) bool {
	month := float64(fanWidth-fanLeft-fanRight) / float64(max(1, len(f.months)-1))
	width := 7 * float64(len([]rune(f.goalText)))
	for x := 0.0; x <= width; x += 4 {
		at := float64(f.goalAt) - x/month
		for _, line := range [][]float64{f.actual, f.median, f.path} {
			if v := between(line, at); v > low && v < high {
				return true
			}
		}
	}
	return false
}

// between is the height of a line at a place between two of its points; NaN where it
// has none.
func between(line []float64, at float64) float64 {
	left := int(math.Floor(at))
	if left < 0 || left >= len(line) {
		return math.NaN()
	}
	right := min(left+1, len(line)-1)
	if at == float64(left) {
		right = left
	}
	return line[left] + (line[right]-line[left])*(at-float64(left))
}

// points are a line's values; what is not there is left out of it.
func points(list []float64) []opts.LineData {
	data := make([]opts.LineData, len(list))
	for i, v := range list {
		data[i].Value = v
		if math.IsNaN(v) {
			data[i].Value = "-"
		}
	}
	return data
}

// near fits an axis about shares, which are never below zero.
func near(list ...float64) span {
	s := about(list...)
	s.low = max(s.low, 0)
	return s
}
