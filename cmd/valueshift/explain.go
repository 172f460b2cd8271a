package main

import (
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

func newExplain() *cobra.Command {
	var path, month string
	cmd := &cobra.Command{
		Use:   "explain CUSTOMER|SEGMENT/GROUP",
		Short: "Tell how a customer, or a customer group, came to stand where it does",
		Long: `explain prints, from what is stored, how a number or a decision came about.

Of a customer, named by its id in the exports: the lines of every month of the
window, the profit that decides, the bounds and their bands, last month's group, the
reason for this one, and the intent of its customer group.

Of a customer group, named as segment/group: customers, money and signals, every
rule in order with what it finds, the intent, and how the colours of its targets came
about. The last slash parts the two; the group is creators, contributors, neutral,
eroders, destroyers, new or dormant, in any case.`,
		Example: `  valueshift explain C000017
  valueshift explain "Prepaid/eroders" --month 2026-06`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" {
				return usageErrorf("%s takes one customer or segment/group, got %q", cmd.CommandPath(), args)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if month != "" {
				if _, err := time.Parse("2006-01", month); err != nil {
					return usageErrorf("--month must be a month like 2026-10, is %q", month)
				}
			}
			config, err := pipeline.Load(path, nil)
			if err != nil {
				return err
			}
			if err := config.FindHistory(); err != nil {
				return err
			}
			return reading(cmd.Context(), settings(config), func(engine *duckdb.Engine) error {
				found, err := pipeline.Explain(cmd.Context(), engine, args[0], month)
				if err != nil {
					return err
				}
				return writeExplanation(cmd.OutOrStdout(), found)
			})
		},
	}
	configFlag(cmd, &path)
	cmd.Flags().StringVar(&month, "month", "", "closed month, like 2026-10 (default the newest)")
	return cmd
}

// writeExplanation lines an explanation up.
func writeExplanation(out io.Writer, found pipeline.Explanation) error {
	var b strings.Builder
	b.WriteString(found.Title + "\n")
	for _, s := range found.Sections {
		b.WriteByte('\n')
		if s.Heading != "" {
			b.WriteString(s.Heading + "\n")
		}
		writeLines(&b, s.Lines)
		writeTable(&b, s.Table)
		writeLines(&b, s.Notes)
	}
	_, err := io.WriteString(out, harmless(b.String()))
	return err
}

func writeLines(b *strings.Builder, lines []string) {
	for _, line := range lines {
		b.WriteString("  " + line + "\n")
	}
}

// writeTable pads columns to their widest cell: text to the right, numbers to the
// left of it.
func writeTable(b *strings.Builder, t pipeline.Table) {
	var widths []int
	for _, row := range t.Rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range t.Rows {
		var line strings.Builder
		for i, cell := range row {
			padding := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i < t.Left {
				line.WriteString("  " + cell + padding)
			} else {
				line.WriteString("  " + padding + cell)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}
