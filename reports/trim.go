package reports

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What a drawing may consist of. Anything else stops the night: no text of a
// customer file can become an element or a handler.
var (
	allowedElements   = []string{"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs", "clipPath"}
	allowedAttributes = []string{"viewBox", "d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height",
		"transform", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin", "opacity",
		"text-anchor", "dominant-baseline", "font-size", "font-weight", "style", "id", "clip-path", "paint-order"}
	droppedAttributes = []string{"xmlns", "version", "baseProfile", "space", "pointer-events", "stroke-miterlimit", "stroke-linecap", "stroke-dashoffset", "ecmeta_ssr_type"}
	roundedAttributes = []string{"d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "width", "height", "transform"}
)

var (
	longNumber = regexp.MustCompile(`-?\d+\.\d{2,}`)
	rendererID = regexp.MustCompile(`zr\d+-`)
)

// trim rewrites the renderer's SVG element by element: only known elements and
// attributes, ids that are unique on a page, short numbers, and a title on every
// mark that has something to tell.
func trim(c chart, out drawing) (string, error) {
	var b strings.Builder
	decoder := xml.NewDecoder(strings.NewReader(out.SVG))
	isRoot := true
	var open []string // elements that have begun
	isBare := false   // the last of them has no > yet
	for {
		t, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), nil
		}
		if err != nil {
			return "", fmt.Errorf("drawing: %w", err)
		}
		if _, isEnd := t.(xml.EndElement); isBare && !isEnd {
			b.WriteString(">")
			isBare = false
		}
		switch t := t.(type) {
		case xml.StartElement:
			if isRoot {
				fmt.Fprintf(&b, `<svg class="chart" viewBox="0 0 %d %d" width="%d" height="%d" aria-hidden="true" focusable="false">`, c.width, c.height, c.width, c.height)
				isRoot, open = false, append(open, "svg")
				continue
			}
			t = shorter(t)
			if isBare, err = element(&b, c, t); err != nil {
				return "", err
			}
			open = append(open, t.Name.Local)
		case xml.EndElement:
			name := open[len(open)-1]
			open = open[:len(open)-1]
			if name == "svg" {
				columns(&b, c, out)
				upright(&b, c, out)
			}
			if isBare {
				b.WriteString("/>")
			} else {
				b.WriteString("</" + name + ">")
			}
			isBare = false
		case xml.CharData:
			if text := string(t); strings.TrimSpace(text) != "" {
				b.WriteString(html.EscapeString(text))
			}
		}
	}
}

// element writes one start tag, without its > when it has no tooltip.
func element(b *strings.Builder, c chart, t xml.StartElement) (isBare bool, err error) {
	if !slices.Contains(allowedElements, t.Name.Local) {
		return false, fmt.Errorf("drawing: unexpected element %q", t.Name.Local)
	}
	series, item, isSilent := "", "", false
	b.WriteString("<" + t.Name.Local)
	for _, a := range t.Attr {
		name, value := a.Name.Local, a.Value
		switch {
		case name == "ecmeta_series_index":
			series = value
			continue
		case name == "ecmeta_data_index":
			item = value
			continue
		case name == "ecmeta_silent":
			isSilent = value == "true"
			continue
		case slices.Contains(droppedAttributes, name):
			continue
		case !slices.Contains(allowedAttributes, name):
			return false, fmt.Errorf("drawing: unexpected attribute %q", name)
		case slices.Contains(roundedAttributes, name):
			value = longNumber.ReplaceAllStringFunc(value, shorten)
			if name == "d" {
				value = shorterPath(value)
			}
		}
		value = rendererID.ReplaceAllString(value, c.id+"-")
		b.WriteString(" " + name + `="` + html.EscapeString(value) + `"`)
	}
	tip := c.tip(series, item)
	if tip == "" || isSilent || t.Name.Local == "text" {
		return true, nil
	}
	b.WriteString(` class="hit"><title>` + html.EscapeString(tip) + `</title>`)
	return false, nil
}

// shorten keeps one decimal. Numbers below three belong to shapes drawn at unit
// scale; rounding would flatten their arcs.
func shorten(number string) string {
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || v > -3 && v < 3 {
		return number
	}
	return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
}

// tip finds the text of a mark by the places of its series and item.
func (c chart) tip(series, item string) string {
	s, err1 := strconv.Atoi(series)
	i, err2 := strconv.Atoi(item)
	if err1 != nil || err2 != nil || s < 0 || s >= len(c.tips) || i < 0 || i >= len(c.tips[s]) {
		return ""
	}
	return c.tips[s][i]
}

// columns lays the bands side by side over the plot, each reaching half-way to
// its neighbours.
func columns(b *strings.Builder, c chart, out drawing) {
	for i := range c.bands {
		from, to := out.Left, out.Left+out.Width
		if i > 0 {
			from = (out.Bands[i-1] + out.Bands[i]) / 2
		}
		if i < len(c.bands)-1 {
			to = (out.Bands[i] + out.Bands[i+1]) / 2
		}
		fmt.Fprintf(b, `<rect class="hit band" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s</title></rect>`,
			from, out.Top, to-from, out.Height, html.EscapeString(c.bands[i].tip))
	}
}
