package duckdb

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
)

// harden shuts the connection off from everything a night has no need of: from
// here on it reads and writes its own temporary folder, the database that is open
// and, for Parquet, the folders of delivered files. An expression that got past
// its check, or a crafted file name, still finds no door. Nothing can be set
// after it.
func (e *Engine) harden(ctx context.Context, inputs []string) error {
	folders := inputs
	if e.temp.path != "" {
		folders = append([]string{e.temp.path}, inputs...)
	}
	folders, err := resolved(folders)
	if err != nil {
		return err
	}
	var quoted []string
	for _, folder := range folders {
		// DuckDB asks twice: as a path is written for it (see quotePath), and as the
		// file is called.
		quoted = append(quoted, quoteText(folder+"/"), quotePath(folder+"/"))
	}
	for _, statement := range []string{
		"set allowed_directories = [" + strings.Join(quoted, ", ") + "]",
		"set autoinstall_known_extensions = false",
		"set autoload_known_extensions = false",
		"set allow_community_extensions = false",
		"set allow_persistent_secrets = false",
		"set enable_external_access = false",
		"set lock_configuration = true",
	} {
		if _, err := e.conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("database: %s: %w", statement, err)
		}
	}
	return nil
}

// resolved gives the folders as they are named and as they are without links:
// DuckDB asks for either.
func resolved(folders []string) ([]string, error) {
	var all []string
	for _, folder := range folders {
		absolute, err := filepath.Abs(folder)
		if err != nil {
			return nil, err
		}
		all = append(all, absolute)
		if real, err := filepath.EvalSymlinks(absolute); err == nil && real != absolute {
			all = append(all, real)
		}
		if folder != absolute {
			all = append(all, folder)
		}
	}
	return all, nil
}
