package pipeline

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func notesConfig(t *testing.T, text string) Config {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "notes.csv"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Config{dir: dir, Reports: Reports{Notes: "notes.csv"}}
}

func TestNotesAreRead(t *testing.T) {
	notes, hash, err := notesConfig(t, "\ufeffsegment,on,text\n,2026-03-15,price change\n\nSports fans, 2026-05-01 ,\"campaign: a, b\"\n").readNotes()
	if err != nil || len(hash) != 64 || len(notes) != 2 {
		t.Fatalf("%v, %q, %v", notes, hash, err)
	}
	if n := notes[0]; n.NotedOn != dayOf("2026-03-15") || n.Text != "price change" || n.Segment != nil {
		t.Errorf("first %+v", n)
	}
	if n := notes[1]; n.NotedOn != dayOf("2026-05-01") || n.Text != "campaign: a, b" || *n.Segment != "Sports fans" {
		t.Errorf("second %+v", n)
	}
	if notes, _, err := notesConfig(t, "on,text\n").readNotes(); err != nil || len(notes) != 0 {
		t.Errorf("without notes: %v, %v", notes, err)
	}
	if notes, hash, err := (Config{}).readNotes(); err != nil || hash != "" || notes != nil {
		t.Errorf("without a file: %v, %q, %v", notes, hash, err)
	}
}

// Every slip is told with its line and column.
func TestNotesRefused(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "notes.csv:1:1: must begin with the names of its columns: on, text and, if need be, segment"},
		{"no_text", "on,segment\n", "notes.csv:1:1: text: column is missing"},
		{"stranger", "on,text,colour\n", "notes.csv:1:9: colour: unknown column, expected on, text or segment"},
		{"semicolon", "on;text\n", "notes.csv:1:1: \"on;text\": unknown column, expected on, text or segment"},
		{"twice", "on,text,on\n", "notes.csv:1:9: on: is there twice"},
		{"several", "on,text\n2026-03-15,a\n15.03.2026,b\n2026-02-30,\n",
			"notes.csv:3:1: on: must be a date like 2026-03-15, is \"15.03.2026\"\n" +
				"notes.csv:4:1: on: must be a date like 2026-03-15, is \"2026-02-30\"\n" +
				"notes.csv:4:12: text: must have 1 to 100 characters, has 0"},
		{"long", "on,text\n2026-03-15," + strings.Repeat("ä", 101) + "\n", "notes.csv:2:12: text: must have 1 to 100 characters, has 101"},
		{"short_row", "on,text\n2026-03-15\n2026-03-16,b,c\nx,d\n", "notes.csv:2:1: must have 2 columns, has 1\n" +
			"notes.csv:3:1: must have 2 columns, has 3\nnotes.csv:4:1: on: must be a date like 2026-03-15, is \"x\""},
		{"quote", "on,text\n2026-03-15,\"never closed\n", "notes.csv:2:26: extraneous or missing \" in quoted-field"},
		{"latin", "on,text\n2026-03-15,caf\xe9\n", "notes.csv:2:1: must be UTF-8"},
	} {
		config := notesConfig(t, c.text)
		_, _, err := config.readNotes()
		if err == nil || strings.ReplaceAll(err.Error(), config.dir+string(filepath.Separator), "") != c.want || !errors.Is(err, ErrConfig) {
			t.Errorf("%s: got\n%v\nwant\n%s", c.name, err, c.want)
		}
	}
	missing := Config{Reports: Reports{Notes: "nowhere.csv"}}
	if _, _, err := missing.readNotes(); !errors.Is(err, ErrNoInput) || err.Error() != "reports.notes: no input: there is no file nowhere.csv" {
		t.Errorf("missing: %v", err)
	}
}

// Pages with other notes are other pages, and without notes nothing changes.
func TestNotesAreAnInput(t *testing.T) {
	hashes := map[string]bool{}
	for _, hash := range []string{"", "a", "b"} {
		hashes[(&night{notesHash: hash}).inputHash()] = true
	}
	if len(hashes) != 3 {
		t.Errorf("%d input hashes, want 3", len(hashes))
	}
}
