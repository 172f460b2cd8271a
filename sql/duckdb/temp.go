package duckdb

import (
	"errors"
	"os"
	"path/filepath"
)

// makeTemp makes a folder for what a run puts aside: normalised exports and what
// does not fit into memory, both full of customers. It lies beside the database,
// as private as that and on a disk that is large enough.
//
// Whoever writes is alone with the database once DuckDB has opened it, so what
// lies there from earlier was left by runs that were killed.
func makeTemp(s Settings) (string, error) {
	if s.Path == "" {
		return os.MkdirTemp("", "valueshift-")
	}
	folder, pattern := filepath.Dir(s.Path), "."+filepath.Base(s.Path)+".temp-*"
	if !s.ReadOnly {
		if err := wipe(folder, pattern); err != nil {
			return "", err
		}
	}
	return os.MkdirTemp(folder, pattern)
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
