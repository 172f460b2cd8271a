package pipeline_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"valueshift/pipeline"
)

// A version that somebody touched is not shown again: a plain rollback passes over it
// and says so, one that names it is refused.
func TestRollbackPassesOverDamage(t *testing.T) {
	t.Parallel()
	p := newStall(t, stallText)
	versions := map[string]string{}
	for _, asOf := range []string{"2026-02-28", "2026-03-31", "2026-04-30"} {
		if err := p.openAsOf(t, asOf); err != nil {
			t.Fatal(err)
		}
		versions[asOf] = p.shown(t)
	}
	config, err := pipeline.Load(filepath.Join(p.dir, "config.yaml"), nil)
	if err != nil {
		t.Fatal(err)
	}
	spoil := func(version string) {
		page := filepath.Join(p.out(), "runs", version, "index.html")
		if err := errors.Join(os.Remove(page), os.WriteFile(page, []byte("spoiled"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	var passed []string
	tell := func(found pipeline.Inspected) {
		passed = append(passed, found.Name+": "+strings.Join(found.Problems, ", "))
	}

	spoil(versions["2026-03-31"])
	_, err = pipeline.Rollback(config, versions["2026-03-31"], tell)
	if want := "version " + versions["2026-03-31"] + " is damaged: index.html is not what was published"; !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, err := pipeline.Rollback(config, "", tell); err != nil {
		t.Fatal(err)
	}
	if shown := p.shown(t); shown != versions["2026-02-28"] {
		t.Errorf("%s is shown", shown)
	}
	if len(passed) != 1 || passed[0] != "runs/"+versions["2026-03-31"]+": index.html is not what was published" {
		t.Errorf("passed over %q", passed)
	}

	if _, err := pipeline.Rollback(config, versions["2026-04-30"], tell); err != nil {
		t.Fatal(err)
	}
	spoil(versions["2026-02-28"])
	_, err = pipeline.Rollback(config, "", tell)
	if !errors.Is(err, pipeline.ErrRefused) || !strings.Contains(err.Error(), "no version before "+versions["2026-04-30"]+" is whole") {
		t.Errorf("got %v", err)
	}
	if shown := p.shown(t); shown != versions["2026-04-30"] {
		t.Errorf("%s is shown", shown)
	}
}

// shown is the version that current names.
func (p place) shown(t *testing.T) string {
	t.Helper()
	target, err := os.Readlink(filepath.Join(p.out(), "current"))
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Base(target)
}
