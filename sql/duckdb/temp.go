package duckdb

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// tempPrefix begins the name of the temporary folders of one database's nights,
// so that a night finds what an earlier one had to leave: customers' data.
func tempPrefix(database string) string {
	if absolute, err := filepath.Abs(database); err == nil && database != "" {
		database = absolute
	}
	sum := sha256.Sum256([]byte(database))
	return "valueshift-" + hex.EncodeToString(sum[:4]) + "-"
}

// wipeLeftovers removes the folders of nights on this database that were killed.
// The database must be held: then no other night is at work in one of them.
func (e *Engine) wipeLeftovers(database string) error {
	if database == "" {
		return nil
	}
	folder, own := filepath.Split(e.temp)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	var errs []error
	for _, entry := range entries {
		if name := entry.Name(); name != own && strings.HasPrefix(name, tempPrefix(database)) {
			errs = append(errs, os.RemoveAll(filepath.Join(folder, name)))
		}
	}
	return errors.Join(errs...)
}
