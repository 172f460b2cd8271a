package reports

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"path"
	"regexp"
	"strings"
	"testing"
)

// scriptOrStyle is what an XML parser must not look into.
var scriptOrStyle = regexp.MustCompile(`(?s)<(script|style)>(.*?)</(?:script|style)>`)

// elements parses a page strictly enough that an element left open is an error.
func elements(t *testing.T, name, page string) []xml.StartElement {
	t.Helper()
	page = strings.TrimPrefix(scriptOrStyle.ReplaceAllString(page, "<$1></$1>"), "<!doctype html>")
	decoder := xml.NewDecoder(strings.NewReader(page))
	decoder.Strict = false
	decoder.AutoClose = []string{"meta", "link", "input", "br"}
	decoder.Entity = xml.HTMLEntity
	var list []xml.StartElement
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if e, ok := token.(xml.StartElement); ok {
			list = append(list, e.Copy())
		}
	}
}

func attribute(e xml.StartElement, name string) (string, bool) {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value, true
		}
	}
	return "", false
}

// audit checks what must hold for every page of every site: no dead link, no id
// twice, nothing from outside, no handler, one script that the policy names.
func audit(t *testing.T, all map[string]string) {
	t.Helper()
	ids := map[string]map[string]bool{}
	pages := map[string][]xml.StartElement{}
	for name, text := range all {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		ids[name], pages[name] = map[string]bool{}, elements(t, name, text)
		for _, e := range pages[name] {
			if id, ok := attribute(e, "id"); ok {
				if ids[name][id] {
					t.Errorf("%s: id %q twice", name, id)
				}
				ids[name][id] = true
			}
		}
	}
	for name, list := range pages {
		for _, e := range list {
			auditElement(t, all, ids, name, e)
		}
		auditScript(t, name, all[name])
	}
}

func auditElement(t *testing.T, all map[string]string, ids map[string]map[string]bool, name string, e xml.StartElement) {
	t.Helper()
	for _, a := range e.Attr {
		if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") {
			t.Errorf("%s: <%s> has the handler %s", name, e.Name.Local, a.Name.Local)
		}
		if a.Name.Local != "href" && a.Name.Local != "src" {
			continue
		}
		target, anchor, hasAnchor := strings.Cut(a.Value, "#")
		if a.Value == "data:," {
			continue
		}
		if target == "../"+MonthsFile && !strings.Contains(name, "/") {
			continue // it lies beside the versions
		}
		if strings.Contains(target, ":") || strings.HasPrefix(target, "/") {
			t.Errorf("%s: %q points outside the site", name, a.Value)
			continue
		}
		file := name
		if target != "" {
			file = path.Join(path.Dir(name), target)
		}
		if _, ok := all[file]; !ok {
			t.Errorf("%s: %q is a dead link", name, a.Value)
		}
		if hasAnchor && !ids[file][anchor] {
			t.Errorf("%s: %q names no element", name, a.Value)
		}
	}
	switch e.Name.Local {
	case "iframe", "object", "embed", "img", "form", "base":
		t.Errorf("%s: unexpected <%s>", name, e.Name.Local)
	}
}

func auditScript(t *testing.T, name, text string) {
	t.Helper()
	scripts := 0
	for _, m := range scriptOrStyle.FindAllStringSubmatch(text, -1) {
		if m[1] == "script" {
			scripts++
			sum := sha256.Sum256([]byte(m[2]))
			if want := "sha256-" + base64.StdEncoding.EncodeToString(sum[:]); !strings.Contains(html.UnescapeString(text), want) {
				t.Errorf("%s: the policy does not name the script", name)
			}
		}
	}
	if scripts != 1 || strings.Count(text, "<script") != 1 {
		t.Errorf("%s: %d scripts, want 1", name, strings.Count(text, "<script"))
	}
}

func TestPagesAreSound(t *testing.T) {
	audit(t, fixtureFiles(t))
}

func TestEverySegmentIsReachable(t *testing.T) {
	all := fixtureFiles(t)
	for _, s := range fixture().Scopes[1:] {
		file := "segments/" + Slug(s.Name) + ".html"
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
		page := all["segments/"+Slug(s.Name)+".html"]
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
