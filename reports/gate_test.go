package reports

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"valueshift/reports/gate"
)

// axe-core 4.14.1 as npm has it, under the Mozilla Public License 2.0. It judges pages
// in tests and is in no page.
//
//go:embed testdata/axe-core/axe.min.js
var axeJS string

func TestAxeIsTheReleasedOne(t *testing.T) {
	sum := sha256.Sum256([]byte(axeJS))
	if got := hex.EncodeToString(sum[:]); got != "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c" {
		t.Errorf("axe.min.js has sha256 %s", got)
	}
}

// looksGood looks at one page of every kind that a site has. The glossary is the same
// in all sites; the fixture's is looked at.
func looksGood(t *testing.T, folder string, how gate.How) {
	t.Helper()
	pages, err := gate.Kinds(folder)
	if err != nil {
		t.Fatal(err)
	}
	if folder != fixtureSite {
		pages = slices.DeleteFunc(pages, func(page string) bool { return path.Base(page) == glossaryFile })
	}
	list, err := aBrowser(t).Look(folder, pages, how)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		t.Error(f)
	}
}

func TestPagesAreGood(t *testing.T) {
	folder := fixtureFolder(t)
	sound(t, folder)
	how := gate.Every
	how.Axe = axeJS
	how.Printed = func(page string, sheets int) { t.Logf("%s: %d sheets", page, sheets) }
	looksGood(t, folder, how)
}

// faults are what can be wrong with the files of a page: what stands in a good one,
// and what is put in its place.
var faults = []struct{ rule, from, to string }{
	{gate.Markup, "</footer>", "</div></footer>"},
	{gate.ID, "<footer", `<footer id="main"`},
	{gate.Link, `href="index.html"`, `href="missing.html"`},
	{gate.Anchor, `href="#main"`, `href="#nowhere"`},
	{gate.Outside, "<h1>", `<h1><a href="https://example.com/">x</a>`},
	{gate.Handler, `class="lead"`, `class="lead" onclick="x()"`},
	{gate.Element, "<h1>", `<h1><img src="x.png">`},
	{gate.Policy, "<h1>", "<h1><script>window.PWN=1</script>"},
	{gate.Figure, "<h3>", "<h5>"},
	{gate.Drawing, `role="img" aria-label="`, `role="img" aria-label="short" title="`},
	{gate.Numbers, "<td", "<i"},
	{gate.Download, ".csv", ".txt"},
	{gate.Header, ` scope="col"`, ""},
	{gate.Size, "</main>", "<!--" + strings.Repeat("x", 200_000) + "--></main>"},
	{gate.Unreachable, "", ""},
}

// TestGateReadsFaults does each to a page of its own.
func TestGateReadsFaults(t *testing.T) {
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(fixtureFolder(t))); err != nil {
		t.Fatal(err)
	}
	good := fixtureFiles(t)["portfolio.html"]
	var broken []string
	for _, f := range faults {
		broken = append(broken, f.rule)
		bad := strings.ReplaceAll(good, f.from, f.to)
		if bad == good && f.from != "" {
			t.Errorf("%s: the page has no %q", f.rule, f.from)
		}
		if err := os.WriteFile(filepath.Join(folder, f.rule+".html"), []byte(bad), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(broken, gate.ReadRules) {
		t.Errorf("%q are broken, the rules are %q", broken, gate.ReadRules)
	}
	list, err := gate.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range broken {
		if !slices.ContainsFunc(list, func(f gate.Finding) bool { return f.Page == rule+".html" && f.Rule == rule }) {
			t.Errorf("the gate does not see a broken %s", rule)
		}
	}
}

// mischief breaks every rule that only a browser can see broken.
const mischief = `<script>
window.PWN = 1;
new Image().src = '../outside.png';
document.documentElement.removeAttribute('lang');
document.body.style.background = '#888';
document.querySelector('.plot svg').remove();
for (const text of document.querySelectorAll('.plot svg text')) Object.assign(text, { style: 'font-size:8px' }).setAttribute('transform', 'translate(100 100)');
document.querySelector('h1').style.cssText = 'width:60px;height:20px;overflow:hidden';
const wide = document.createElement('p');
wide.style.cssText = 'width:3000px;white-space:nowrap;text-align:right';
wide.textContent = 'far to the right';
document.body.append(wide);
const small = document.createElement('button');
small.style.cssText = 'all:unset;font-size:8px';
small.textContent = '+';
document.body.append(small);
for (const event of ['pointermove', 'pointerdown', 'keydown']) window.addEventListener(event, e => e.stopImmediatePropagation(), true);
addEventListener('load', () => { for (const e of document.querySelectorAll('th button,input')) e.replaceWith(e.cloneNode(true)); });
</script></body>`

// TestGateSeesFaults opens a page that has them all but one, and one that has that:
// what the policy stops does no mischief.
func TestGateSeesFaults(t *testing.T) {
	folder := t.TempDir()
	good := fixtureFiles(t)["portfolio.html"]
	policy := regexp.MustCompile(`<meta http-equiv[^>]*>`)
	filtered := fixtureFiles(t)["index.html"] // a page without drawings, with a table to filter
	for name, text := range map[string]string{
		"filter.html": strings.Replace(policy.ReplaceAllString(filtered, ""), "</body>", strings.Replace(mischief, "document.querySelector('.plot svg').remove();", "", 1), 1),
		"open.html":   strings.Replace(policy.ReplaceAllString(good, ""), "</body>", mischief, 1),
		"closed.html": strings.Replace(good, "</body>", mischief, 1),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	how := gate.Every
	how.Axe = axeJS
	list, err := aBrowser(t).Look(folder, []string{"open.html"}, how)
	if err != nil {
		t.Fatal(err)
	}
	filter, err := aBrowser(t).Look(folder, []string{"filter.html"}, gate.How{Hands: true})
	if err != nil {
		t.Fatal(err)
	}
	closed, err := aBrowser(t).Look(folder, []string{"closed.html"}, gate.How{})
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range gate.LookRules {
		if !slices.ContainsFunc(slices.Concat(list, filter, closed), func(f gate.Finding) bool { return f.Rule == rule }) {
			t.Errorf("the gate does not see a broken %s", rule)
		}
	}
	if slices.ContainsFunc(closed, func(f gate.Finding) bool { return f.Rule == gate.Script }) {
		t.Error("the policy stops nothing")
	}
}
