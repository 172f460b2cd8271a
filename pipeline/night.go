package pipeline

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"valueshift/sql"
)

// Night is one run: the configuration, the engine that does the work, and where
// to say how it goes.
type Night struct {
	Config  Config
	Engine  Engine
	Log     *slog.Logger // one line per table
	Step    func(Step)   // called when a table or a page begins; may be nil
	Program string       // version of valueshift, shown in the footer of every page
	Again   bool         // do all of it, though it may have nothing new
}

// Step is where the night stands.
type Step struct {
	Stage string // read, facts, classify, …: the words of the package documentation
	Name  string // table, file or page
	Done  int    // steps done before this one
	Total int    // steps expected; grows when it is known how many months to close
}

// Published is what a night left behind.
type Published struct {
	Version string
	Index   string // path of the page to open
	Took    time.Duration
}

// stages names the first digit of a statement's number.
var stages = []string{"", "read", "facts", "classify", "worth", "intend", "shift", "realise", "report"}

// The stages that are done for every month-end that is closed.
const (
	firstOfClosing = 3
	lastOfClosing  = 5
)

// night is a run under way.
type night struct {
	Night
	steps      []step
	deliveries []Delivery
	notes      []noteRow
	notesHash  string                          // empty: no notes are configured
	previous   map[feedFile][]previousDelivery // what earlier nights loaded, newest first
	latest     map[string][]previousDelivery   // the newest of every file, by feed
	usual      map[int]int64                   // rows that a file number usually has, where that is known
	isHeld     bool                            // every file of a feed came as it was
	span       span
	first      time.Time   // oldest month-end in history
	closed     []time.Time // month-ends that this night closed, oldest first
	drawn      []*forecast // what may become of the scopes; nil until it is drawn
	customers  *int64      // in the portfolio as it was published; nil: nothing was
	took       []took      // how long every table took, in the order of the night
	done       int
	total      int
}

// step is one entry of the list that the night works off: a statement, or Go
// where SQL cannot do it. Either reads tables and makes tables, or judges them.
type step struct {
	number int
	name   string
	make   func(context.Context) (int64, error)
	check  bool // the table must stay empty
}

func (s step) stage() int { return s.number / 100 }

// Run does the night and publishes it. On an error nothing is published and the
// engine holds nothing that Keep has not confirmed.
func (n Night) Run(ctx context.Context) (Published, error) {
	began := time.Now()
	if err := n.Config.checkKey(); err != nil {
		return Published{}, err
	}
	if len(n.Config.variables) > 0 {
		n.Log.LogAttrs(ctx, slog.LevelInfo, "values come from variables", slog.Any("variables", n.Config.variables))
	}
	run := &night{Night: n, usual: map[int]int64{}}
	run.steps = run.list()
	run.total = len(run.steps)
	published, err := run.whole(ctx)
	published.Took = time.Since(began)
	if err == nil && run.customers != nil {
		run.logSlowest(ctx)
		n.Log.LogAttrs(ctx, slog.LevelInfo, "published", slog.String("version", published.Version), slog.String("as_of", run.span.to.Format(time.DateOnly)),
			slog.Int64("customers", *run.customers), slog.Duration("took", published.Took.Round(time.Millisecond)))
	}
	return published, err
}

// whole does the stages one after the other. Reading shows whether there is more to
// do.
func (n *night) whole(ctx context.Context) (Published, error) {
	if err := n.Config.CheckHistory(ctx, n.Engine); err != nil {
		return Published{}, err
	}
	for _, stage := range []func(context.Context) error{n.takeNotes, n.importFeeds} {
		if err := stage(ctx); err != nil {
			return Published{}, err
		}
	}
	if published, isDone, err := n.stands(ctx); err != nil || isDone {
		return published, err
	}
	for _, stage := range []func(context.Context) error{
		n.recallKeys, n.stagesOnce(1, firstOfClosing-1), n.closeMonths, n.stagesOnce(lastOfClosing+1, len(stages)-1),
	} {
		if err := stage(ctx); err != nil {
			return Published{}, err
		}
	}
	began := time.Now()
	published, err := n.publish(ctx)
	if err == nil {
		n.note("publish", "pages", time.Since(began))
		n.Log.LogAttrs(ctx, slog.LevelInfo, "pages", slog.String("stage", "publish"), slog.Duration("took", time.Since(began).Round(time.Millisecond)))
	}
	return published, err
}

// took is how long a table took, over all month-ends that it was made for.
type took struct {
	stage, table string
	times        int
	time         time.Duration
}

