package pipeline

import (
	"context"
	"log/slog"
	"time"
)

// Night is one run: the configuration, the engine that does the work, and where
// to say how it goes.
type Night struct {
	Config  Config
	Engine  Engine
	Log     *slog.Logger // one line per table
	Step    func(Step)   // called when a table or a page begins; may be nil
	Program string       // version of valueshift, shown in the footer of every page
}

// Step is where the night stands.
type Step struct {
	Stage string // read, facts, classify, intend, shift, report
	Name  string // table, file or page
	Done  int    // steps done before this one
	Total int    // steps expected; may grow while months are found
}

// Published is what a night left behind.
type Published struct {
	Version string
	Index   string // path of the page to open
	Took    time.Duration
}

// Run does the night and publishes it. On an error nothing is published and the
// engine holds nothing that Keep has not confirmed.
func (n Night) Run(ctx context.Context) (Published, error) { panic("being written") }

// Check reads the configuration against the delivered headers, loading nothing.
func (n Night) Check(ctx context.Context) error { panic("being written") }
