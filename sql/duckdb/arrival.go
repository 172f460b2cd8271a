package duckdb

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"valueshift/pipeline"
)

// arrival is a delivered file as it was found before it was read.
type arrival struct {
	path     string
	found    fs.FileInfo
	manifest *manifest // nil: none was delivered
}

// arrived looks at a file before it is read. A folder, an empty file and one that
// cannot be looked at are refused here.
func arrived(path string) (arrival, error) {
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
	a.manifest, err = readManifest(path)
	return a, err
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
	case now.Size() != a.found.Size():
		return fmt.Errorf("%w: %s: is still being written: it had %d bytes when reading began and %d when it ended",
			pipeline.ErrRefused, a.path, a.found.Size(), now.Size())
	case !now.ModTime().Equal(a.found.ModTime()) || !os.SameFile(now, a.found):
		return fmt.Errorf("%w: %s: was written again while it was read, at %s",
			pipeline.ErrRefused, a.path, now.ModTime().UTC().Format(time.RFC3339))
	}
	return nil
}

// delivery begins the record of what becomes of the file.
func (a arrival) delivery(feed string, fileNo int) pipeline.Delivery {
	return pipeline.Delivery{Feed: feed, FileNo: fileNo, File: a.path, ModifiedAt: a.found.ModTime().UTC()}
}