// note adds to a table's time.
func (n *night) note(stage, table string, time time.Duration) {
	at := slices.IndexFunc(n.took, func(t took) bool { return t.table == table })
	if at < 0 {
		at = len(n.took)
		n.took = append(n.took, took{stage: stage, table: table})
	}
	n.took[at].times++
	n.took[at].time += time
}

// logSlowest ends the log with the five tables that took longest.
func (n *night) logSlowest(ctx context.Context) {
	slices.SortStableFunc(n.took, func(a, b took) int { return cmp.Compare(b.time, a.time) })
	for _, t := range n.took[:min(5, len(n.took))] {
		n.Log.LogAttrs(ctx, slog.LevelInfo, "slowest", slog.String("stage", t.stage), slog.String("table", t.table),
			slog.Int("times", t.times), slog.Duration("took", t.time.Round(time.Millisecond)))
	}
}

// list is the night: every statement of sql/ and every step in Go, by number.
func (n *night) list() []step {
	steps := n.goSteps()
	for _, statement := range sql.Statements() {
		steps = append(steps, step{
			number: statement.Number, name: statement.Table, check: statement.Check,
			make: func(ctx context.Context) (int64, error) {
				rows, err := n.make(ctx, statement)
				if err != nil {
					err = fmt.Errorf("sql/%s: %w", statement.File(), err)
				}
				return rows, err
			},
		})
	}
	return sortSteps(steps)
}

// make makes a table. Those of a closing are made for every month-end; those with a
// table of touched months keep what last night made of all others.
func (n *night) make(ctx context.Context, s sql.Statement) (int64, error) {
	switch {
	case firstOfClosing <= s.Stage && s.Stage <= lastOfClosing:
		return n.Engine.Remake(ctx, s.Table, s.Text)
	case s.Touched != "":
		return n.Engine.Amend(ctx, s.Table, s.Touched, s.Text)
	}
	return n.Engine.Make(ctx, s.Table, s.Text)
}

// stagesOnce returns the work of some stages that are done once a night.
func (n *night) stagesOnce(first, last int) func(context.Context) error {
	return func(ctx context.Context) error { return n.work(ctx, first, last) }
}

// work makes the tables of some stages in order.
func (n *night) work(ctx context.Context, first, last int, attributes ...slog.Attr) error {
	for _, s := range n.steps {
		if s.stage() < first || s.stage() > last {
			continue
		}
		stage := stages[s.stage()]
		n.begin(stage, s.name)
		began := time.Now()
		rows, err := s.make(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", stage, err)
		}
		n.note(stage, s.name, time.Since(began))
		n.Log.LogAttrs(ctx, slog.LevelInfo, s.name, append([]slog.Attr{
			slog.String("stage", stage), slog.Int64("rows", rows), slog.Duration("took", time.Since(began).Round(time.Millisecond)),
		}, attributes...)...)
		if s.check && rows > 0 {
			return n.checkFailed(ctx, stage, s, rows)
		}
	}
	return nil
}

// begin tells whoever watches what comes next.
func (n *night) begin(stage, name string) {
	if n.Step != nil {
		n.Step(Step{Stage: stage, Name: name, Done: n.done, Total: n.total})
	}
	n.done++
}

// checkFailed stops the night and shows the first rows that should not be there.
func (n *night) checkFailed(ctx context.Context, stage string, s step, rows int64) error {
	switch said, err := n.sayCheck(ctx, s.name, rows); {
	case err != nil:
		return fmt.Errorf("%s: sql/%d_%s: %w", stage, s.number, s.name, err)
	case said != "":
		return fmt.Errorf("%s: %w: %s", stage, ErrRefused, said)
	}
	batch, err := n.Engine.Read(ctx, "select * from "+s.name+" limit 5")
	if err != nil {
		return fmt.Errorf("%s: sql/%d_%s: %w", stage, s.number, s.name, err)
	}
	defer batch.Release()
	text, err := batch.MarshalJSON()
	if err != nil {
		return fmt.Errorf("%s: sql/%d_%s: %w", stage, s.number, s.name, err)
	}
	return fmt.Errorf("%s: sql/%d_%s.sql: %w: %d rows must not be there, the first of them %s",
		stage, s.number, s.name, ErrRefused, rows, text)
}

// takeNotes reads the notes before anything that takes long.
func (n *night) takeNotes(context.Context) (err error) {
	n.notes, n.notesHash, err = n.Config.readNotes()
	return err
}

