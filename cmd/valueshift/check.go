package main

import (
	"errors"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

func newCheck() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Hold the configuration against the delivered headers, load nothing",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			config, err := pipeline.Load(path, nil)
			if err != nil {
				return err
			}
			// In memory: a check must not touch, or wait for, the database of a night, and
			// leaves nothing of a delivery anywhere.
			engine, err := duckdb.Open(cmd.Context(), duckdb.Settings{
				Threads:     config.Engine.Threads,
				MemoryLimit: config.Engine.MemoryLimit,
				Inputs:      config.InputFolders(),
				HeadersOnly: true,
			})
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, closed(engine)) }()
			night := pipeline.Night{
				Config:  config,
				Engine:  engine,
				Log:     slog.New(slog.DiscardHandler),
				Program: version(),
			}
			if err := night.Check(cmd.Context()); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: ok\n", path)
			return err
		},
	}
	configFlag(cmd, &path)
	return cmd
}
