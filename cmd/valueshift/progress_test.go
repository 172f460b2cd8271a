package main

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"valueshift/pipeline"
)

func TestLine(t *testing.T) {
	for _, test := range []struct {
		name    string
		step    pipeline.Step
		elapsed time.Duration
		want    string
	}{
		{"begin", pipeline.Step{Stage: "read", Name: "customers", Total: 40}, 0,
			"read     [........................]   0/40     0s  customers"},
		{"half", pipeline.Step{Stage: "classify", Name: "value_groups", Done: 20, Total: 40}, 61*time.Second + 900*time.Millisecond,
			"classify [############............]  20/40   1m1s  value_groups"},
		{"end", pipeline.Step{Stage: "report", Name: "index.html", Done: 40, Total: 40}, time.Second,
			"report   [########################]  40/40     1s  index.html"},
		{"more_than_expected", pipeline.Step{Stage: "read", Done: 5, Total: 4}, 0,
			"read     [########################]   5/4      0s  "},
		{"no_total", pipeline.Step{Stage: "read"}, 0,
			"read     [........................]   0/0      0s  "},
	} {
		if got := line(test.step, test.elapsed); got != test.want {
			t.Errorf("%s: got\n%q, want\n%q", test.name, got, test.want)
		}
	}
}

func TestLineFitsTheTerminal(t *testing.T) {
	got := line(pipeline.Step{Stage: "report", Name: strings.Repeat("ü", 200)}, time.Hour)
	if n := len([]rune(got)); n != 79 {
		t.Errorf("%d columns", n)
	}
}

func TestBarIsClearedAtTheEnd(t *testing.T) {
	var screen safeBuffer
	p := newBar(&screen, time.Now())
	p.step(pipeline.Step{Stage: "read", Name: "customers", Total: 2})
	p.draw(p.began)
	p.finish()
	p.finish()
	got := screen.String()
	if !strings.Contains(got, "\r\x1b[Kread ") || !strings.HasSuffix(got, clearLine) {
		t.Errorf("drawn %q", got)
	}
}

func TestNoTerminalGetsLogLines(t *testing.T) {
	for _, test := range []struct {
		format logFlag
		want   string
	}{
		{"", "stage=read"},
		{"text", "stage=read"},
		{"json", `"stage":"read"`},
	} {
		var stderr bytes.Buffer
		p := newProgress(&stderr, test.format)
		p.step(pipeline.Step{Stage: "read"})
		p.log.Info("table", "stage", "read")
		p.finish()
		if got := stderr.String(); !strings.Contains(got, test.want) || strings.Contains(got, "\r") {
			t.Errorf("%q: %s", test.format, got)
		}
	}
}

// safeBuffer is a screen that two goroutines draw on.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
