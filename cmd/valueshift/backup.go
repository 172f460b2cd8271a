package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

func newBackup() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "backup path",
		Short: "Write a copy of the database and compare it with the original",
		Args:  oneArgument,
		RunE: func(cmd *cobra.Command, args []string) error {
			config, err := pipeline.Load(path, nil)
			if err != nil {
				return err
			}
			if err := config.FindHistory(); err != nil {
				return err
			}
			if err := duckdb.Backup(cmd.Context(), settings(config), args[0]); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), args[0])
			return err
		},
	}
	configFlag(cmd, &path)
	return cmd
}

func newRestore() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "restore path",
		Short: "Verify a backup and put it where the database is",
		Args:  oneArgument,
		RunE: func(cmd *cobra.Command, args []string) error {
			config, err := pipeline.Load(path, nil)
			if err != nil {
				return err
			}
			if err := duckdb.Restorable(args[0], config.Path(config.Database)); err != nil {
				return err
			}
			backup := settings(config)
			backup.Path = args[0]
			stdout := cmd.OutOrStdout()
			if err := reading(cmd.Context(), backup, func(engine *duckdb.Engine) error {
				return verify(cmd.Context(), engine, backup.Path, stdout)
			}); err != nil {
				return fmt.Errorf("restore: %w", err)
			}
			replaced, err := duckdb.Restore(cmd.Context(), backup, config.Path(config.Database), time.Now())
			if err != nil {
				return err
			}
			fmt.Fprintf(stdout, "restored %s\n", config.Path(config.Database))
			if replaced != "" {
				fmt.Fprintf(stdout, "the database before it is %s\n", replaced)
			}
			return nil
		},
	}
	configFlag(cmd, &path)
	return cmd
}

// oneArgument asks for a path.
func oneArgument(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usageErrorf("%s takes one path, got %q", cmd.CommandPath(), args)
	}
	return nil
}
