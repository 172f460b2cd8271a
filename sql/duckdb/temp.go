package duckdb

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// makeTemp makes a folder for what a run puts aside: normalised exports and what
// does not fit into memory, both full of customers. It lies beside the database,
// as private as that and on a disk that is large enough.
//
// Whoever writes is alone with the database once DuckDB has opened it, so what
// lies there from earlier was left by runs that were killed.
func makeTemp(s Settings) (string, error) {
	if s.HeadersOnly {
		return "", nil
	}
	beside := s.beside
	if beside == "" {
		beside = s.Path
	}
	if beside == "" {
		return os.MkdirTemp("", "valueshift-")
	}
	folder, pattern := filepath.Dir(beside), "."+filepath.Base(beside)+".temp-*"
	if s.ReadOnly {
		// Where nothing can be written, everything must fit into memory.
		temp, err := os.MkdirTemp(folder, pattern)
		if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
			return "", nil
		}
		return temp, err
	}
	if err := wipe(folder, pattern); err != nil {
		return "", err
	}
	return os.MkdirTemp(folder, pattern)
}

// spill is where DuckDB puts what does not fit into memory; empty: nowhere.
func (e *Engine) spill() string {
	if e.temp == "" {
		return ""
	}
	return filepath.Join(e.temp, "spill")
}

// wipe removes what matches a pattern in a folder.
func wipe(folder, pattern string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	var errs []error
	for _, entry := range entries {
		if isLeft, _ := filepath.Match(pattern, entry.Name()); isLeft {
			errs = append(errs, os.RemoveAll(filepath.Join(folder, entry.Name())))
		}
	}
	return errors.Join(errs...)
}
