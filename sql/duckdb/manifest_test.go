package duckdb_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"valueshift/pipeline"
)

func sha256Of(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// delivered reads a file of the feed lines, with its manifest if there is one.
func delivered(t *testing.T, name string, data []byte, manifest string) (reading, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if manifest != "" {
		if err := os.WriteFile(path+".manifest.json", []byte(manifest), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	feed := lines(noFormat)
	feed.Paths = []string{path}
	return read(t, feed)
}

// What the manifest says is counted over all rows, those in quarantine too.
func TestManifest(t *testing.T) {
	file := []byte(amid("c4,2026-02-30,8.5,ok\n\n"))
	uncut := []byte(strings.TrimSuffix(amid(""), "\n"))
	for _, test := range []struct {
		name     string
		file     []byte
		manifest string
		says     string // empty: it agrees
	}{
		{"all", file, `{"rows": 5, "sha256": "` + sha256Of(file) + `", "sum": {"amount": 527.5}}`, ""},
		{"upper_case", file, `{"sha256": "` + strings.ToUpper(sha256Of(file)) + `"}`, ""},
		{"rows", file, `{"rows": 6}`, "lines.csv: rows is 5, but "},
		{"rows_names_both", file, `{"rows": 6}`, "lines.csv.manifest.json says 6"},
		{"sha256", file, `{"sha256": "00"}`, "lines.csv: sha256 is " + sha256Of(file)},
		{"sum", file, `{"sum": {"amount": 527.51}}`, `the sum of "amount" is 527.5, but `},
		{"sum_of_nothing", file, `{"sum": {"total": 1}}`, `column "total" is missing`},
		{"sum_of_text", file, `{"sum": {"note": 0}}`, ""},
		{"sum_is_text", file, `{"sum": {"amount": "many"}}`, "expected an object with rows, sha256 or sum"},
		{"misspelt", file, `{"row": 5}`, `unknown field "row"`},
		{"empty", file, `{}`, "says nothing"},
		{"two", file, `{"rows": 5} {"rows": 6}`, "text follows"},
		{"list", file, `[5]`, "expected an object"},
		{"vouches_for_the_end", uncut, `{"rows": 4}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := delivered(t, "lines.csv", test.file, test.manifest)
			if test.says == "" {
				if err != nil || got.deliveries[0].Loaded != 4 {
					t.Errorf("%v, %+v", err, got.deliveries)
				}
				return
			}
			if !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want %s", err, test.says)
			}
		})
	}
	path := parquet(t, sound("2.00"))
	if err := os.WriteFile(path+".manifest.json", []byte(`{"rows": 3, "sum": {"amount": 7.01}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	feed := lines(noFormat)
	feed.Paths = []string{path}
	if _, err := read(t, feed); !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), `the sum of "amount" is 7, but`) {
		t.Errorf("parquet: %v", err)
	}
}

// A file to which somebody still writes is no delivery yet.
func TestGrowingFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lines.csv")
	if err := os.WriteFile(path, []byte(head+strings.Repeat(good(1), 200_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			return
		}
		defer file.Close()
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
				file.WriteString(good(1))
			}
		}
	}()
	feed := lines(noFormat)
	feed.Paths = []string{path}
	_, err := read(t, feed)
	close(stop)
	<-stopped
	if !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), "lines.csv: is still being written: it had ") {
		t.Errorf("got %v", err)
	}
}

// One manifest speaks for all files of a folder: what it does not name, or names
// and has not arrived, holds the delivery up.
func TestFolderManifest(t *testing.T) {
	file := []byte(amid(""))
	for _, test := range []struct {
		name     string
		manifest string
		own      string // of lines.csv
		says     string // empty: it agrees
	}{
		{"all", `{"files": {"lines.csv": {"rows": 4, "sha256": "` + sha256Of(file) + `", "sum": {"amount": 519}}, "more.csv": {"rows": 4}}}`, "", ""},
		{"names_only", `{"files": {"lines.csv": {}, "more.csv": {}}}`, "", ""},
		{"of_no_feed", `{"files": {"lines.csv": {}, "more.csv": {}, "readme.txt": {}}}`, "", ""},
		{"both", `{"files": {"lines.csv": {"rows": 4}, "more.csv": {}}}`, `{"sum": {"amount": 519}}`, ""},
		{"own_disagrees", `{"files": {"lines.csv": {"rows": 4}, "more.csv": {}}}`, `{"sum": {"amount": 5}}`, `lines.csv.manifest.json says 5`},
		{"not_named", `{"files": {"lines.csv": {}}}`, "", "more.csv: is not named in "},
		{"missing", `{"files": {"lines.csv": {}, "more.csv": {}, "rest.csv": {"rows": 9}}}`, "", "manifest.json: names rest.csv, which has not arrived"},
		{"rows", `{"files": {"lines.csv": {}, "more.csv": {"rows": 5}}}`, "", "more.csv: rows is 4, but "},
		{"sha256", `{"files": {"lines.csv": {"sha256": "00"}, "more.csv": {}}}`, "", "lines.csv: sha256 is " + sha256Of(file)},
		{"sum", `{"files": {"lines.csv": {}, "more.csv": {"sum": {"amount": 519.01}}}}`, "", `more.csv: the sum of "amount" is 519, but `},
		{"no_file", `{"files": {}}`, "", "manifest.json: names no file"},
		{"list", `[]`, "", `manifest.json: json: cannot unmarshal array`},
		{"one_file", `{"rows": 4}`, "", `unknown field "rows"; expected an object like {"files": `},
		{"other_folder", `{"files": {"../lines.csv": {}}}`, "", `"../lines.csv": a file of this folder`},
		{"null", `{"files": {"lines.csv": null}}`, "", `"lines.csv": a file of this folder and an object were expected`},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			feed := lines(noFormat)
			for name, text := range map[string]string{
				"lines.csv": string(file), "more.csv": string(file), "readme.txt": "x", "manifest.json": test.manifest, "lines.csv.manifest.json": test.own,
			} {
				path := filepath.Join(folder, name)
				if text == "" {
					continue
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			feed.Paths = []string{filepath.Join(folder, "lines.csv"), filepath.Join(folder, "more.csv")}
			got, err := read(t, feed)
			if test.says == "" {
				if err != nil || got.deliveries[1].Loaded != 4 {
					t.Errorf("%v, %+v", err, got.deliveries)
				}
				return
			}
			if !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want %s", err, test.says)
			}
		})
	}
}

// A file that another one takes the place of while it is read is refused, though
// that has the same size, the same instant and the same bytes.
func TestExchangedFile(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	folder := t.TempDir()
	path, twin := filepath.Join(folder, "lines.csv"), filepath.Join(folder, "twin")
	for _, name := range []string{path, twin} {
		at := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
		if err := errors.Join(os.WriteFile(name, []byte(head+strings.Repeat(good(1), 400_000)), 0o600), os.Chtimes(name, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	exchanged := make(chan error, 1)
	go func() {
		for range 10_000 { // until the reading has begun
			if found, _ := filepath.Glob(filepath.Join(temp, "*", "lines-*.csv")); len(found) > 0 {
				break
			}
			time.Sleep(time.Millisecond)
		}
		exchanged <- os.Rename(twin, path)
	}()
	feed := lines(noFormat)
	feed.Paths = []string{path}
	_, err := read(t, feed)
	if failed := <-exchanged; failed != nil {
		t.Fatal(failed)
	}
	if !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), "lines.csv: was exchanged for another file while it was read") {
		t.Errorf("got %v", err)
	}
}
