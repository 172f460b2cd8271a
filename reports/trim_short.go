package reports

import (
	"encoding/xml"
	"regexp"
	"slices"
)

var (
	textStyle   = regexp.MustCompile(`^font-size:(\d+)px;font-family:var\(--font\);(?:font-weight:(\w+);)?$`)
	unitCircle  = regexp.MustCompile(`^M1 0A1 1 0 1 1 1 -?[\d.e-]+A1 1 0 0 1 1 0$`)
	uprightPath = regexp.MustCompile(`^(M\S+ \S+)l(\S+) 0l0 (\S+)l(-\S+) 0Z$`)
	scaling     = regexp.MustCompile(`^matrix\(([\d.]+),0,0,([\d.]+),(-?[\d.]+),(-?[\d.]+)\)$`)
)

// shorter says the same in fewer bytes: text is drawn as the style sheet has it,
// and a circle is a circle.
func shorter(t xml.StartElement) xml.StartElement {
	switch t.Name.Local {
	case "text":
		return shorterText(t)
	case "path":
		return asCircle(t)
	}
	return t
}

// shorterPath draws an uprightPath rectangle by its sides.
func shorterPath(d string) string { return uprightPath.ReplaceAllString(d, "${1}h${2}v${3}h${4}Z") }

// shorterText leaves out the font, which all text shares, and size, colour and base
// line that almost all does.
func shorterText(t xml.StartElement) xml.StartElement {
	var attributes []xml.Attr
	isCentral := false
	for _, a := range t.Attr {
		switch {
		case a.Name.Local == "dominant-baseline" && a.Value == "central":
			isCentral = true
		case a.Name.Local == "style" && textStyle.MatchString(a.Value):
			parts := textStyle.FindStringSubmatch(a.Value)
			attributes = append(attributes, attr("font-size", parts[1]))
			if parts[2] != "" {
				attributes = append(attributes, attr("font-weight", parts[2]))
			}
		default:
			attributes = append(attributes, a)
		}
	}
	attributes = slices.DeleteFunc(attributes, func(a xml.Attr) bool { return a == attr("font-size", "12") || a == attr("fill", "var(--ink2)") })
	if !isCentral && !hasAttr(t, "dominant-baseline") {
		attributes = append(attributes, attr("dominant-baseline", "auto"))
	}
	t.Attr = attributes
	return t
}

// asCircle recognizes the renderer's circle, which is a path about the origin. One
// with a stroke stays a path, because the scaling goes for the stroke, too.
func asCircle(t xml.StartElement) xml.StartElement {
	circle := xml.StartElement{Name: xml.Name{Local: "circle"}}
	isUnit, isPlaced := false, false
	for _, a := range t.Attr {
		switch a.Name.Local {
		case "d":
			isUnit = unitCircle.MatchString(a.Value)
		case "transform":
			parts := scaling.FindStringSubmatch(a.Value)
			if parts == nil || parts[1] != parts[2] {
				return t
			}
			isPlaced = true
			circle.Attr = append(circle.Attr, attr("cx", parts[3]), attr("cy", parts[4]), attr("r", parts[1]))
		case "stroke":
			return t
		default:
			circle.Attr = append(circle.Attr, a)
		}
	}
	if isUnit && isPlaced {
		return circle
	}
	return t
}

func attr(name, value string) xml.Attr { return xml.Attr{Name: xml.Name{Local: name}, Value: value} }

func hasAttr(t xml.StartElement, name string) bool {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return true
		}
	}
	return false
}
