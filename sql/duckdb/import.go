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
	engine  *Engine
	feed    pipeline.Feed
	reading string     // how its files are read
	files   []*arrival // in the order of their numbers
	batch   batch      // those that are yet to be read
	isAlone bool       // every file is a batch of its own
}

// file is the one of a number; nil: there is none.
func (in *importing) file(no int) *arrival {
	if at := no - in.feed.FirstFile; at >= 0 && at < len(in.files) {
		return in.files[at]
	}
	return nil
}

// deliveries are the files as the night knows them.
func (in *importing) deliveries() []pipeline.Delivery {
	all := make([]pipeline.Delivery, len(in.files))
	for i, file := range in.files {
		all[i] = file.Delivery
	}
	return all
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
	in := &importing{engine: e, feed: feed, isAlone: feed.HeaderOnly}
	var err error
	if in.reading, err = e.readingOf(feed); err != nil {
		return nil, err
	}
	known, err := in.known(ctx)
	if err != nil {
		return nil, err
	}
	if err := in.arrive(ctx, known); err != nil {
		return nil, err
	}
	if err := in.hold(ctx, known); err != nil {
		return nil, err
	}
	if err := in.addAll(ctx); err != nil {
		return nil, err
	}
	if feed.HeaderOnly {
		return in.deliveries(), nil
	}
	if err := in.count(ctx); err != nil {
		return nil, err
	}
	in.noteNewColumns(known)
	return in.deliveries(), in.noteFiles(ctx)
}

// addAll reads the files that are not held. Where one of several that were read
// together is bad, they are read again one by one, only to learn which: the import
// fails in any case. What an attempt notes on a file it sets and never adds up, so
// the second is not misled by the first.
func (in *importing) addAll(ctx context.Context) error {
	add := func() error { return in.addNew(ctx) }
	var err error
	if in.feed.HeaderOnly || in.isDraft() || !slices.ContainsFunc(in.files, (*arrival).isNew) {
		err = add()
	} else {
		err = in.engine.together(ctx, add)
	}
	if errors.Is(err, errSeveral) {
		in.batch, in.isAlone = batch{}, true
		err = cmp.Or(in.engine.together(ctx, add), err)
	}
	return err
}

// addNew is one attempt at it.
func (in *importing) addNew(ctx context.Context) error {
	for _, file := range in.files {
		if !file.isNew() {
			continue
		}
		if err := in.add(ctx, file); err != nil {
			return err
		}
	}
	return in.flush(ctx)
}

// add gathers a file for the batch of its header and types.
func (in *importing) add(ctx context.Context, file *arrival) error {
	if err := in.beginTotal(ctx, file.FileNo); err != nil {
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
func (in *importing) columnsOf(ctx context.Context, file *arrival) (header, types []string, err error) {
	if file.isParquet() {
		return in.parquetColumns(ctx, file)
	}
	if header, err = readHeader(file.File, in.feed.Format); err != nil {
		return nil, nil, err
	}
	return header, nil, checkHeader(file.File+":1", header)
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

// load runs the plan over the rows of a batch, which source selects, and reconciles
// the counts.
func (in *importing) load(ctx context.Context, b batch, source string, rows int64) error {
	p, err := in.engine.newPlan(ctx, in.feed, b.header, b.types)
	if err != nil {
		return err
	}
	b.noteReading(p)
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

// noteReading notes on the files of a batch how they are read, and which of their
// columns nothing reads.
func (b *batch) noteReading(p *plan) {
	var unmapped []string
	for _, column := range p.header {
		if !slices.Contains(p.texts, column) {
			unmapped = append(unmapped, column)
		}
	}
	query := p.load()
	for _, file := range b.files {
		file.Unmapped, file.query = unmapped, query
	}
}
