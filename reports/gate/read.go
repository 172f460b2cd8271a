package gate

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	mostBytes     = 200_000 // of a page
	leastSentence = 40      // characters that tell what a drawing shows
	livePage      = "explore.html"
)

// reading is a site as its files are.
type reading struct {
	folder string
	files  map[string]bool
	pages  map[string]*html.Node
	ids    map[string]map[string]bool
	links  map[string][]string // from page to page
	found  []Finding
}

// Pages lists the pages of a site.
func Pages(folder string) ([]string, error) {
	var pages []string
	err := filepath.WalkDir(folder, func(file string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Ext(file) == ".html" {
			name, _ := filepath.Rel(folder, file)
			pages = append(pages, filepath.ToSlash(name))
		}
		return err
	})
	return pages, err
}

// Kinds lists the largest page of every kind: those of all segments are of one.
func Kinds(folder string) ([]string, error) {
	pages, err := Pages(folder)
	if err != nil {
		return nil, err
	}
	largest, bytes := map[string]string{}, map[string]int64{}
	for _, page := range pages {
		kind := page
		if parts := strings.Split(page, "/"); len(parts) > 1 {
			parts[1] = "*"
			kind = strings.Join(parts, "/")
		}
		info, err := os.Stat(filepath.Join(folder, page))
		if err != nil {
			return nil, err
		}
		if info.Size() > bytes[kind] {
			largest[kind], bytes[kind] = page, info.Size()
		}
	}
	return slices.Sorted(maps.Values(largest)), nil
}

// Read tells what is wrong with the files of a site, but for some rules that it
// cannot keep.
func Read(folder string, but ...string) ([]Finding, error) {
	r := &reading{folder: folder, files: map[string]bool{}, pages: map[string]*html.Node{}, ids: map[string]map[string]bool{}, links: map[string][]string{}}
	err := filepath.WalkDir(folder, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, _ := filepath.Rel(folder, file)
		name = filepath.ToSlash(name)
		r.files[name] = true
		if path.Ext(name) != ".html" {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return r.parse(name, text)
	})
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(r.pages)) {
		r.page(name)
	}
	r.reach()
	return tidy(slices.DeleteFunc(r.found, func(f Finding) bool { return slices.Contains(but, f.Rule) })), nil
}

func (r *reading) add(page, rule, format string, args ...any) {
	r.found = append(r.found, Finding{page, rule, fmt.Sprintf(format, args...)})
}

func (r *reading) parse(name string, text []byte) error {
	if len(text) > mostBytes && path.Base(name) != livePage {
		r.add(name, Size, "%d bytes", len(text))
	}
	r.balance(name, text)
	node, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	r.pages[name], r.ids[name] = node, map[string]bool{}
	for n := range node.Descendants() {
		id, ok := attribute(n, "id")
		if !ok {
			continue
		}
		if r.ids[name][id] || id == "" {
			r.add(name, ID, "%q", id)
		}
		r.ids[name][id] = true
	}
	return nil
}

// alone are the elements that are never closed.
var alone = []string{"meta", "link", "input", "br", "hr", "wbr", "img", "base", "embed"}

// balance holds every end against its beginning; browsers mend what is amiss, each
// in its way.
func (r *reading) balance(name string, text []byte) {
	var open []string
	tokens := html.NewTokenizer(bytes.NewReader(text))
	for {
		kind := tokens.Next()
		tag, _ := tokens.TagName()
		switch kind {
		case html.ErrorToken:
			if !errors.Is(tokens.Err(), io.EOF) || len(open) > 0 {
				r.add(name, Markup, "at the end: %v, open %q", tokens.Err(), open)
			}
			return
		case html.StartTagToken:
			if !slices.Contains(alone, string(tag)) {
				open = append(open, string(tag))
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != string(tag) {
				r.add(name, Markup, "</%s> closes %q", tag, open)
				return
			}
			open = open[:len(open)-1]
		}
	}
}

// page checks one page.
func (r *reading) page(name string) {
	root := r.pages[name]
	policy := ""
	var scripts []*html.Node
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		r.attributes(name, n)
		switch n.Data {
		case "meta":
			if is, _ := attribute(n, "http-equiv"); strings.EqualFold(is, "Content-Security-Policy") {
				policy, _ = attribute(n, "content")
			}
		case "script":
			scripts = append(scripts, n)
		case "style":
			r.style(name, text(n))
		case "iframe", "object", "embed", "img", "base", "frame", "audio", "video":
			r.add(name, Element, "<%s>", n.Data)
		case "figure":
			r.figure(name, n)
		case "th":
			if scope, _ := attribute(n, "scope"); scope != "col" && scope != "row" {
				r.add(name, Header, "%.60q has no scope", text(n))
			}
		}
	}
	r.policy(name, policy, scripts)
}

// places are the attributes that name a file.
var places = []string{"href", "src", "srcset", "action", "formaction", "data", "poster", "ping", "background"}

