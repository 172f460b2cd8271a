package duckdb

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"valueshift/pipeline"
)

// machineWords are in errors that are the machine's, whatever type DuckDB gives
// them: a full disk shows up as a failed commit, as memory that could not be
// offloaded, or, once a checkpoint failed, as a database that must be reopened.
var machineWords = []string{
	"No space left", "File too large", "Disk quota exceeded",
	"Could not write", "Could not read", "Could not fsync", "Input/output error",
	"failed to offload", "max_temp_directory_size", "database has been invalidated",
}

// classify marks the errors that are the machine's or a damaged database's, and
// not the statement's.
func classify(err error) error {
	if err == nil || isNamed(err) {
		return err
	}
	if isDamage(err.Error()) {
		return fmt.Errorf("%w: the database is damaged; restore a backup: %w", pipeline.ErrRefused, err)
	}
	if !isMachine(err) {
		return err
	}
	return fmt.Errorf("%w: %w", pipeline.ErrIO, err)
}

// isNamed reports whether it is said already whose an error is; once is enough.
func isNamed(err error) bool {
	return errors.Is(err, pipeline.ErrIO) || errors.Is(err, pipeline.ErrRefused) || errors.Is(err, pipeline.ErrNoInput)
}

func isMachine(err error) bool {
	var errno syscall.Errno
	var de *duckdb.Error
	switch {
	case errors.As(err, &errno):
		return true
	case !errors.As(err, &de):
		return false
	case de.Type == duckdb.ErrorTypeIO:
		return true
	}
	for _, words := range machineWords {
		if strings.Contains(de.Msg, words) {
			return true
		}
	}
	return false
}
