package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

func newQuarantine() *cobra.Command {
	var path string
	var asCSV bool
	var ask duckdb.Ask
	cmd := &cobra.Command{
		Use:   "quarantine",
		Short: "List the delivered rows that the last night did not use",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if ask.Limit < 0 {
				return usageErrorf("--limit must be 0 or more, is %d", ask.Limit)
			}
			config, err := pipeline.Load(path, nil)
			if err != nil {
				return err
			}
			if _, ok := config.Exports[ask.Feed]; ask.Feed != "" && !ok {
				return usageErrorf("--feed: %q is not under exports in %s", ask.Feed, path)
			}
			if err := config.FindHistory(); err != nil {
				return err
			}
			return reading(cmd.Context(), settings(config), func(engine *duckdb.Engine) error {
				rows, total, err := engine.Quarantine(cmd.Context(), ask)
				if err != nil {
					return err
				}
				if asCSV {
					return writeRefusedCSV(cmd.OutOrStdout(), rows)
				}
				return writeRefused(cmd.OutOrStdout(), rows, total)
			})
		},
	}
	configFlag(cmd, &path)
	cmd.Flags().StringVar(&ask.Feed, "feed", "", "only rows of this export")
	cmd.Flags().StringVar(&ask.Reason, "reason", "", "only rows whose reason holds this text")
	cmd.Flags().IntVar(&ask.Limit, "limit", 100, "how many rows, 0 for all")
	cmd.Flags().BoolVar(&asCSV, "csv", false, "write CSV, for a file")
	return cmd
}

// writeRefused writes a row as its place, which editors jump to, and below it what
// was delivered. Delivered text is quoted: it must not speak to the terminal.
func writeRefused(out io.Writer, rows []duckdb.Refused, total int64) error {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%s:%d: ", oneLine(r.File), r.Line)
		if r.Column != "" {
			fmt.Fprintf(&b, "%s ", strconv.Quote(r.Column))
			if r.Value != "" {
				fmt.Fprintf(&b, "%s ", strconv.Quote(r.Value))
			}
		}
		fmt.Fprintf(&b, "%s\n    %s\n", oneLine(r.Reason), cutShort(strconv.Quote(r.Raw)))
	}
	fmt.Fprintf(&b, "%d of %d rows in quarantine\n", len(rows), total)
	_, err := io.WriteString(out, b.String())
	return err
}

// oneLine is harmless and ends no line: a file's name may hold one's end.
func oneLine(text string) string { return strings.ReplaceAll(harmless(text), "\n", `\n`) }

// cutShort keeps a raw record on a line or two.
func cutShort(text string) string {
	const longest = 200
	if letters := []rune(text); len(letters) > longest {
		return string(letters[:longest]) + "…"
	}
	return text
}

// writeRefusedCSV writes all columns in full. Text that a spreadsheet would take
// for a formula has an apostrophe before it, as in the downloads.
func writeRefusedCSV(out io.Writer, rows []duckdb.Refused) error {
	c := csv.NewWriter(out)
	c.Write([]string{"feed", "file", "line", "column", "value", "reason", "raw"}) // Error has what goes wrong
	for _, r := range rows {
		c.Write([]string{
			r.Feed, pipeline.Inert(r.File), strconv.FormatInt(r.Line, 10), pipeline.Inert(r.Column), pipeline.Inert(r.Value), r.Reason, pipeline.Inert(r.Raw),
		})
	}
	c.Flush()
	return c.Error()
}
