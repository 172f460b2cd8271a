package reports

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

const (
	axisText  = "var(--ink2)"
	labelSize = 12
)

// decode takes a chart of the library out as data. The library's own rendering
// is never used: it switches escaping off, and it hides NaN. Here NaN is an error.
func decode(c interface {
	Validate()
	JSON() map[string]any
}) (map[string]any, error) {
	c.Validate()
	text, err := json.Marshal(c.JSON())
	if err != nil {
		return nil, fmt.Errorf("option: %w", err)
	}
	var o map[string]any
	if err := json.Unmarshal(text, &o); err != nil {
		return nil, fmt.Errorf("option: %w", err)
	}
	return o, nil
}

// set patches what the library has no field for: set(o, "series.0.silent", true).
// The path up to the last part must exist or be an object to be made; a path that
// leads nowhere is a mistake in the program.
func set(o map[string]any, path string, value any) {
	parts := strings.Split(path, ".")
	var at any = o
	for _, p := range parts[:len(parts)-1] {
		switch v := at.(type) {
		case map[string]any:
			if v[p] == nil {
				v[p] = map[string]any{}
			}
			at = v[p]
		case []any:
			i, err := strconv.Atoi(p)
			if err != nil || i >= len(v) {
				panic("reports: no " + path + " in a chart")
			}
			at = v[i]
		}
	}
	v, ok := at.(map[string]any)
	if !ok {
		panic("reports: no " + path + " in a chart")
	}
	v[parts[len(parts)-1]] = value
}

// still switches everything off that a still picture does not need.
func still() []charts.GlobalOpts {
	return []charts.GlobalOpts{
		charts.WithAnimation(false),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(false)}),
	}
}

func grid(left, right, top, bottom int) charts.GlobalOpts {
	return charts.WithGridOpts(opts.Grid{
		Left: strconv.Itoa(left), Right: strconv.Itoa(right), Top: strconv.Itoa(top), Bottom: strconv.Itoa(bottom)})
}

// categories is an x axis with one place per name.
func categories(names []string) opts.XAxis {
	return opts.XAxis{Type: "category", Data: names,
		AxisLine: &opts.AxisLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "var(--axis)"}},
		AxisTick: &opts.AxisTick{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: axisText, FontSize: labelSize,
			ShowMinLabel: opts.Bool(true), ShowMaxLabel: opts.Bool(true)},
	}
}

// values is a y axis for numbers that function spells.
func values(s span, function types.FuncStr) opts.YAxis {
	return opts.YAxis{Type: "value", Min: s.low, Max: s.high,
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "var(--grid)"}},
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: axisText, FontSize: labelSize, Formatter: function},
	}
}

// span is an axis from a round low to a round high in round steps.
type span struct{ low, high, step float64 }

// around fits an axis about its values and zero, in at most six steps.
func around(amounts ...float64) span {
	low, high := 0.0, 0.0
	for _, a := range amounts {
		low, high = min(low, a), max(high, a)
	}
	if low == high {
		return span{0, 1, 1}
	}
	step := math.Pow10(int(math.Floor(math.Log10(high - low))))
	for _, factor := range []float64{0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5} {
		if (math.Ceil(high/(step*factor)) - math.Floor(low/(step*factor))) <= 6 {
			step *= factor
			break
		}
	}
	return span{math.Floor(low/step) * step, math.Ceil(high/step) * step, step}
}

// ticks fixes the steps of an axis, which the library cannot.
func ticks(o map[string]any, axis string, s span) {
	set(o, axis+".0.interval", s.step)
}
