package reports

import (
	"regexp"
	"strings"
	"testing"

	"valueshift/reports/gate"
)

// scriptOrStyle is what a reader does not see.
var scriptOrStyle = regexp.MustCompile(`(?s)<(script|style)>(.*?)</(?:script|style)>`)

// numbers are what the page to explore carries: no text for readers.
var numbers = regexp.MustCompile(`(?s)<script type="application/json".*?</script>`)

// sound fails for whatever the gate reads in a site's files. Hand-made books offer
// few of their tables for download.
func sound(t *testing.T, folder string, but ...string) {
	t.Helper()
	list, err := gate.Read(folder, append(but, gate.Download)...)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		t.Error(f)
	}
}

func TestEverySegmentIsReachable(t *testing.T) {
	all := fixtureFiles(t)
	for _, s := range fixture().Scopes[1:] {
		file := "segments/" + Slug(s.Name) + "/index.html"
		if !strings.Contains(all["index.html"], file) || !strings.Contains(all["portfolio.html"], file) {
			t.Errorf("%s is not linked", file)
		}
	}
}

// TestSegmentPagesAreApart looks for the other segments on a segment's page.
func TestSegmentPagesAreApart(t *testing.T) {
	all := fixtureFiles(t)
	scopes := fixture().Scopes[1:]
	for _, s := range scopes {
		page := all["segments/"+Slug(s.Name)+"/index.html"]
		for _, other := range scopes {
			if other.Name != s.Name && (strings.Contains(page, other.Name) || strings.Contains(page, other.Owner)) {
				t.Errorf("the page of %s speaks of %s", s.Name, other.Name)
			}
		}
	}
}

// TestPagesAreSmall keeps pages light enough for a mail or a slow share.
func TestPagesAreSmall(t *testing.T) {
	const most = 200_000
	for name, text := range fixtureFiles(t) {
		if strings.HasSuffix(name, ".html") && name != "explore.html" && len(text) > most {
			t.Errorf("%s has %d bytes, want %d at most", name, len(text), most)
		}
	}
}

// Counts in warnings are spelled like all others; years, days and files are not counts.
func TestCountsInWarnings(t *testing.T) {
	for text, want := range map[string]string{
		"Customers without a cost: 5969. What was spent":  "Customers without a cost: 5\u202f969. What was spent",
		"Lines of nobody: 12000 of 1000000. They count":   "Lines of nobody: 12\u202f000 of 1\u202f000\u202f000. They count",
		"The first: 2026-10-31, file 20261031.csv, 2026":  "The first: 2026-10-31, file 20261031.csv, 2026",
		"with 161711 such lines in all of -10762 GBP; so": "with 161\u202f711 such lines in all of -10\u202f762 GBP; so",
	} {
		if got := english.warning(Warning{Text: text}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
