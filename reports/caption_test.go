package reports

import (
	"html"
	"strings"
	"testing"
)

// Under the title of every drawing stands in which unit it is, of which time, and of
// how many customers; under that of every table about customers, the last two – its
// headings have the units.
func TestCaptionsTellUnitTimeAndCustomers(t *testing.T) {
	all := fixtureFiles(t)
	w, err := newWriter(fixture())
	if err != nil {
		t.Fatal(err)
	}
	drawings, tables := 0, 0
	for _, build := range w.builds() {
		p, err := build()
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range p.Sections {
			for _, r := range s.Rows {
				for _, f := range r {
					isAboutCustomers := len(f.Views) > 0 && !aboutOther[f.ID] && p.file != "quality.html"
					switch {
					case f.chart != nil:
						drawings++
					case isAboutCustomers:
						tables++
					default:
						continue
					}
					if f.chart != nil && f.Unit == "" || f.Period == "" || !strings.Contains(f.N, "customer") {
						t.Errorf("%s#%s: unit %q, period %q, n %q", p.file, f.ID, f.Unit, f.Period, f.N)
					}
					for _, part := range []string{f.Unit, f.Period, f.N} {
						if !strings.Contains(f.Caption(), part) {
							t.Errorf("%s#%s: %q is not in %q", p.file, f.ID, part, f.Caption())
						}
					}
					if !strings.Contains(html.UnescapeString(all[p.file]), "<p>"+f.Caption()+"</p>") {
						t.Errorf("%s#%s: %q is not on the page", p.file, f.ID, f.Caption())
					}
				}
			}
		}
	}
	if drawings < 3*len(w.all) || tables < 8*len(w.all) {
		t.Errorf("%d drawings and %d tables", drawings, tables)
	}
}

// aboutOther are the tables that are not about what customers did or earned.
var aboutOther = map[string]bool{"overrides-figure": true, "rates-figure": true, "target-cells": true, "rules": true}
