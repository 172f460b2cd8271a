package duckdb

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sourcegraph/conc/pool"

	"valueshift/pipeline"
)

// maxBatch is about how many bytes are gathered before DuckDB reads them, so that
// the normalised texts of a delivery of any size need a bounded part of the disk.
const maxBatch = 512 << 20

// batch is files that DuckDB reads together: texts with the same header, or Parquet
// files that also have the same types. Alone, a small file leaves most threads idle.
type batch struct {
	header []string
	types  []string // of Parquet files; nil: they are texts
	files  []*arrival
	bytes  int64
}

func (b *batch) takes(header, types []string) bool {
	return len(b.files) == 0 || (b.bytes < maxBatch && slices.Equal(b.header, header) && slices.Equal(b.types, types) && (types == nil || canNumber(header)))
}

func (b *batch) add(file *arrival, header, types []string) {
	b.header, b.types, b.files = header, types, append(b.files, file)
	size := file.found.Size()
	if strings.HasSuffix(file.File, ".gz") {
		size *= 8 // exports are seldom packed tighter
	}
	b.bytes += size
}

// flush lets DuckDB read the gathered files.
func (in *importing) flush(ctx context.Context) error {
	b := in.batch
	in.batch = batch{}
	switch {
	case len(b.files) == 0:
		return nil
	case b.types != nil:
		return in.flushParquet(ctx, b)
	case in.feed.HeaderOnly:
		return in.loadTexts(ctx, b, noRow(b.header), 0)
	}
	return in.flushTexts(ctx, b)
}

// flushTexts normalises texts side by side and has them read.
func (in *importing) flushTexts(ctx context.Context, b batch) error {
	texts, err := in.normaliseAll(ctx, b.files)
	defer func() {
		for _, text := range texts {
			os.Remove(text.path)
		}
	}()
	if err != nil {
		return err
	}
	var paths []string
	var good int64
	for i, file := range b.files {
		if err := file.note(&texts[i]); err != nil {
			return err
		}
		paths, good = append(paths, quotePath(texts[i].path)), good+texts[i].good
	}
	rowsOf := func(paths []string) string { return readText(paths, b.header, delimiterOf(in.feed.Format)) }
	if err := in.loadTexts(ctx, b, rowsOf(paths), good); err != nil {
		return err
	}
	for i, file := range b.files {
		if err := in.keepRejects(file.FileNo, texts[i].rejects); err != nil {
			return err
		}
	}
	return in.checkSums(ctx, b, func(i int) string { return rowsOf(paths[i : i+1]) })
}

// checkSums holds the rows of a batch against what its senders say they come to;
// rowsOf selects those of one file.
func (in *importing) checkSums(ctx context.Context, b batch, rowsOf func(i int) string) error {
	for i, file := range b.files {
		for _, m := range file.manifests {
			if err := in.engine.checkSums(ctx, m, in.feed, file.Delivery, b.header, rowsOf(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (in *importing) loadTexts(ctx context.Context, b batch, source string, rows int64) error {
	if err := in.load(ctx, b, source, rows); err != nil {
		return against(b.files[len(b.files)-1].File, err)
	}
	return nil
}

// against names the file that an error is about. A mistake of the configuration says
// so at its end, for it begins with a line of the configuration.
func against(path string, err error) error {
	var mapping *pipeline.MappingError
	if errors.As(err, &mapping) && errors.Is(err, pipeline.ErrConfig) {
		mapping.File = path
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}

// normaliseAll returns what it found in every file, also beside an error, which is
// that of the first file that has one.
func (in *importing) normaliseAll(ctx context.Context, files []*arrival) ([]scanned, error) {
	texts, errs := make([]scanned, len(files)), make([]error, len(files))
	reading := pool.New().WithMaxGoroutines(in.engine.threads)
	for i, file := range files {
		texts[i].path = filepath.Join(in.engine.temp.path, fmt.Sprintf("%s-%d.csv", in.feed.Export.Feed, file.FileNo))
		reading.Go(func() { errs[i] = texts[i].normalise(ctx, file, in.feed.Format) })
	}
	reading.Wait()
	return texts, cmp.Or(errs...)
}

// note takes over what was found in a text.
func (a *arrival) note(text *scanned) error {
	a.SHA256, a.blake3, a.Records, a.Blank = text.sha256, text.blake3, text.records, text.blank
	return a.check()
}

// fileColumn and lineColumn say where a delivered row stands, beside the columns of
// its file, which may well be called file_no or line_no.
const (
	fileColumn = "#file"
	lineColumn = "#line"
)

// readText is the table function over normalised records in quoted paths: every
// column is text, nothing is detected, and any line that DuckDB sees differently is
// an error. They lie beside the database, whose folder may be called region=eu; that
// is no column, and would hide the file's own.
func readText(paths, header []string, delimiter byte) string {
	columns := []string{quoteText(fileColumn) + ": 'integer'", quoteText(lineColumn) + ": 'bigint'"}
	for _, column := range header {
		columns = append(columns, quoteText(column)+": 'varchar'")
	}
	return fmt.Sprintf("select * from read_csv([%s], auto_detect = false, header = false, delim = %s, quote = '\"', escape = '\"', "+
		"new_line = '\\n', nullstr = '', hive_partitioning = false, max_line_size = %d, columns = {%s})",
		strings.Join(paths, ", "), quoteText(string(delimiter)), 2*maxRecord, strings.Join(columns, ", "))
}

// noRow is a source that has the columns of a header and nothing else.
func noRow(header []string) string {
	columns := []string{"0 as " + quoteName(fileColumn), "0 as " + quoteName(lineColumn)}
	for _, column := range header {
		columns = append(columns, "'' as "+quoteName(column))
	}
	return "select " + strings.Join(columns, ", ") + " where false"
}
