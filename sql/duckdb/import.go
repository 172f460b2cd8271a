package duckdb

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"valueshift/pipeline"
)

// importing is one feed on its way in.
type importing struct {
	engine     *Engine
	feed       pipeline.Feed
	reading    string // how its files are read
	deliveries []pipeline.Delivery
	filtered   map[int]int64  // rows per file that the feed's where leaves out
	said       map[int]string // what senders say, per file
	blake3     map[int]string // the faster hash, per file
	query      map[int]string // the select that reads it, per file
	noted      int            // deliveries that have theirs
	batch      batch          // files that are yet to be read
	isAlone    bool           // every file is a batch of its own
}

// Import reads one feed into raw_<feed>, raw_quarantined and raw_amounts.
func (e *Engine) Import(ctx context.Context, feed pipeline.Feed) ([]pipeline.Delivery, error) {
	if err := e.beginReading(ctx); err != nil {
		return nil, err
	}
	var lookups []pipeline.Delivery
	for _, join := range feed.Lookups {
		read, err := e.importLookup(ctx, feed, join.Lookup)
		if err != nil {
			return nil, classify(err)
		}
		lookups = append(lookups, read...)
	}
	read, err := e.importFeed(ctx, feed)
	return append(lookups, read...), classify(err)
}

func (e *Engine) importFeed(ctx context.Context, feed pipeline.Feed) ([]pipeline.Delivery, error) {
	in := &importing{engine: e, feed: feed, filtered: map[int]int64{}, said: map[int]string{}, blake3: map[int]string{}, query: map[int]string{}, isAlone: feed.HeaderOnly}
	var err error
	if in.reading, err = e.readingOf(feed); err != nil {
		return nil, err
	}
	known, err := in.known(ctx)
	if err != nil {
		return nil, err
	}
	files, err := in.arrive(ctx, known)
	if err != nil {
		return nil, err
	}
	held, err := in.hold(ctx, files, known)
	if err != nil {
		return nil, err
	}
	addAll := func() error { return in.addAll(ctx, files, held) }
	if feed.HeaderOnly || len(held) == len(files) || in.isDraft() {
		err = addAll()
	} else {
		err = e.together(ctx, addAll)
	}
	if errors.Is(err, errSeveral) {
		in.batch, in.isAlone = batch{}, true
		err = cmp.Or(e.together(ctx, addAll), err)
	}
	if err != nil {
		return nil, err
	}
	if feed.HeaderOnly {
		return in.deliveries, nil
	}
	return in.finish(ctx, held)
}

// addAll reads the files that are not held.
func (in *importing) addAll(ctx context.Context, files []arrival, held map[int]pipeline.Delivery) error {
	for _, file := range files {
		if _, ok := held[file.fileNo]; ok {
			continue
		}
		if err := in.add(ctx, file); err != nil {
			return err
		}
	}
	return in.flush(ctx)
}

// finish counts what became of every file, of those held too, and notes what the
// database holds now.
func (in *importing) finish(ctx context.Context, held map[int]pipeline.Delivery) ([]pipeline.Delivery, error) {
	for _, delivery := range held {
		in.deliveries = append(in.deliveries, delivery)
	}
	slices.SortFunc(in.deliveries, func(a, b pipeline.Delivery) int { return a.FileNo - b.FileNo })
	if err := in.count(ctx); err != nil {
		return nil, err
	}
	return in.deliveries, in.noteFiles(ctx)
}

// add gathers a file for the batch of its header and types.
func (in *importing) add(ctx context.Context, file arrival) error {
	if err := in.beginTotal(ctx, file.fileNo); err != nil {
		return err
	}
	header, types, err := in.columnsOf(ctx, file)
	if err != nil {
		return err
	}
	if in.isAlone || !in.batch.takes(header, types) {
		if err := in.flush(ctx); err != nil {
			return err
		}
	}
	in.batch.add(file, header, types)
	return nil
}

// columnsOf reads the names of a file's columns and, of a Parquet file, their types.
func (in *importing) columnsOf(ctx context.Context, file arrival) (header, types []string, err error) {
	if file.isParquet() {
		return in.parquetColumns(ctx, file)
	}
	if header, err = readHeader(file.path, in.feed.Format); err != nil {
		return nil, nil, err
	}
	return header, nil, checkHeader(file.path+":1", header)
}

// checkHeader refuses a header that names a column twice, or as the columns that are
// read beside its own; place says where it stands.
func checkHeader(place string, header []string) error {
	seen := map[string]bool{}
	for i, column := range header {
		if column == "" {
			header[i] = fmt.Sprintf("column_%d", i+1)
			column = header[i]
		}
		if strings.EqualFold(column, fileColumn) || strings.EqualFold(column, lineColumn) {
			return fmt.Errorf("%w: %s: column %q has a name that valueshift needs for itself; deliver it under another one", pipeline.ErrRefused, place, column)
		}
		if seen[strings.ToLower(column)] {
			return fmt.Errorf("%w: %s: column %q stands twice in the header", pipeline.ErrRefused, place, column)
		}
		seen[strings.ToLower(column)] = true
	}
	return nil
}

// load runs the plan over a source of rows and reconciles the counts. Without
// types every column is text.
func (in *importing) load(ctx context.Context, header, types []string, source string, rows int64) error {
	p, err := in.engine.newPlan(ctx, in.feed, header, types)
	if err != nil {
		return err
	}
	in.noteReading(p)
	e := in.engine
	if _, err := e.exec(ctx, "create or replace temp view "+quoteName(p.deliveredView())+" as "+source); err != nil {
		return err
	}
	if err := e.checkTypes(ctx, p); err != nil || in.feed.HeaderOnly {
		return err
	}
	if !in.isDraft() {
		if err := e.own(ctx); err != nil {
			return err
		}
	}
	loaded, err := e.exec(ctx, "insert into "+quoteName(p.rawTable())+" by name "+p.load())
	if err != nil {
		return fmt.Errorf("exports.%s: %w", in.feed.Export.Feed, err)
	}
	if p.money() != "" {
		if _, err := e.exec(ctx, "insert into raw_amounts by name "+p.total()); err != nil {
			return fmt.Errorf("exports.%s: %w", in.feed.Export.Feed, err)
		}
	}
	if loaded == rows {
		return nil
	}
	// Only now is a second pass worth its while: most deliveries are clean.
	refused, err := in.refuse(ctx, p)
	if err != nil {
		return fmt.Errorf("exports.%s: %w", in.feed.Export.Feed, err)
	}
	if loaded+refused != rows {
		return fmt.Errorf("exports.%s: %d rows were delivered, but %d loaded and %d refused", in.feed.Export.Feed, rows, loaded, refused)
	}
	return nil
}

// noteReading records for the files of the batch how they are read, and on their
// deliveries which columns nothing reads.
func (in *importing) noteReading(p *plan) {
	var unmapped []string
	for _, column := range p.header {
		if !slices.Contains(p.texts, column) {
			unmapped = append(unmapped, column)
		}
	}
	for i := in.noted; i < len(in.deliveries); i++ {
		in.deliveries[i].Unmapped = unmapped
		in.query[in.deliveries[i].FileNo] = p.load()
	}
	in.noted = len(in.deliveries)
}
