package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

func newVerify() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Read all of the database and the pages, compare with what was kept",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			config, err := pipeline.Load(path, keysGiven(cmd))
			if err != nil {
				return err
			}
			if err := config.FindHistory(); err != nil {
				return err
			}
			// A night puts database and pages in place one after the other.
			if err := duckdb.Idle(config.Path(config.Database)); err != nil {
				return err
			}
			before, _ := os.Stat(config.Path(config.Database)) // what cannot be read is told below
			stdout := cmd.OutOrStdout()
			historyErr := reading(cmd.Context(), settings(config), func(engine *duckdb.Engine) error {
				return verifyNight(cmd.Context(), engine, config, stdout)
			})
			isWell, err := pipeline.VerifyPages(config, tell(stdout))
			isFound := historyErr != nil || err != nil || !isWell
			if after, failed := os.Stat(config.Path(config.Database)); isFound && before != nil && failed == nil && !os.SameFile(before, after) {
				return fmt.Errorf("verify: %w: a night ended meanwhile; verify again", pipeline.ErrLocked)
			}
			switch {
			case historyErr != nil:
				return historyErr
			case err != nil:
				return err
			case !isWell:
				return fmt.Errorf("verify: %w: the pages are not what was published; publish them again with a night, or go back with valueshift rollback", pipeline.ErrRefused)
			}
			return nil
		},
	}
	configFlag(cmd, &path)
	outFlag(cmd)
	return cmd
}

// verifyNight looks at history, and then whether the pages are of its last night.
func verifyNight(ctx context.Context, engine *duckdb.Engine, config pipeline.Config, stdout io.Writer) error {
	if err := verify(ctx, engine, config.Path(config.Database), stdout); err != nil {
		return err
	}
	isWell, err := pipeline.VerifyShown(ctx, engine, config, tell(stdout))
	if err == nil && !isWell {
		err = fmt.Errorf("verify: %w: the pages and %s are of different nights; do the night again", pipeline.ErrRefused, config.Path(config.Database))
	}
	return err
}

// verify prints a line for every table and law of a database.
func verify(ctx context.Context, engine *duckdb.Engine, database string, stdout io.Writer) error {
	isWell, err := pipeline.Verify(ctx, engine, tell(stdout))
	if err == nil && !isWell {
		err = fmt.Errorf("verify: %w: %s is not what was kept; restore a backup", pipeline.ErrRefused, database)
	}
	return err
}

// tell prints what was looked at in one line, and a line for each problem.
func tell(stdout io.Writer) func(pipeline.Inspected) {
	return func(found pipeline.Inspected) {
		state := "ok"
		if len(found.Problems) > 0 {
			state = "WRONG"
		}
		fmt.Fprintf(stdout, "%-5s  %s", state, found.Name)
		if found.Rows > 0 {
			fmt.Fprintf(stdout, ": %d", found.Rows)
		}
		fmt.Fprintln(stdout)
		for _, problem := range found.Problems {
			fmt.Fprintf(stdout, "       %s\n", problem)
		}
	}
}
