package demo

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// small is the company of most tests: enough customers for the stories to show.
var small = Options{Customers: 4000, Months: 30, Until: Default.Until, Seed: Default.Seed}

// tiny is for tests that only look at files.
var tiny = Options{Customers: 300, Months: 7, Until: Default.Until, Seed: 1}

func write(t testing.TB, opt Options) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "exports")
	if err := Write(t.Context(), dir, opt); err != nil {
		t.Fatal(err)
	}
	return dir
}

// sums is the content of a folder: a hash per file.
func sums(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		all[strings.TrimPrefix(path, dir)] = fmt.Sprintf("%x", sha256.Sum256(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestSameOptionsSameBytes(t *testing.T) {
	cores := runtime.GOMAXPROCS(1)
	one := sums(t, write(t, tiny))
	runtime.GOMAXPROCS(4)
	four := sums(t, write(t, tiny))
	runtime.GOMAXPROCS(cores)
	if !maps.Equal(one, four) {
		t.Errorf("one core and four differ:\n%v\n%v", one, four)
	}
	if want := 3*tiny.Months + 4; len(one) != want {
		t.Errorf("%d files, want %d: %v", len(one), want, one)
	}
}

func TestAnotherSeedIsAnotherCompany(t *testing.T) {
	other := tiny
	other.Seed++
	a, b := sums(t, write(t, tiny)), sums(t, write(t, other))
	for path, sum := range a {
		if b[path] == sum && path != "/notes.csv" { // the stories are the same
			t.Errorf("%s is the same for two seeds", path)
		}
	}
}

func TestOptionsOutOfRange(t *testing.T) {
	for _, c := range []struct {
		change func(*Options)
		want   string
	}{
		{func(o *Options) { o.Customers = 99 }, "demo: customers: must be 100 to 9999999, is 99"},
		{func(o *Options) { o.Months = 0 }, "demo: months: must be 1 to 120, is 0"},
		{func(o *Options) { o.Until = o.Until.AddDate(0, 0, -1) }, "demo: until: must be the last day of a month, is 2026-10-30"},
	} {
		opt := tiny
		c.change(&opt)
		if err := Write(t.Context(), t.TempDir(), opt); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

func TestDefaultIsAMonthEnd(t *testing.T) {
	if err := Default.check(); err != nil {
		t.Error(err)
	}
	leap := Options{Customers: 100, Months: 1, Until: time.Date(2024, time.February, 29, 0, 0, 0, 0, time.UTC)}
	if err := leap.check(); err != nil {
		t.Error(err)
	}
}

func BenchmarkWrite(b *testing.B) {
	for b.Loop() {
		if err := Write(b.Context(), filepath.Join(b.TempDir(), "exports"), Default); err != nil {
			b.Fatal(err)
		}
	}
}