func (r *reading) attributes(name string, n *html.Node) {
	for _, a := range n.Attr {
		switch {
		case strings.HasPrefix(strings.ToLower(a.Key), "on"):
			r.add(name, Handler, "<%s> has %s", n.Data, a.Key)
		case a.Key == "style":
			r.style(name, a.Val)
		case slices.Contains(places, a.Key):
			r.link(name, n, a.Val)
		}
	}
}

// style may load nothing.
func (r *reading) style(name, css string) {
	for _, part := range strings.Split(css, "url(")[1:] {
		if part = strings.TrimLeft(part, ` "'`); !strings.HasPrefix(part, "data:") && !strings.HasPrefix(part, "#") {
			r.add(name, Outside, "a style loads %.60q", part)
		}
	}
	if strings.Contains(css, "@import") {
		r.add(name, Outside, "a style imports another")
	}
}

// link follows one link. One that leaves the folder, to the site of another month,
// must lead somewhere too.
func (r *reading) link(name string, n *html.Node, value string) {
	if n.Data == "link" && value == "data:," {
		return
	}
	target, anchor, hasAnchor := strings.Cut(value, "#")
	target, _, _ = strings.Cut(target, "?")
	if strings.Contains(target, ":") || strings.HasPrefix(target, "/") {
		r.add(name, Outside, "<%s> points to %.80q", n.Data, value)
		return
	}
	file := name
	if target != "" {
		file = path.Join(path.Dir(name), target)
	}
	if !r.files[file] {
		info, err := os.Stat(filepath.Join(r.folder, filepath.FromSlash(file)))
		if err != nil || info.IsDir() {
			r.add(name, Link, "%.80q", value)
		}
		return
	}
	r.links[name] = append(r.links[name], file)
	if hasAnchor && !r.ids[file][anchor] {
		r.add(name, Anchor, "%.80q", value)
	}
}

// policy wants one that closes everything and names every script of the page.
func (r *reading) policy(name, policy string, scripts []*html.Node) {
	rules := map[string][]string{}
	for rule := range strings.SplitSeq(policy, ";") {
		if words := strings.Fields(rule); len(words) > 0 {
			rules[words[0]] = words[1:]
		}
	}
	if !slices.Equal(rules["default-src"], []string{"'none'"}) || !slices.Equal(rules["base-uri"], []string{"'none'"}) || !slices.Equal(rules["form-action"], []string{"'none'"}) {
		r.add(name, Policy, "%q leaves something open", policy)
	}
	for _, word := range rules["script-src"] {
		if word != "'self'" && !strings.HasPrefix(word, "'sha256-") {
			r.add(name, Policy, "scripts may be %s", word)
		}
	}
	for _, script := range scripts {
		if kind, _ := attribute(script, "type"); kind == "application/json" {
			continue
		}
		need := "'self'"
		if _, isFile := attribute(script, "src"); !isFile {
			sum := sha256.Sum256([]byte(text(script)))
			need = "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		}
		if !slices.Contains(rules["script-src"], need) {
			r.add(name, Policy, "it does not name a script of the page: %.60q", text(script))
		}
	}
}

// figure checks a finding and its evidence.
func (r *reading) figure(name string, n *html.Node) {
	id, _ := attribute(n, "id")
	if id == "" {
		r.add(name, Figure, "no id")
	}
	heading, table, csv := "", false, false
	var drawings []*html.Node
	for d := range n.Descendants() {
		switch d.DataAtom {
		case atom.H2, atom.H3, atom.H4:
			heading += strings.TrimSpace(text(d))
		case atom.Td:
			table = true
		case atom.A:
			href, _ := attribute(d, "href")
			csv = csv || strings.HasSuffix(href, ".csv")
		case atom.Div:
			if class, _ := attribute(d, "class"); slices.Contains(strings.Fields(class), "plot") {
				drawings = append(drawings, d)
			}
		}
	}
	if heading == "" && path.Base(name) != livePage { // there a script writes it
		r.add(name, Figure, "%s has no heading", id)
	}
	for _, d := range drawings {
		role, _ := attribute(d, "role")
		label, _ := attribute(d, "aria-label")
		if role != "img" || utf8.RuneCountInString(label) < leastSentence {
			r.add(name, Drawing, "%s is %q, labelled %q", id, role, label)
		}
		if !table {
			r.add(name, Numbers, "%s has no table", id)
		}
		if !csv {
			r.add(name, Download, "%s has no CSV", id)
		}
	}
}

// reach goes from the first page to all others.
func (r *reading) reach() {
	seen, todo := map[string]bool{"index.html": true}, []string{"index.html"}
	for len(todo) > 0 {
		for _, next := range r.links[todo[0]] {
			if !seen[next] {
				seen[next], todo = true, append(todo, next)
			}
		}
		todo = todo[1:]
	}
	for _, page := range slices.Sorted(maps.Keys(r.pages)) {
		if !seen[page] {
			r.add(page, Unreachable, "no way from index.html")
		}
	}
}

func attribute(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val, true
		}
	}
	return "", false
}

// text is all text under a node.
func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
