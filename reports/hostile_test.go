package reports

import (
	"context"
	"os"
	"strings"
	"testing"

	"valueshift/reports/gate"
)

// hostile are names that somebody could deliver to break a page, a chart or a
// path, and some that only look odd.
var hostile = []string{
	`</script><script>window.PWN=1</script>`,
	`__f__(window.PWN=2)__f__`,
	`<!--<script>`,
	`<img src=x onerror="window.PWN=3">`,
	`{b}{a|x}`,
	"evil\u202egnp.exe",
	`../../etc/passwd`,
	``,
	`javascript:window.PWN=4`,
	`" onmouseover="window.PWN=5`,
	`</title></svg></style><svg onload=window.PWN=6>`,
	"nul\x00 bell\x07 bad\xff utf \u2028 line",
	strings.Repeat("very long name ", 30),
	strings.Repeat("ÄÖÜß漢字", 40),
	`=cmd|' /C calc'!A0`,
}

// hostileBook gives every text of a book a hostile name.
func hostileBook() Book {
	b := fixture()
	for i := range b.Scopes {
		b.Scopes[i].Name, b.Scopes[i].Owner = hostile[i], hostile[(i+3)%len(hostile)]
	}
	for i, name := range hostile[5:] {
		b.Scopes = append(b.Scopes, Scope{ScopeID: 10 + i, Name: name, Owner: name})
		m := b.Months[len(b.Months)-1]
		m.ScopeID = 10 + i
		b.Months = append(b.Months, m)
		b.Intents = append(b.Intents, Intent{ScopeID: 10 + i, GroupCode: 3, Customers: 1, Intent: "grow", Rule: name, Reason: name})
	}
	b.Products = nil
	for i, name := range hostile {
		if i < 12 {
			b.Products = append(b.Products, ProductCell{ScopeID: 10, Month: b.Run.AsOf, GroupCode: 3, ProductNo: 1 + i, Product: name, RevenueMinor: 1_000})
		}
		if i > 4 {
			b.Cube = append(b.Cube, CubeCell{ScopeID: 5 + i, Month: b.Run.AsOf, GroupCode: 3, Customers: 9, RevenueMinor: 90_000_000, ProfitMinor: 90_000_000})
		}
	}
	b.Run.Portfolio, b.Run.Version, b.Run.Engine, b.Run.Program = hostile[0], hostile[3], hostile[10], hostile[9]
	for _, name := range hostile {
		b.Warnings = append(b.Warnings, Warning{Topic: "data", Text: name}, Warning{Topic: name, Text: name})
		b.Deliveries = append(b.Deliveries, Delivery{Feed: "revenue", File: name, Sha256: name})
		b.Quarantine = append(b.Quarantine, Quarantine{Feed: "revenue", File: name, ColumnName: name, Reason: name, ExampleValue: name})
		b.Checks = append(b.Checks, Check{name, name})
		b.Restatements = append(b.Restatements, Restatement{Line: name, RunVersion: name})
		b.SegmentRestatements = append(b.SegmentRestatements, SegmentRestatement{Segment: name, RunVersion: name})
	}
	for i := range b.Notes {
		b.Notes[i].Text = hostile[i%len(hostile)]
	}
	for i := range b.Targets {
		b.Targets[i].Reason = hostile[i]
	}
	b.Bounds[0].Boundary, b.Bounds[0].Basis = hostile[0], hostile[3]
	return b
}

func TestHostileNames(t *testing.T) {
	folder := site(t, hostileBook(), 2)
	sound(t, folder)
	looksGood(t, folder, gate.How{Hands: true, Paper: true})
	all := files(t, folder)
	for name, text := range all {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		body := scriptOrStyle.ReplaceAllString(text, "")
		for _, bad := range []string{"\u202e", "\x00", "<img"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s has %q", name, bad)
			}
		}
	}
	if !strings.Contains(all["portfolio.html"], "__f__(window.PWN=2)__f__") {
		t.Error("a name was changed on its way to the page")
	}
}

// TestHostileLabels draws hostile text where only numbers and months should be.
func TestHostileLabels(t *testing.T) {
	d := new(drawer)
	for _, name := range hostile {
		c, err := mixChart("mix", []string{plain(name)}, []stack{{group: 5, heights: []float64{50}, tips: []string{name}, labels: []string{plain(name)}}}, 300)
		if err != nil {
			t.Fatal(err)
		}
		svg, err := d.svg(context.Background(), c)
		if err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		if strings.Contains(svg, "<script") || strings.Contains(svg, "<img") || strings.Contains(svg, "<!--") {
			t.Errorf("%q became an element", name)
		}
	}
}

func TestSlug(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"Small business", "small-business-6d912447f7"},
		{"", "segment-e3b0c44298"},
		{"../../etc/passwd", "etc-passwd-"},
		{"ÄÖÜ", "segment-"},
		{strings.Repeat("a", 99), strings.Repeat("a", 40) + "-"},
		{strings.Repeat("ab ", 99), "ab-ab-ab-"},
	} {
		got := Slug(c.name)
		if !strings.HasPrefix(got, c.want) || len(got) > 51 || strings.Trim(got, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("Slug(%q) = %q, want %q", c.name, got, c.want)
		}
	}
	if Slug("A") == Slug("a") {
		t.Error("two names share a page")
	}
}

func TestBadTableName(t *testing.T) {
	b := fixture()
	b.Tables[0].Name = "../evil"
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := Write(context.Background(), root, b, nil, 1, nil); err == nil {
		t.Error("a table may leave its folder")
	}
}
