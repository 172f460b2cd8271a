package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

func newRollback() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "rollback [version]",
		Short: "Show the pages of an earlier night again, until the next one",
		Args:  atMostOneArgument,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			config, err := pipeline.Load(path, keysGiven(cmd))
			if err != nil {
				return err
			}
			// A night that is under way would show its own pages a moment later.
			lock, err := duckdb.Hold(config.Path(config.Database))
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, lock.Release()) }()
			var version string
			if len(args) > 0 {
				version = args[0]
			}
			index, err := pipeline.Rollback(config, version, tell(cmd.ErrOrStderr()))
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), index)
			return err
		},
	}
	configFlag(cmd, &path)
	outFlag(cmd)
	return cmd
}

// atMostOneArgument allows a version.
func atMostOneArgument(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usageErrorf("%s takes one version, got %q", cmd.CommandPath(), args)
	}
	return nil
}
