package reports

import (
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"valueshift/segments"
)

// pillar is one month-end of a Sankey: its groups from the top down.
type pillar struct {
	name  string
	nodes []node
}

type node struct {
	group     segments.Group
	customers int64  // that are known; its bands may be of fewer
	isHidden  bool   // there are more, whose number is not told
	label     string // beside the node; empty: none
	tip       string
}

// flow is a band from a group of one column to a group of the next.
type flow struct {
	column    int // that it starts from
	from, to  segments.Group
	customers int64
	class     string // good, bad, then: its colour
	tip       string
}

// sankeyChart draws the ways of customers between groups. Nodes are named after
// their column, so that no way leads back, and keep the order they are given in.
func sankeyChart(id string, width, height int, columns []pillar, flows []flow) (chart, error) {
	name := func(c int, g segments.Group) string { return strconv.Itoa(c) + "." + strconv.Itoa(int(g)) }
	var nodes []opts.SankeyNode
	var links []opts.SankeyLink
	tips := [][]string{{}, {}} // of nodes, of links
	for c, column := range columns {
		for _, n := range column.nodes {
			nodes = append(nodes, opts.SankeyNode{Name: name(c, n.group), Depth: &c, ItemStyle: nodeStyle(n.group)})
			tips[0] = append(tips[0], n.tip)
		}
	}
	for _, f := range flows {
		links = append(links, opts.SankeyLink{Source: name(f.column, f.from), Target: name(f.column+1, f.to)})
		tips[1] = append(tips[1], f.tip)
	}
	c := charts.NewSankey()
	c.SetGlobalOptions(still()...)
	c.AddSeries("", nodes, links)
	o, err := decode(c)
	if err != nil {
		return chart{}, err
	}
	set(o, "series.0.layoutIterations", 0)
	set(o, "series.0.draggable", false)
	set(o, "series.0.nodeWidth", 10)
	set(o, "series.0.nodeGap", 7)
	for side, space := range map[string]int{"left": 0, "right": 0, "top": 0, "bottom": 24} {
		set(o, "series.0."+side, space)
	}
	set(o, "series.0.label", map[string]any{"show": false})
	for i, f := range flows { // the library would round large numbers
		at := "series.0.links." + strconv.Itoa(i)
		set(o, at+".value", f.customers)
		set(o, at+".lineStyle", map[string]any{"color": "var(--" + f.class + ")", "opacity": opacity(f.class), "curveness": 0.5})
	}
	i := 0
	for _, column := range columns {
		for _, n := range column.nodes { // as high as its bands, if they are of more
			set(o, "series.0.data."+strconv.Itoa(i)+".value", n.customers)
			if n.group == hiddenStock {
				set(o, "series.0.data."+strconv.Itoa(i)+".itemStyle.borderType", "dashed")
			}
			i++
		}
	}
	labelNodes(o, columns)
	labelColumns(o, columns, width, height)
	return chart{id: id, width: width, height: height, option: o, tips: tips}, nil
}

func nodeStyle(g segments.Group) *opts.ItemStyle {
	if g == segments.Out || g == hiddenStock { // who is not there, or not told, is only an outline
		return &opts.ItemStyle{Color: "var(--paper)", BorderColor: "var(--axis)", BorderWidth: 1}
	}
	return &opts.ItemStyle{Color: "var(--" + g.Key() + ")", BorderWidth: 0}
}

// opacity lets who stayed step back behind who moved.
func opacity(class string) float64 {
	if class == "then" {
		return 0.3
	}
	return 0.55
}

// labelNodes writes beside the nodes, inwards in the last column.
func labelNodes(o map[string]any, columns []pillar) {
	i := 0
	for c, column := range columns {
		position := "right"
		if c == len(columns)-1 {
			position = "left"
		}
		for _, n := range column.nodes {
			if n.label != "" {
				set(o, "series.0.data."+strconv.Itoa(i)+".label", map[string]any{"show": true, "position": position, "formatter": n.label,
					"color": "var(--ink)", "fontSize": 11, "textBorderColor": "var(--paper)", "textBorderWidth": 3})
			}
			i++
		}
	}
}

// labelColumns writes the months under the columns.
func labelColumns(o map[string]any, columns []pillar, width, height int) {
	var titles []any
	for c, column := range columns {
		align, x := "center", c*width/max(1, len(columns)-1)
		switch c {
		case 0:
			align = "left"
		case len(columns) - 1:
			align = "right"
		}
		titles = append(titles, map[string]any{"text": column.name, "left": x, "top": height - 16, "textAlign": align, "padding": 0,
			"textStyle": map[string]any{"fontSize": labelSize, "fontWeight": "bold", "color": axisText}})
	}
	set(o, "title", titles)
}
