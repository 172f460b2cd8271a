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

	"github.com/sourcegraph/conc/pool"

	"valueshift/pipeline"
)

// arrival is a file on its way in: as it was found, and what becomes of it.
type arrival struct {
	pipeline.Delivery
	found     fs.FileInfo // before it was read
	manifests []*manifest // what the sender says about it
	said      string      // the same as text
	blake3    string      // beside the delivery's SHA-256; both empty: they are made when it is read
	query     string      // the select that reads it
}

// isNew tells files that must be read from those that came as they were last night.
func (a *arrival) isNew() bool { return !a.IsHeld }

// isParquet tells files that DuckDB reads by itself from text.
func (a *arrival) isParquet() bool { return strings.HasSuffix(a.File, ".parquet") }

// arrive looks at the files of a feed before any is read. Those that last night
// had, and those that DuckDB will read, are hashed side by side.
func (in *importing) arrive(ctx context.Context, known map[string]*arrival) error {
	for i, path := range in.feed.Paths {
		file, err := in.engine.arrived(path)
		if err != nil {
			return err
		}
		file.Feed, file.FileNo = in.feed.Export.Feed, in.feed.FirstFile+i
		in.files = append(in.files, file)
	}
	if in.feed.HeaderOnly {
		return nil
	}
	hashing := pool.New().WithMaxGoroutines(in.engine.threads).WithContext(ctx).WithCancelOnError().WithFirstError()
	for _, file := range in.files {
		hashing.Go(func(ctx context.Context) error { return file.hash(ctx, known[file.File]) })
	}
	return hashing.Wait()
}

// hash hashes a file that last night may have had; nil: it had none of its name. A
// text that it did not have is hashed when it is read.
func (a *arrival) hash(ctx context.Context, last *arrival) error {
	if last != nil {
		sum, err := blake3Of(ctx, a.File)
		if err != nil {
			return err
		}
		if sum == last.blake3 {
			a.SHA256, a.blake3 = last.SHA256, last.blake3
			return nil
		}
	}
	if !a.isParquet() {
		return nil
	}
	both := newHashing()
	err := readInto(ctx, a.File, both)
	a.SHA256, a.blake3 = both.sums()
	return err
}

// arrived looks at a file before it is read. A folder, an empty file and one that
// cannot be looked at are refused here.
func (e *Engine) arrived(path string) (*arrival, error) {
	found, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: %w", pipeline.ErrNoInput, err)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", pipeline.ErrIO, err)
	case !found.Mode().IsRegular():
		return nil, fmt.Errorf("%w: %s: is no file but %s", pipeline.ErrRefused, path, kindOf(found.Mode()))
	case found.Size() == 0:
		return nil, fmt.Errorf("%w: %s: is empty, it has 0 bytes", pipeline.ErrRefused, path)
	}
	a := &arrival{Delivery: pipeline.Delivery{File: path, ModifiedAt: found.ModTime().UTC()}, found: found}
	if a.manifests, err = e.manifestsOf(path); err != nil {
		return a, err
	}
	said, err := json.Marshal(a.manifests)
	a.said = string(said)
	return a, err
}

// isWhole says that the sender vouches for the end of the file.
func (a *arrival) isWhole() bool { return slices.ContainsFunc(a.manifests, (*manifest).isWhole) }

// check holds what was read against rows and hashes.
func (a *arrival) check() error {
	for _, m := range a.manifests {
		if err := m.check(a.Delivery); err != nil {
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
func (a *arrival) settled() error {
	now, err := os.Stat(a.File)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %s: was taken away while it was read: %w", pipeline.ErrRefused, a.File, err)
	case !os.SameFile(now, a.found):
		return fmt.Errorf("%w: %s: was exchanged for another file while it was read", pipeline.ErrRefused, a.File)
	case now.Size() != a.found.Size():
		return fmt.Errorf("%w: %s: is still being written: it had %d bytes when reading began and %d when it ended",
			pipeline.ErrRefused, a.File, a.found.Size(), now.Size())
	case !now.ModTime().Equal(a.found.ModTime()):
		return fmt.Errorf("%w: %s: was written again while it was read, at %s",
			pipeline.ErrRefused, a.File, now.ModTime().UTC().Format(time.RFC3339))
	}
	return nil
}
