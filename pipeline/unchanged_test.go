package pipeline_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// nightly does the night of April as cron does, and tells whether it made anything.
func (k kiosk) nightly(t *testing.T) (worked bool) {
	t.Helper()
	config, err := pipeline.Load(filepath.Join(k.dir, "config.yaml"), map[string]string{"as_of": "2026-04-30", "engine.threads": "1"})
	if err != nil {
		t.Fatal(err)
	}
	if err := runNight(t.Context(), config, attempt{stands: true, step: func(s pipeline.Step) {
		worked = worked || s.Stage != "read" || s.Name == "customer_keys"
	}}); err != nil {
		t.Fatal(err)
	}
	return worked
}

// A night with nothing new leaves pages and database as they are; whatever of them
// or of what they are made of is different, it works.
func TestNightWithNothingNew(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.arriveAt(t, 1)
	if !k.nightly(t) {
		t.Fatal("the first night made nothing")
	}
	pages, database := k.pages(t), contents(t, k.database())
	if k.nightly(t) {
		t.Error("a night with nothing new made tables")
	}
	samePages(t, k.pages(t), pages)
	if !bytes.Equal(contents(t, k.database()), database) {
		t.Error("a night with nothing new wrote to the database")
	}
	for _, test := range []struct {
		name   string
		change func()
	}{
		{"a line", func() { k.book(t, "2026-06", "a,2026-06-28,11", "b,2026-06-28,20", "c,2026-06-28,30") }},
		{"a file less", func() { k.remove(t, "2026-06") }},
		{"a file written again", func() { k.arriveAt(t, 2) }},
		{"a title", func() { k.write(t, "config.yaml", strings.Replace(kioskConfig, "Kiosk", "Corner shop", 1)) }},
		{"how pages are written", func() { k.configure(t, "reports: {min_customers: 0}\n") }},
		{"a page", func() { k.spoil(t, "current", "index.html") }},
		{"a file beside the pages", func() { k.spoil(t, "current", "more.html") }},
		{"the link", func() { remove(t, filepath.Join(k.out(), "current")) }},
		{"the list of months", func() { remove(t, filepath.Join(k.out(), "months.html")) }},
		{"what the last night was made of", func() { k.spoil(t, "last.json") }},
		{"the database", func() { k.forget(t) }},
	} {
		test.change()
		if !k.nightly(t) {
			t.Errorf("%s changed, and the night made nothing", test.name)
		}
		if k.nightly(t) {
			t.Errorf("%s: the second night after it made tables", test.name)
		}
	}
}

// spoil writes over a file of the site.
func (k kiosk) spoil(t *testing.T, name ...string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(append([]string{k.out()}, name...)...), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, name string) {
	t.Helper()
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
}

func contents(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
