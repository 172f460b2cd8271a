package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"valueshift/pipeline"
	"valueshift/pipeline/demo"
)

func newDemo() *cobra.Command {
	var path string
	options := demo.Default
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Write invented exports and do a night on them",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			const fewest, most = 100, 9_999_999
			if options.Customers < fewest || options.Customers > most {
				return usageErrorf("--customers must be between %d and %d, is %d", fewest, most, options.Customers)
			}
			config, err := pipeline.Load(path, nil)
			if err != nil {
				return err
			}
			progress := newProgress(cmd.ErrOrStderr(), "")
			progress.step(pipeline.Step{Stage: "demo", Name: "exports", Total: 1})
			if err := demo.Write(cmd.Context(), exportsFolder(config), options); err != nil {
				progress.finish()
				return fmt.Errorf("%w: %w", pipeline.ErrOutput, err)
			}
			return publish(cmd.Context(), config, nightOptions{file: path}, progress, cmd.OutOrStdout())
		},
	}
	configFlag(cmd, &path)
	cmd.Flags().IntVar(&options.Customers, "customers", options.Customers, "how many customers to invent")
	return cmd
}

// exportsFolder is where the configuration expects the customers, and with the
// shipped one everything else that the demo writes.
func exportsFolder(config pipeline.Config) string {
	return filepath.Dir(config.Path(config.Exports["customers"].Files[0]))
}
