package reports

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// cubeOfPage is one long line of numbers, which TestExploreSums holds against the book.
var cubeOfPage = regexp.MustCompile(`(<script type="application/json" id="cube">)[^<]*</script>`)

// TestGolden compares pages with what somebody has looked at and found right. The
// style sheet and the script have their own files and are left out.
func TestGolden(t *testing.T) {
	all := fixtureFiles(t)
	for _, g := range []struct{ page, golden string }{
		{"index.html", "index.html"},
		{"portfolio.html", "portfolio.html"},
		{"migration.html", "migration.html"},
		{"customers.html", "customers.html"},
		{"quality.html", "quality.html"},
		{"glossary.html", "glossary.html"},
		{"explore.html", "explore.html"},
		{"segments/" + Slug("Families") + "/index.html", "segment.html"},
		{"data/report_months.csv", "report_months.csv"},
	} {
		got := lines(all[g.page])
		file := filepath.Join("testdata", g.golden)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: %s; run go test ./reports -run TestGolden -update and look at the change", g.page, firstDifference(got, string(want)))
		}
	}
}

// lines breaks a page before every element, so that a change reads well in a diff.
func lines(page string) string {
	page = cubeOfPage.ReplaceAllString(scriptOrStyle.ReplaceAllString(page, "<$1></$1>"), "$1</script>")
	page = strings.ReplaceAll(page, "\n", "")
	if !strings.HasPrefix(page, "<!doctype") {
		return page
	}
	for _, tag := range []string{"<tr", "<figure", "<section", "<path", "<rect", "<text", "<circle", "<p ", "<p>", "<li", "<svg", "<dt", "<td", "<th", "<h"} {
		page = strings.ReplaceAll(page, tag, "\n"+tag)
	}
	return page + "\n"
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			wanted := "nothing"
			if i < len(w) {
				wanted = w[i]
			}
			return "got " + g[i] + ", want " + wanted
		}
	}
	return "lines are missing at the end"
}
