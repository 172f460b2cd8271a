package duckdb

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"valueshift/pipeline"
	"valueshift/pipeline/fault"
)

// maxBatch is how many normalised bytes are gathered before DuckDB reads them, so
// that a delivery of any size needs a bounded part of the disk.
const maxBatch = 512 << 20

// importing is one feed on its way in.
type importing struct {
	engine     *Engine
	feed       pipeline.Feed
	reading    string // how its files are read
	deliveries []pipeline.Delivery
	filtered   map[int]int64  // rows per file that the feed's where leaves out
	said       map[int]string // what senders say, per file
	query      map[int]string // the select that reads it, per file
	noted      int            // deliveries that have theirs

	header []string // of the batch being gathered; nil: none
	file   *os.File
	out    *bufio.Writer
	good   int64
	reject []fileReject
	sums   []sumCheck
}

// sumCheck is a file of the batch and a manifest that may name totals of it.
type sumCheck struct {
	manifest *manifest
	delivery pipeline.Delivery
}

type fileReject struct {
	fileNo int
	reject
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
	in := &importing{engine: e, feed: feed, filtered: map[int]int64{}, said: map[int]string{}, query: map[int]string{}}
	defer in.discard()
	var err error
	if in.reading, err = e.readingOf(feed); err != nil {
		return nil, err
	}
	held, err := in.hold(ctx)
	if err != nil {
		return nil, err
	}
	if feed.HeaderOnly || len(held) == len(feed.Paths) || in.isDraft() {
		err = in.addAll(ctx, held)
	} else {
		err = e.together(ctx, func() error { return in.addAll(ctx, held) })
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
func (in *importing) addAll(ctx context.Context, held map[int]pipeline.Delivery) error {
	for i, path := range in.feed.Paths {
		fileNo := in.feed.FirstFile + i
		if _, ok := held[fileNo]; ok {
			continue
		}
		if err := in.add(ctx, fileNo, path); err != nil {
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

// add reads one file, or gathers it for the batch of its header.
func (in *importing) add(ctx context.Context, fileNo int, path string) error {
	if err := in.beginTotal(ctx, fileNo); err != nil {
		return err
	}
	arrival, err := in.engine.arrived(path)
	if err != nil {
		return err
	}
	if strings.HasSuffix(path, ".parquet") {
		return in.addParquet(ctx, fileNo, arrival)
	}
	header, err := readHeader(path, in.feed.Format)
	if err != nil {
		return err
	}
	if err := checkHeader(path, header); err != nil {
		return err
	}
	if in.header != nil && !slices.Equal(header, in.header) {
		if err := in.flush(ctx); err != nil {
			return err
		}
	}
	if in.header == nil {
		if err := in.begin(header); err != nil {
			return err
		}
	}
	delivery := in.delivery(arrival, fileNo)
	if in.feed.HeaderOnly {
		in.deliveries = append(in.deliveries, delivery)
		return in.flush(ctx) // one file at a time, so that an error names it
	}
	found, err := normalise(ctx, path, fileNo, in.feed.Format, arrival.isWhole(), in.out)
	if err != nil {
		return err
	}
	if err := arrival.settled(); err != nil {
		return err
	}
	in.good += found.good
	for _, r := range found.rejects {
		in.reject = append(in.reject, fileReject{fileNo, r})
	}
	delivery.SHA256, delivery.Records, delivery.Blank = found.sha256, found.records, found.blank
	in.deliveries = append(in.deliveries, delivery)
	if err := arrival.check(delivery); err != nil {
		return err
	}
	for _, m := range arrival.manifests {
		in.sums = append(in.sums, sumCheck{m, delivery})
	}
	if size, err := in.file.Seek(0, 1); err == nil && size > maxBatch {
		return in.flush(ctx)
	}
	return nil
}

// checkHeader refuses a header that names a column twice.
func checkHeader(path string, header []string) error {
	seen := map[string]bool{}
	for i, column := range header {
		if column == "" {
			header[i] = fmt.Sprintf("column_%d", i+1)
			column = header[i]
		}
		if seen[strings.ToLower(column)] {
			return fmt.Errorf("%w: %s:1: column %q stands twice in the header", pipeline.ErrRefused, path, column)
		}
		seen[strings.ToLower(column)] = true
	}
	return nil
}

func (in *importing) begin(header []string) error {
	in.header = header
	if in.feed.HeaderOnly {
		return nil
	}
	var err error
	if in.file, err = os.Create(filepath.Join(in.engine.temp, in.feed.Export.Feed+".csv")); err != nil {
		return fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	}
	in.out = bufio.NewWriterSize(in.file, 1<<20)
	return nil
}

// flush lets DuckDB read the gathered records.
func (in *importing) flush(ctx context.Context) error {
	if in.header == nil {
		return nil
	}
	defer in.discard()
	source := noRow(in.header)
	if !in.feed.HeaderOnly {
		if err := errors.Join(fault.Point("flush", in.file.Name()), in.out.Flush()); err != nil {
			return fmt.Errorf("%w: %w", pipeline.ErrIO, err)
		}
		source = readText(in.file.Name(), in.header, delimiterOf(in.feed.Format))
	}
	if err := in.load(ctx, in.header, nil, source, in.good); err != nil {
		return fmt.Errorf("%s: %w", in.deliveries[len(in.deliveries)-1].File, err)
	}
	for _, check := range in.sums {
		if err := in.engine.checkSums(ctx, check.manifest, in.feed, check.delivery, in.header, source); err != nil {
			return err
		}
	}
	return in.keepRejects(ctx)
}

// discard forgets the batch and its file.
func (in *importing) discard() {
	if in.file != nil {
		in.file.Close()
		os.Remove(in.file.Name())
	}
	in.header, in.file, in.out, in.good, in.reject, in.sums = nil, nil, nil, 0, nil, nil
}

// fileColumn and lineColumn say where a delivered row stands, beside the columns of
// its file, which may well be called file_no or line_no.
const (
	fileColumn = "#file"
	lineColumn = "#line"
)

// readText is the table function over normalised records: every column is text,
// nothing is detected, and any line that DuckDB sees differently is an error.
func readText(path string, header []string, delimiter byte) string {
	columns := []string{quoteText(fileColumn) + ": 'integer'", quoteText(lineColumn) + ": 'bigint'"}
	for _, column := range header {
		columns = append(columns, quoteText(column)+": 'varchar'")
	}
	return fmt.Sprintf("select * from read_csv(%s, auto_detect = false, header = false, delim = %s, quote = '\"', escape = '\"', "+
		"new_line = '\\n', nullstr = '', max_line_size = %d, columns = {%s})",
		quotePath(path), quoteText(string(delimiter)), 2*maxRecord, strings.Join(columns, ", "))
}

// noRow is a source that has the columns of a header and nothing else.
func noRow(header []string) string {
	columns := []string{"0 as " + quoteName(fileColumn), "0 as " + quoteName(lineColumn)}
	for _, column := range header {
		columns = append(columns, "'' as "+quoteName(column))
	}
	return "select " + strings.Join(columns, ", ") + " where false"
}

// load runs the plan over a source of rows and reconciles the counts. Without
// types every column is text.
func (in *importing) load(ctx context.Context, header, types []string, source string, rows int64) error {
	p, err := in.engine.newPlan(ctx, in.feed, header, types)
	if err != nil {
		return err
	}
	in.note(p)
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

// note records for the files of the batch how they are read, and on their
// deliveries which columns nothing reads.
func (in *importing) note(p *plan) {
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
