package duckdb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"valueshift/pipeline"
)

// arrival is a delivered file as it was found before it was read.
type arrival struct {
	fileNo    int
	path      string
	found     fs.FileInfo
	manifests []*manifest // what the sender says about it
	said      string      // the same as text
	hashes                // of its bytes; empty: they are hashed when it is read
}

// isParquet tells files that DuckDB reads by itself from text.
func (a arrival) isParquet() bool { return strings.HasSuffix(a.path, ".parquet") }

// arrive looks at the files of a feed before any is read. Those that last night
// had, and those that DuckDB will read, are hashed side by side.
func (in *importing) arrive(ctx context.Context, known map[string]heldFile) ([]arrival, error) {
	files := make([]arrival, len(in.feed.Paths))
	for i, path := range in.feed.Paths {
		var err error
		if files[i], err = in.engine.arrived(path); err != nil {
			return nil, err
		}
		files[i].fileNo = in.feed.FirstFile + i
		in.said[files[i].fileNo] = files[i].said
	}
	if in.feed.HeaderOnly {
		return files, nil
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(in.engine.threads)
	for i := range files {
		group.Go(func() error {
			last, isKnown := known[files[i].path]
			return files[i].hash(ctx, last, isKnown)
		})
	}
	return files, group.Wait()
}

// hash hashes a file that last night may have had. A text that it did not have is
// hashed when it is read.
func (a *arrival) hash(ctx context.Context, last heldFile, isKnown bool) error {
	if isKnown {
		sum, err := blake3Of(ctx, a.path)
		if err != nil {
			return err
		}
		if sum == last.blake3 {
			a.hashes = last.hashes
			return nil
		}
	}
	if !a.isParquet() {
		return nil
	}
	both := newHashing()
	err := readInto(ctx, a.path, both)
	a.hashes = both.hashes()
	return err
}

// arrived looks at a file before it is read. A folder, an empty file and one that
// cannot be looked at are refused here.
func (e *Engine) arrived(path string) (arrival, error) {
	found, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return arrival{}, fmt.Errorf("%w: %w", pipeline.ErrNoInput, err)
	case err != nil:
		return arrival{}, fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	case !found.Mode().IsRegular():
		return arrival{}, fmt.Errorf("%w: %s: is no file but %s", pipeline.ErrRefused, path, kindOf(found.Mode()))
	case found.Size() == 0:
		return arrival{}, fmt.Errorf("%w: %s: is empty, it has 0 bytes", pipeline.ErrRefused, path)
	}
	a := arrival{path: path, found: found}
	if a.manifests, err = e.manifestsOf(path); err != nil {
		return a, err
	}
	said, err := json.Marshal(a.manifests)
	a.said = string(said)
	return a, err
}

// isWhole says that the sender vouches for the end of the file.
func (a arrival) isWhole() bool { return slices.ContainsFunc(a.manifests, (*manifest).isWhole) }

// check holds what was read against rows and hashes.
func (a arrival) check(d pipeline.Delivery) error {
	for _, m := range a.manifests {
		if err := m.check(d); err != nil {
			return err
		}
	}
	return nil
}

func kindOf(mode fs.FileMode) string {
	if mode.IsDir() {
		return "a folder"
	}
	return "something special"
}

// settled refuses a file that changed, or was exchanged, while it was read: what
// was read may be half of one delivery and half of the next.
func (a arrival) settled() error {
	now, err := os.Stat(a.path)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %s: was taken away while it was read: %w", pipeline.ErrRefused, a.path, err)
	case !os.SameFile(now, a.found):
		return fmt.Errorf("%w: %s: was exchanged for another file while it was read", pipeline.ErrRefused, a.path)
	case now.Size() != a.found.Size():
		return fmt.Errorf("%w: %s: is still being written: it had %d bytes when reading began and %d when it ended",
			pipeline.ErrRefused, a.path, a.found.Size(), now.Size())
	case !now.ModTime().Equal(a.found.ModTime()):
		return fmt.Errorf("%w: %s: was written again while it was read, at %s",
			pipeline.ErrRefused, a.path, now.ModTime().UTC().Format(time.RFC3339))
	}
	return nil
}

// delivery begins the record of what becomes of a file.
func (in *importing) delivery(a arrival) pipeline.Delivery {
	return pipeline.Delivery{
		Feed: in.feed.Export.Feed, FileNo: a.fileNo, File: a.path, SHA256: a.sha256, ModifiedAt: a.found.ModTime().UTC(),
	}
}
