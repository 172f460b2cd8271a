package reports

import (
	"math"
	"strings"

	"valueshift/segments"
)

// panel is one group's small multiple: shares of its customers, month by month, in
// percent; a nil leaves a gap.
type panel struct {
	group        segments.Group
	stayed, left []*float64
	tips         []string // of both
}

// The panels stand side by side, who stayed above and who left below.
const (
	panelLeft, panelWidth, panelGap = 46, 128, 24
	stayedTop, stayedHeight         = 30, 120
	leftTop, leftHeight             = 176, 52
)

// retentionChart draws what share of each group stayed in it from one month-end to
// the next, and what share left altogether. All panels of a row have one scale.
func retentionChart(id string, months []string, panels []panel) chart {
	lowest, highest := 100.0, 1.0
	for _, p := range panels {
		for i := range months {
			if v := p.stayed[i]; v != nil {
				lowest = min(lowest, *v)
			}
			if v := p.left[i]; v != nil {
				highest = max(highest, *v)
			}
		}
	}
	rows := []span{few(lowest, 100), few(0, highest)}
	var grids, x, y, series, titles []any
	var tips [][]string
	for i, p := range panels {
		left := panelLeft + i*(panelWidth+panelGap)
		titles = append(titles, map[string]any{"text": shortGroup(p.group), "left": left, "top": 0, "padding": 0,
			"textStyle": map[string]any{"fontSize": labelSize, "fontWeight": "bold", "color": "var(--ink)"}})
		for r, row := range []struct {
			top, height int
			values      []*float64
			tips        []string // with tips a point is a dot that answers
			color       string
		}{
			{stayedTop, stayedHeight, p.stayed, p.tips, "var(--" + p.group.Key() + ")"},
			{leftTop, leftHeight, p.left, nil, "var(--ink2)"},
		} {
			at := len(grids)
			grids = append(grids, map[string]any{"left": left, "top": row.top, "width": panelWidth, "height": row.height})
			x = append(x, panelMonths(at, months, r == 1))
			y = append(y, panelScale(at, rows[r], i == 0))
			series = append(series, map[string]any{"type": "line", "xAxisIndex": at, "yAxisIndex": at, "data": row.values,
				"clip": false, "symbol": "circle", "symbolSize": 5, "showSymbol": row.tips != nil, "showAllSymbol": true,
				"lineStyle": map[string]any{"color": row.color, "width": 2}, "itemStyle": map[string]any{"color": row.color}})
			tips = append(tips, row.tips)
		}
	}
	return chart{id: id, width: 1120, height: 256, tips: tips, option: map[string]any{"animation": false,
		"grid": grids, "xAxis": x, "yAxis": y, "series": series, "title": append(titles, rowNames()...)}}
}

// few fits an axis of at most four steps.
func few(low, high float64) span {
	for _, step := range []float64{0.25, 0.5, 1, 2.5, 5, 10, 25} {
		s := span{math.Floor(low/step) * step, math.Ceil(high/step) * step, step}
		if s.high-s.low <= 4*step && s.high > s.low {
			return s
		}
	}
	return span{0, 100, 50}
}

// panelMonths is a time axis with its first and last month.
func panelMonths(grid int, months []string, isNamed bool) map[string]any {
	return map[string]any{"type": "category", "gridIndex": grid, "data": months,
		"axisTick": map[string]any{"show": false}, "axisLine": map[string]any{"onZero": false, "lineStyle": map[string]any{"color": "var(--axis)"}},
		"axisLabel": map[string]any{"show": isNamed, "color": axisText, "fontSize": 11, "interval": max(0, len(months)-2),
			"alignMinLabel": "left", "alignMaxLabel": "right"}}
}

func panelScale(grid int, s span, isNamed bool) map[string]any {
	return map[string]any{"type": "value", "gridIndex": grid, "min": s.low, "max": s.high, "interval": s.step,
		"axisLine":  map[string]any{"show": false},
		"splitLine": map[string]any{"lineStyle": map[string]any{"color": "var(--grid)"}},
		"axisLabel": map[string]any{"show": isNamed, "color": axisText, "fontSize": 11, "formatter": "fn:percent"}}
}

// rowNames say what the two rows of panels show, above the first of each.
func rowNames() []any {
	var list []any
	for _, row := range []struct {
		text string
		top  int
	}{{"stayed in the group", stayedTop - 12}, {"left the portfolio", leftTop - 14}} {
		list = append(list, map[string]any{"text": row.text, "left": panelLeft, "top": row.top, "padding": 0,
			"textStyle": map[string]any{"fontSize": 11, "fontWeight": "normal", "color": axisText}})
	}
	return list
}

// panelTip tells both shares of a month, as far as they are not hidden; of is whose
// shares they are, empty where that is hidden.
func (l spelling) panelTip(month string, g segments.Group, stayed, left *float64, of string) string {
	var told []string
	if stayed != nil {
		told = append(told, l.percent(*stayed/100, 1)+" stayed")
	}
	if left != nil {
		told = append(told, l.percent(*left/100, 1)+" left")
	}
	if len(told) == 0 {
		told = []string{"hidden"}
	} else if of != "" {
		told[0] = "of " + of + " " + told[0]
	}
	return month + ", " + shortGroup(g) + ": " + strings.Join(told, ", ")
}
