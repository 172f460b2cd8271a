package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"valueshift/pipeline"
)

// progress says how a night goes: a person at a terminal sees one line that is
// redrawn, anything else gets one log line per table.
type progress struct {
	log *slog.Logger

	bar   io.Writer // nil: no line
	began time.Time
	stop  chan struct{}
	ended sync.WaitGroup

	mu  sync.Mutex
	now pipeline.Step
}

// redraw is how often the elapsed time moves on.
const redraw = 250 * time.Millisecond

// newProgress chooses: log lines when they are asked for or stderr is no
// terminal, the line otherwise. finish must be called.
func newProgress(stderr io.Writer, format logFlag) *progress {
	switch {
	case format == "json":
		return &progress{log: slog.New(slog.NewJSONHandler(stderr, nil))}
	case format == "text" || !isTerminal(stderr):
		return &progress{log: slog.New(slog.NewTextHandler(stderr, nil))}
	}
	return newBar(stderr, time.Now())
}

func newBar(terminal io.Writer, began time.Time) *progress {
	p := &progress{
		log:   slog.New(slog.DiscardHandler),
		bar:   terminal,
		began: began,
		stop:  make(chan struct{}),
	}
	p.ended.Go(func() {
		tick := time.NewTicker(redraw)
		defer tick.Stop()
		for {
			select {
			case now := <-tick.C:
				p.draw(now)
			case <-p.stop:
				fmt.Fprint(p.bar, clearLine)
				return
			}
		}
	})
	return p
}

// step notes where the night stands.
func (p *progress) step(s pipeline.Step) {
	p.mu.Lock()
	p.now = s
	p.mu.Unlock()
}

// finish clears the line. Nothing is drawn after it.
func (p *progress) finish() {
	if p.bar == nil {
		return
	}
	close(p.stop)
	p.ended.Wait()
	p.bar = nil
}

func (p *progress) draw(now time.Time) {
	p.mu.Lock()
	s := p.now
	p.mu.Unlock()
	if s.Stage != "" {
		fmt.Fprint(p.bar, clearLine+line(s, now.Sub(p.began)))
	}
}

// clearLine goes to the start of the line and erases it.
const clearLine = "\r\x1b[K"

// line is the bar as it is drawn, at most 79 columns of it: stage, share of the
// steps that are done, elapsed time, table or page.
func line(s pipeline.Step, elapsed time.Duration) string {
	const width = 24
	filled := 0
	if s.Total > 0 {
		filled = min(width, max(0, s.Done*width/s.Total))
	}
	bar := strings.Repeat("#", filled) + strings.Repeat(".", width-filled)
	text := []rune(fmt.Sprintf("%-8s [%s] %3d/%-3d %5s  %s",
		s.Stage, bar, s.Done, s.Total, elapsed.Truncate(time.Second), s.Name))
	return string(text[:min(len(text), 79)])
}

// isTerminal reports whether a person is likely to see what is written.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}
