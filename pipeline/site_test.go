package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"valueshift/reports"
)

// publishVersion does what a night does once its pages are drawn: a dozen files
// that all hold the version, and their manifest.
func publishVersion(t *testing.T, out, version string) {
	t.Helper()
	s, err := openSite(out)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	a, err := s.aside()
	if err != nil {
		t.Fatal(err)
	}
	defer a.remove()
	sum := sha256.Sum256([]byte(version))
	var entries []reports.File
	for i := range 12 {
		name := fmt.Sprintf("page%d.html", i)
		if err := a.root.WriteFile(name, []byte(version), 0o644); err != nil {
			t.Fatal(err)
		}
		entries = append(entries, reports.File{Name: name, Sha256: hex.EncodeToString(sum[:]), Bytes: int64(len(version))})
	}
	text, err := json.Marshal(entries)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.root.WriteFile("manifest.json", text, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := syncAll(a.root); err != nil {
		t.Fatal(err)
	}
	if _, err := s.show(a.name, version, "en"); err != nil {
		t.Fatal(err)
	}
	if err := s.prune(); err != nil {
		t.Fatal(err)
	}
}

// Readers who resolve current once find a whole version, whatever is published
// meanwhile.
func TestReadersSeeWholeVersions(t *testing.T) {
	out := filepath.Join(t.TempDir(), "site")
	publishVersion(t, out, "night-0")
	done := make(chan struct{})
	var readers sync.WaitGroup
	var mutex sync.Mutex
	reads := 0
	for range 3 {
		readers.Go(func() {
			for {
				if err := readVersion(out); err != nil {
					t.Error(err)
				}
				mutex.Lock()
				reads++
				mutex.Unlock()
				select {
				case <-done:
					return
				case <-time.After(time.Millisecond): // a publish takes many; the machine is for others too
				}
			}
		})
	}
	for i := range 100 {
		publishVersion(t, out, fmt.Sprintf("night-%d", i+1))
	}
	close(done)
	readers.Wait()
	t.Logf("%d reads of 12 files during 100 publishes", reads)
}

func readVersion(out string) error {
	folder, err := filepath.EvalSymlinks(filepath.Join(out, "current"))
	if err != nil {
		return err
	}
	for i := range 12 {
		text, err := os.ReadFile(filepath.Join(folder, fmt.Sprintf("page%d.html", i)))
		if err != nil {
			return err
		}
		if string(text) != filepath.Base(folder) {
			return fmt.Errorf("%s holds %q", folder, text)
		}
	}
	return nil
}

// A fortnight of versions stays, and the one shown whatever its age.
func TestPruneKeepsAFortnightAndWhatIsShown(t *testing.T) {
	out := filepath.Join(t.TempDir(), "site")
	for i := range 20 {
		version := fmt.Sprintf("night-%02d", i)
		publishVersion(t, out, version)
		old := time.Now().Add(time.Duration(i-100) * time.Hour)
		if err := os.Chtimes(filepath.Join(out, "runs", version, "manifest.json"), old, old); err != nil {
			t.Fatal(err)
		}
	}
	s, err := openSite(out)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	versions, err := s.versions()
	if err != nil || len(versions) != keptVersions || versions[0] != "night-19" {
		t.Errorf("%q, %v", versions, err)
	}
	oldest := versions[len(versions)-1]
	if err := s.point(oldest); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if err := s.root.Mkdir(path.Join("runs", fmt.Sprintf("later-%02d", i)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.prune(); err != nil {
		t.Fatal(err)
	}
	if versions, err = s.versions(); err != nil || len(versions) != keptVersions || !slices.Contains(versions, oldest) {
		t.Errorf("%q, %v", versions, err)
	}
}

// A version that was changed since is left to its readers; the night's own gets
// a number. What others are writing is left alone.
func TestPlace(t *testing.T) {
	out := filepath.Join(t.TempDir(), "site")
	publishVersion(t, out, "night")
	publishVersion(t, out, "night")
	s, err := openSite(out)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if versions, err := s.versions(); err != nil || !slices.Equal(versions, []string{"night"}) {
		t.Errorf("%q, %v", versions, err)
	}
	if err := s.root.WriteFile("runs/night/page3.html", []byte("changed"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := s.root.Mkdir("runs/.writing-killed", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := s.root.Mkdir("runs/.writing-others", 0o755); err != nil {
		t.Fatal(err)
	}
	others, err := s.claim("runs/.writing-others")
	if err != nil {
		t.Fatal(err)
	}
	defer others.Close()
	publishVersion(t, out, "night")
	if shown, err := s.shown(); err != nil || shown != "night-2" {
		t.Errorf("%q, %v", shown, err)
	}
	entries, err := s.list()
	if err != nil || len(entries) != 4 || entries[0].Name() != ".writing-others" || entries[1].Name() != "months.html" {
		t.Errorf("%v, %v", entries, err)
	}
}

// A link that somebody planted leads nowhere.
func TestSiteStaysInItsFolder(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "site")
	if err := os.MkdirAll(filepath.Join(dir, "victim"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(out, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../victim", filepath.Join(out, "runs")); err != nil {
		t.Fatal(err)
	}
	s, err := openSite(out)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if a, err := s.aside(); err == nil {
		t.Errorf("%s is written outside", a.name)
	}
	if entries, err := os.ReadDir(filepath.Join(dir, "victim")); err != nil || len(entries) > 0 {
		t.Errorf("%v, %v", entries, err)
	}
}
