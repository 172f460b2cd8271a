package pipeline_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"valueshift/pipeline"
	"valueshift/segments"
)

// What README.md calls the least configuration is enough for a night.
func TestLeastConfiguration(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile(`(?s)    portfolio: Acme\n.*?\n\n`).FindString(string(readme))
	if block == "" {
		t.Fatal("README.md has no least configuration")
	}
	p := place{t.TempDir()}
	p.put(t, "config.yaml", strings.ReplaceAll(block, "\n    ", "\n")[len("    "):])
	p.put(t, "customers.csv", "id,segment\n1,A\n2,A\n3,B\n")
	for _, month := range []string{"2026-01", "2026-02", "2026-03"} {
		if err := os.MkdirAll(filepath.Join(p.dir, "revenue"), 0o700); err != nil {
			t.Fatal(err)
		}
		p.put(t, "revenue/"+month+".csv", "customer,day,amount\n1,"+month+"-28,10.00\n2,"+month+"-28,20.00\n3,"+month+"-28,-5.00\n")
	}
	if err := p.open(t); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(p.out(), "current", "index.html")); err != nil {
		t.Error(err)
	}
}

// The shipped configuration documents the rules that hold without it.
func TestShippedRulesAreTheDefault(t *testing.T) {
	config, err := pipeline.Load("../config.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := config.Intents.Rules, segments.DefaultRules(); !reflect.DeepEqual(got, want) {
		t.Errorf("config.yaml has\n%+v\nthe default is\n%+v", got, want)
	}
}
