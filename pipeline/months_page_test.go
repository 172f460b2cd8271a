package pipeline

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"
)

// Of every month of the last thirteen the newest version stays and is linked, from
// beside current and from beside the versions alike, however many nights follow.
func TestMonthsStayReachable(t *testing.T) {
	out := filepath.Join(t.TempDir(), "site")
	long := time.Now().Add(-10_000 * time.Hour)
	nth := 0
	publish := func(month int, hash string) string {
		version := fmt.Sprintf("%s-%s", time.Date(2025, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), hash)
		publishVersion(t, out, version)
		nth++
		written := long.Add(time.Duration(nth) * time.Hour)
		if err := os.Chtimes(filepath.Join(out, "runs", version, "manifest.json"), written, written); err != nil {
			t.Fatal(err)
		}
		return version
	}
	var want []string // newest month first
	for month := 1; month <= 16; month++ {
		publish(month, "aaaaaaaa")
		want = append([]string{publish(month, "bbbbbbbb")}, want...)
	}
	for i := range 30 {
		want[0] = publish(16, fmt.Sprintf("%08d", i))
	}
	want = want[:keptMonths]
	href := regexp.MustCompile(`<li id="m-\d{4}-\d{2}"><a href="([^"]+)">`)
	for _, place := range []struct{ file, before string }{{"months.html", "runs/"}, {"runs/months.html", ""}} {
		text, err := os.ReadFile(filepath.Join(out, place.file))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, link := range href.FindAllStringSubmatch(string(text), -1) {
			got = append(got, link[1])
			if _, err := os.Stat(filepath.Join(out, filepath.Dir(place.file), filepath.Dir(link[1]))); err != nil {
				t.Error(err)
			}
		}
		var linked []string
		for _, version := range want {
			linked = append(linked, place.before+version+"/index.html")
		}
		if !slices.Equal(got, linked) {
			t.Errorf("%s lists %q, want %q", place.file, got, linked)
		}
	}
}

// A version that is shown again is its month's newest, whenever it was written.
func TestMonthShownAgain(t *testing.T) {
	out := filepath.Join(t.TempDir(), "site")
	for _, version := range []string{"2026-10-31-aaaaaaaa", "2026-10-31-bbbbbbbb", "2026-10-31-aaaaaaaa"} {
		publishVersion(t, out, version)
	}
	text, err := os.ReadFile(filepath.Join(out, "months.html"))
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`id="m-2026-10"><a href="runs/2026-10-31-aaaaaaaa/index.html">October 2026<`).Match(text) {
		t.Errorf("%s", regexp.MustCompile(`(?s)<main.*`).Find(text))
	}
}