// importFeeds reads every export.
func (n *night) importFeeds(ctx context.Context) error {
	feeds, err := n.Config.feeds()
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	n.total += len(feeds)
	if err := n.recallDeliveries(ctx); err != nil {
		return fmt.Errorf("read: history.deliveries: %w", err)
	}
	n.isHeld = true
	for _, feed := range feeds {
		n.begin("read", feed.Export.Feed)
		began := time.Now()
		deliveries, err := n.Engine.Import(ctx, feed)
		if err != nil {
			return n.Config.placed(fmt.Errorf("read: %s: %w", feed.Export.Feed, err))
		}
		if err := n.checkArrivals(feed.Limits, deliveries); err != nil {
			return fmt.Errorf("read: %s: %w", feed.Export.Feed, err)
		}
		if err := n.checkQuarantined(ctx, "raw_quarantined", "is the format declared as it is delivered?", feed.Limits, deliveries); err != nil {
			return fmt.Errorf("read: %s: %w", feed.Export.Feed, err)
		}
		n.deliveries = append(n.deliveries, deliveries...)
		n.isHeld = n.isHeld && areHeld(feed.Export.Feed, deliveries)
		n.note("read", "raw_"+feed.Export.Feed, time.Since(began))
		n.logFeed(ctx, feed, deliveries, time.Since(began))
	}
	return nil
}

// areHeld tells whether all files of a feed were held. Its lookups are read always;
// a file that is joined with others than last night's is not held.
func areHeld(feed string, deliveries []Delivery) bool {
	return !slices.ContainsFunc(deliveries, func(d Delivery) bool { return d.Feed == feed && !d.IsHeld })
}

func (n *night) logFeed(ctx context.Context, feed Feed, deliveries []Delivery, took time.Duration) {
	var loaded, quarantined, held int64
	for _, d := range deliveries {
		if d.IsHeld {
			held++
		}
		loaded += d.Loaded
		quarantined += d.Quarantined
		if len(d.Unmapped) > 0 {
			n.Log.LogAttrs(ctx, slog.LevelDebug, "columns that nothing reads",
				slog.String("file", n.Config.shown(d.File)), slog.Any("columns", d.Unmapped))
		}
		if len(d.NewColumns) > 0 {
			n.Log.LogAttrs(ctx, slog.LevelInfo, "new columns that nothing reads", slog.String("stage", "read"),
				slog.String("file", n.Config.shown(d.File)), slog.Any("columns", d.NewColumns))
		}
	}
	n.Log.LogAttrs(ctx, slog.LevelInfo, "raw_"+feed.Export.Feed, slog.String("stage", "read"),
		slog.Int("files", len(feed.Paths)), slog.Int64("unchanged", held), slog.Int64("rows", loaded), slog.Int64("quarantined", quarantined),
		slog.Duration("took", took.Round(time.Millisecond)))
}

// deliveryRow is a row of raw_deliveries.
type deliveryRow struct {
	Feed        string
	FileNo      int
	File        string
	Sha256      string
	RowsRead    int64
	Loaded      int64
	Quarantined int64
	Filtered    int64
	Blank       int64
	ModifiedAt  string
	UsualRows   *int64 // nil: nobody can tell
	IsHeld      bool   // its rows are those of last night
}

func (n *night) deliveryRows() []deliveryRow {
	rows := make([]deliveryRow, len(n.deliveries))
	for i, d := range n.deliveries {
		rows[i] = deliveryRow{d.Feed, d.FileNo, n.Config.shown(d.File), d.SHA256,
			d.Records, d.Loaded, d.Quarantined, d.Filtered, d.Blank, stamp(d.ModifiedAt), nil, d.IsHeld}
		if usual, ok := n.usual[d.FileNo]; ok {
			rows[i].UsualRows = &usual
		}
	}
	return rows
}

// deliveryOf is the delivered file of a number.
func (n *night) deliveryOf(fileNo int) Delivery {
	return n.deliveries[slices.IndexFunc(n.deliveries, func(d Delivery) bool { return d.FileNo == fileNo })]
}

// inputHash identifies what was delivered, file by file in the order of their names.
func (n *night) inputHash() string {
	hash := sha256.New()
	for _, d := range n.deliveries {
		fmt.Fprintf(hash, "%s %s\n", d.Feed, d.SHA256)
	}
	if n.notesHash != "" {
		fmt.Fprintf(hash, "notes %s\n", n.notesHash)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// Check holds the configuration against the delivered headers and expressions and
// loads no row.
func (n Night) Check(ctx context.Context) error {
	if err := n.Config.checkKey(); err != nil {
		return err
	}
	feeds, err := n.Config.feeds()
	if err != nil {
		return err
	}
	if _, _, err := n.Config.readNotes(); err != nil {
		return err
	}
	for _, feed := range feeds {
		feed.HeaderOnly = true
		if _, err := n.Engine.Import(ctx, feed); err != nil {
			return n.Config.placed(err)
		}
	}
	return nil
}
