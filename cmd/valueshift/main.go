// Command valueshift does one night: it reads the exports that config.yaml
// describes, classifies customers into value groups and publishes the pages.
//
// The package owns flags, signals, exit codes and the choice of the engine. It
// refuses to decide anything about the night itself.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// patience is how long a cancelled command may take to put things away.
const patience = 900 * time.Millisecond

func main() {
	// Customers are nobody's business but the owner's and his group's.
	syscall.Umask(0o027)
	surviveFileLimit()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	stdout := &printed{to: os.Stdout}
	root := newRoot(stdout, os.Stderr)
	err := stdout.or(supervise(ctx, root.ExecuteContext))
	stop()
	if err != nil {
		report(os.Stderr, err)
	}
	os.Exit(exitCode(err))
}

// newRoot is the command line without a process around it.
func newRoot(stdout, stderr io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:   "valueshift",
		Short: "Nightly value groups of customers, from exports to pages",
		Long: `valueshift reads customer, revenue and cost exports, classifies customers into
value groups and writes the pages that show how value shifts. The configuration
says where everything is; ` + "`valueshift demo`" + ` shows it all on invented exports.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageErrorf("unknown command %q, see valueshift --help", args[0])
			}
			return cmd.Help()
		},
	}
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		text, _, _ := strings.Cut(err.Error(), ": strconv.") // the function that read it is nobody's business
		return usageErrorf("%s, see %s --help", text, cmd.CommandPath())
	})
	root.SetHelpCommand(newHelp(root))
	root.AddCommand(newRun(), newCheck(), newQuarantine(), newDemo(), newExplain(), newFlip(), newHistory(), newVerify(), newBackup(), newRestore(), newRollback(), newVersion())
	return root
}

// newHelp is cobra's, but for a command that is not there: that is a mistake.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Help about any command",
		RunE: func(_ *cobra.Command, args []string) error {
			found, rest, err := root.Find(args)
			if err != nil || found == nil || len(rest) > 0 {
				return usageErrorf("unknown command %q, see valueshift --help", strings.Join(args, " "))
			}
			return found.Help()
		},
	}
}

// noArguments refuses words that are no flags.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageErrorf("%s takes no arguments, got %q", cmd.CommandPath(), args[0])
	}
	return nil
}

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "valueshift", version())
			return err
		},
	}
}
