package reports

import (
	"cmp"
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"testing"

	"valueshift/segments"
)

// Contrast as in WCAG 2.2; distances are CIEDE76 in CIELAB after simulating the
// three dichromacies by the matrices of Machado, Oliveira and Fernandes (2009).

type rgb [3]float64

func hexColour(t *testing.T, text string) rgb {
	t.Helper()
	n, err := strconv.ParseUint(text[1:], 16, 32)
	if err != nil || len(text) != 7 {
		t.Fatalf("%q is not a colour", text)
	}
	return rgb{linear(float64(n>>16) / 255), linear(float64(n>>8&255) / 255), linear(float64(n&255) / 255)}
}

func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func (c rgb) luminance() float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }

func contrast(a, b rgb) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func (c rgb) lab() [3]float64 {
	x := (0.4124*c[0] + 0.3576*c[1] + 0.1805*c[2]) / 0.95047
	y := 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
	z := (0.0193*c[0] + 0.1192*c[1] + 0.9505*c[2]) / 1.08883
	f := func(t float64) float64 {
		if t > 0.008856 {
			return math.Cbrt(t)
		}
		return 7.787*t + 16.0/116
	}
	return [3]float64{116*f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))}
}

var eyes = []struct {
	name   string
	matrix [3][3]float64
}{
	{"normal", [3][3]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
	{"protan", [3][3]float64{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
	{"deutan", [3][3]float64{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
	{"tritan", [3][3]float64{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},
}

func (c rgb) seen(m [3][3]float64) rgb {
	var out rgb
	for i := range out {
		out[i] = max(0, min(1, m[i][0]*c[0]+m[i][1]*c[1]+m[i][2]*c[2]))
	}
	return out
}

func difference(a, b rgb) float64 {
	la, lb := a.lab(), b.lab()
	return math.Sqrt((la[0]-lb[0])*(la[0]-lb[0]) + (la[1]-lb[1])*(la[1]-lb[1]) + (la[2]-lb[2])*(la[2]-lb[2]))
}

// themesOf gives the palette once for light and once for dark.
func themesOf(t *testing.T) map[string]map[string]rgb {
	all := map[string]map[string]rgb{"light": {}, "dark": {}}
	for _, c := range tokens {
		all["light"][c.name], all["dark"][c.name] = hexColour(t, c.light), hexColour(t, c.dark)
	}
	return all
}

// TestEveryHeatHasItsText finds, in the style sheet itself, which text stands on
// which step of heat.
func TestEveryHeatHasItsText(t *testing.T) {
	rules := regexp.MustCompile(`\.heat(\d)\{background:var\(--([a-z0-9]+)\)(?:;color:var\(--([a-z0-9-]+)\))?\}`).FindAllStringSubmatch(appCSS, -1)
	if len(rules) != 7 {
		t.Fatalf("%d steps of heat, want 7", len(rules))
	}
	for theme, c := range themesOf(t) {
		for _, r := range rules {
			text := cmp.Or(r[3], "ink")
			if got := contrast(c[text], c[r[2]]); got < 4.5 {
				t.Errorf("%s: %s on step %s has contrast %.2f, want 4.5", theme, text, r[1], got)
			}
		}
	}
}

func TestTextIsReadable(t *testing.T) {
	pairs := [][2]string{{"ink", "paper"}, {"ink", "bg"}, {"ink2", "paper"}, {"ink2", "bg"}, {"link", "paper"}, {"link", "bg"},
		{"good", "paper"}, {"bad", "paper"}, {"paper", "ink"},
		{"creators-on", "creators"}, {"contributors-on", "contributors"}, {"neutral-on", "neutral"}, {"eroders-on", "eroders"},
		{"destroyers-on", "destroyers"}, {"new-on", "new"}, {"dormant-on", "dormant"},
		{"ink", "heat0"}, {"ink", "heat1"}, {"ink", "heat2"}, {"ink", "heat3"}, {"heat4-on", "heat4"}, {"heat-on", "heat5"}, {"heat-on", "heat6"},
		{"ink2", "heat0"}, {"good", "heat0"}, {"bad", "heat0"}}
	for theme, c := range themesOf(t) {
		for _, p := range pairs {
			if got := contrast(c[p[0]], c[p[1]]); got < 4.5 {
				t.Errorf("%s: %s on %s has contrast %.2f, want 4.5", theme, p[0], p[1], got)
			}
		}
	}
}

func TestMarksStandOut(t *testing.T) {
	marks := []string{"creators", "contributors", "neutral", "eroders", "destroyers", "new", "dormant", "good", "bad", "amber",
		"grow", "maintain", "re-engineer", "retire", "axis",
		"series1", "series2", "series3", "series4", "series5", "series6", "series7", "series8", "others"}
	for theme, c := range themesOf(t) {
		for _, m := range marks {
			if got := contrast(c[m], c["paper"]); got < 3 {
				t.Errorf("%s: %s on paper has contrast %.2f, want 3", theme, m, got)
			}
		}
	}
}

// TestMarksDiffer compares the colours that stand for different things in one
// picture, as every kind of eye sees them.
func TestMarksDiffer(t *testing.T) {
	sets := []struct {
		least float64
		names []string
	}{
		{20, []string{"creators", "contributors", "neutral", "eroders", "destroyers", "new", "dormant"}},
		{20, []string{"grow", "maintain", "re-engineer", "retire"}},
		{20, []string{"good", "bad", "ink"}},
		{20, []string{"series1", "series2", "series3", "series4", "series5", "series6", "series7", "series8", "others"}},
		// No amber is dark enough to stand on white and far from orange for every eye;
		// states have a shape and a word of their own.
		{10, []string{"good", "bad", "amber"}},
	}
	for theme, c := range themesOf(t) {
		for _, set := range sets {
			for i, a := range set.names {
				for _, b := range set.names[i+1:] {
					for _, eye := range eyes {
						if got := difference(c[a].seen(eye.matrix), c[b].seen(eye.matrix)); got < set.least {
							t.Errorf("%s: %s and %s differ by %.1f for %s eyes, want %v", theme, a, b, got, eye.name, set.least)
						}
					}
				}
			}
		}
	}
}

// A colour that the palette does not have would be black, in the dark on black.
func TestColumnsHaveTheirColours(t *testing.T) {
	has := map[string]bool{}
	for _, c := range tokens {
		has[c.name] = true
	}
	var layers []stack
	for group := segments.Out; group <= segments.Dormant; group++ {
		layers = append(layers, stack{group: group, heights: []float64{10}, labels: []string{"10"}, tips: []string{""}})
	}
	c, err := mixChart("mix", []string{"Oct 2026"}, layers, 200)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(c.option)
	if err != nil {
		t.Fatal(err)
	}
	used := regexp.MustCompile(`var\(--([a-z0-9-]+)\)`).FindAllStringSubmatch(string(text), -1)
	if len(used) < 2*len(layers) {
		t.Fatalf("only %d colours are used", len(used))
	}
	for _, u := range used {
		if !has[u[1]] {
			t.Errorf("the palette has no %q", u[1])
		}
	}
}
