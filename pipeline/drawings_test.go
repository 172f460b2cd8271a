package pipeline

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"valueshift/reports"
)

// Whatever stands where the drawings should be is not read, and is replaced
// without a trace where that is possible.
func TestDrawingsFile(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "site")
	publishVersion(t, out, "night")
	s, err := openSite(out)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	file, elsewhere := filepath.Join(out, "drawings"), filepath.Join(dir, "elsewhere")
	if err := os.WriteFile(elsewhere, []byte("elsewhere"), 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := s.drawings(); err != nil || text != nil {
		t.Errorf("where nothing is: %q, %v", text, err)
	}
	for _, planted := range []struct {
		name  string
		plant func() error
	}{
		{"link", func() error { return os.Symlink("../elsewhere", file) }},
		{"pipe", func() error { return syscall.Mkfifo(file, 0o600) }},
		{"folder", func() error { return os.Mkdir(file, 0o700) }},
		{"too much", func() error {
			f, err := os.Create(file)
			if err != nil {
				return err
			}
			defer f.Close()
			return f.Truncate(mostDrawings + 1)
		}},
	} {
		if err := planted.plant(); err != nil {
			t.Fatal(err)
		}
		if text, err := s.drawings(); err == nil {
			t.Errorf("%s: %d bytes are read", planted.name, len(text))
		}
		if err := s.keepDrawings(reports.OpenDrawings(nil)); (err != nil) != (planted.name == "folder") {
			t.Errorf("%s: keep: %v", planted.name, err)
		}
		if text, err := s.drawings(); planted.name != "folder" && (err != nil || len(text) == 0) {
			t.Errorf("%s: %d bytes are kept, %v", planted.name, len(text), err)
		}
		if entries, err := s.list(); err != nil || len(entries) != 2 { // the version, and the list of months
			t.Errorf("%s: %v are left, %v", planted.name, entries, err)
		}
		if err := os.RemoveAll(file); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(elsewhere); err != nil || string(text) != "elsewhere" {
		t.Errorf("a link was followed: %q, %v", text, err)
	}
}
