package reports

import "strings"

// token is one colour of the pages. Charts and style sheet name it only as
// var(--name), so one drawing serves light, dark and paper.
type token struct {
	name  string
	light string
	dark  string
}

// tokens is the palette. Value groups run from blue (create) over grey to orange
// (destroy); the same two hues mean better and worse in every change. The test
// computes contrast and the distance of neighbours for colour-blind eyes.
var tokens = []token{
	{"bg", "#f5f6f8", "#0c1015"},
	{"paper", "#ffffff", "#12171d"},
	{"ink", "#16202b", "#e8ecf1"},
	{"ink2", "#55606d", "#a5b0bc"},
	{"axis", "#8b95a1", "#6b7682"},
	{"grid", "#e6e9ed", "#232b34"},
	{"rule", "#d5dae0", "#2c3540"},
	{"link", "#0b5cad", "#7cc0ff"},

	{"creators", "#0b4f8a", "#9bd0ff"},
	{"contributors", "#4a90c4", "#3a86cc"},
	{"neutral", "#8a929b", "#8f99a5"},
	{"eroders", "#d07f35", "#bd7330"},
	{"destroyers", "#9c2f0e", "#ffb394"},
	{"new", "#6e3cc8", "#8250e6"},
	{"dormant", "#463c46", "#e6e6f0"},
	{"creators-on", "#ffffff", "#0c1015"},
	{"contributors-on", "#0f1820", "#0c1015"},
	{"neutral-on", "#0f1820", "#0c1015"},
	{"eroders-on", "#0f1820", "#0c1015"},
	{"destroyers-on", "#ffffff", "#0c1015"},
	{"new-on", "#ffffff", "#ffffff"},
	{"dormant-on", "#ffffff", "#0c1015"},

	{"good", "#1a6fb5", "#63b3f5"},
	{"bad", "#c2410c", "#ff9a6b"},
	{"amber", "#a98c00", "#f0cf45"},
	{"then", "#a7b0ba", "#7e8894"},

	{"grow", "#0a9180", "#4fd1bb"},
	{"maintain", "#4c5fb8", "#93a3ff"},
	{"re-engineer", "#b07500", "#e0a93b"},
	{"retire", "#3b4450", "#78828f"},

	// Segments and products, in their order; the test holds them apart, too.
	{"series1", "#3980f7", "#2156ea"},
	{"series2", "#b57a0b", "#b9c82c"},
	{"series3", "#913aa0", "#a833a7"},
	{"series4", "#e45c58", "#b23a4f"},
	{"series5", "#22381e", "#29eab2"},
	{"series6", "#1f10b9", "#c087fc"},
	{"series7", "#760b54", "#f49cde"},
	{"series8", "#584606", "#6fb453"},
	{"others", "#8a929b", "#7e8894"},

	{"heat0", "#f4f7fa", "#1a212a"},
	{"heat1", "#e3edf5", "#1c2e40"},
	{"heat2", "#cbdfee", "#1f3f5b"},
	{"heat3", "#a5c9e2", "#255680"},
	{"heat4", "#74acd2", "#2a6aa3"},
	{"heat5", "#2f7ab8", "#7ab8ea"},
	{"heat6", "#0b4f8a", "#b3daff"},
	{"heat4-on", "#16202b", "#ffffff"},
	{"heat-on", "#ffffff", "#0c1015"},
}

// themes declares the tokens. The dark ones hold on screens only: paper is light.
func themes() string {
	var light, dark strings.Builder
	for _, t := range tokens {
		light.WriteString("--" + t.name + ":" + t.light + ";")
		dark.WriteString("--" + t.name + ":" + t.dark + ";")
	}
	return ":root{color-scheme:light;" + light.String() + "}\n" +
		"@media screen{:root[data-theme=dark]{color-scheme:dark;" + dark.String() + "}}\n" +
		"@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;" + dark.String() + "}}\n"
}
