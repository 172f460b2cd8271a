package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestChromiumIsFound: the one of the configuration, or the first of PATH, or none.
func TestChromiumIsFound(t *testing.T) {
	t.Setenv("PATH", "")
	if _, err := (Config{}).chromium(); err == nil || !strings.Contains(err.Error(), "no chromium, chromium-browser, google-chrome in PATH") {
		t.Errorf("an empty PATH: %v", err)
	}
	folder := t.TempDir()
	for _, name := range []string{"google-chrome", "chromium"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", folder)
		if got, err := (Config{}).chromium(); err != nil || filepath.Base(got) != name {
			t.Errorf("got %s, %v, want %s", got, err, name)
		}
	}
	given := Config{dir: folder, Reports: Reports{Chromium: "google-chrome"}}
	if got, err := given.chromium(); err != nil || got != filepath.Join(folder, "google-chrome") {
		t.Errorf("got %s, %v", got, err)
	}
	given.Reports.Chromium = "elsewhere"
	if _, err := given.chromium(); err == nil {
		t.Error("a browser that is not there is found")
	}
}
