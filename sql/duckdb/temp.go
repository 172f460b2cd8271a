package duckdb

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// temp is a run's own folder for what it puts aside: normalised exports and what does
// not fit into memory, both full of customers. It lies beside the database, as private
// as that and on a disk that is large enough.
type temp struct {
	path string      // empty: nothing is put aside
	lock *os.File    // tells others that the folder is not left over; the kernel's, so it ends with the run
	stop func() bool // ends the watch of removeWhenDone; nil: nobody watches
}

// makeTemp makes a run's folder. Before, a run that writes removes what runs that were
// killed have left there.
func makeTemp(s Settings) (temp, error) {
	if s.HeadersOnly {
		return temp{}, nil
	}
	beside := cmp.Or(s.beside, s.Path)
	if beside == "" {
		path, err := os.MkdirTemp("", "valueshift-")
		return temp{path: path}, err
	}
	folder, pattern := filepath.Dir(beside), "."+filepath.Base(beside)+".temp-*"
	if s.ReadOnly {
		t, err := lockedTemp(folder, pattern)
		if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
			return temp{}, nil // where nothing can be written, everything must fit into memory
		}
		return t, err
	}
	if err := wipe(folder, pattern); err != nil {
		return temp{}, err
	}
	return lockedTemp(folder, pattern)
}

// lockedTemp makes a folder and locks it, once more if another run took it for left
// over in between.
func lockedTemp(folder, pattern string) (temp, error) {
	for {
		path, err := os.MkdirTemp(folder, pattern)
		if err != nil {
			return temp{}, err
		}
		lock, err := lockFolder(path)
		if err == nil && isThere(path) {
			return temp{path: path, lock: lock}, nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.EWOULDBLOCK) {
			return temp{}, errors.Join(err, os.Remove(path))
		}
		lock.Close() // of a folder that is gone
	}
}

// lockFolder locks a folder unless another run has.
func lockFolder(folder string) (*os.File, error) {
	file, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// removeWhenDone removes the folder as soon as a run is cancelled. A command that is
// interrupted does not wait long for a large query, and Close may never come. What is
// open can still be read and written; nothing can be made there any more, so that what
// goes on meanwhile fails, and Keep either has named its copy before or finds none.
func (t *temp) removeWhenDone(ctx context.Context) {
	if path := t.path; path != "" {
		t.stop = context.AfterFunc(ctx, func() {
			// Once more if a file was made while the others went.
			for try := 0; os.RemoveAll(path) != nil && try < 10; try++ {
				time.Sleep(10 * time.Millisecond)
			}
		})
	}
}

// remove removes the folder with all that was put aside.
func (t temp) remove() error {
	if t.stop != nil {
		t.stop()
	}
	err := os.RemoveAll(t.path)
	if t.lock != nil {
		err = errors.Join(err, t.lock.Close())
	}
	return err
}

// wipe removes the folders of a pattern that no run holds any more.
func wipe(folder, pattern string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	var errs []error
	for _, entry := range entries {
		if isLeft, _ := filepath.Match(pattern, entry.Name()); !isLeft {
			continue
		}
		path := filepath.Join(folder, entry.Name())
		lock, err := lockFolder(path)
		if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, fs.ErrNotExist) {
			continue // in use, or removed meanwhile
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, temp{path: path, lock: lock}.remove())
	}
	return errors.Join(errs...)
}

// spill is where DuckDB puts what does not fit into memory; empty: nowhere.
func (e *Engine) spill() string {
	if e.temp.path == "" {
		return ""
	}
	return filepath.Join(e.temp.path, "spill")
}
