package main

import (
	"context"
	"errors"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

// settings says which database a configuration means.
func settings(config pipeline.Config) duckdb.Settings {
	return duckdb.Settings{
		Path:        config.Path(config.Database),
		Threads:     config.Engine.Threads,
		MemoryLimit: config.Engine.MemoryLimit,
		Program:     version(),
		Inputs:      config.InputFolders(),
	}
}

// reading opens a database to be read, as the last night left it, and closes it
// afterwards.
func reading(ctx context.Context, s duckdb.Settings, work func(*duckdb.Engine) error) (err error) {
	s.ReadOnly = true
	engine, err := duckdb.Open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(engine)) }()
	return work(engine)
}
