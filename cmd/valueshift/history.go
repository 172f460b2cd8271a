package main

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

func newHistory() *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "history",
		Short: "List the closed months, the nights that closed them, and what would be different today",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			config, err := pipeline.Load(path, nil)
			if err != nil {
				return err
			}
			if err := config.FindHistory(); err != nil {
				return err
			}
			return reading(cmd.Context(), settings(config), func(engine *duckdb.Engine) error {
				if err := config.CheckHistory(cmd.Context(), engine); err != nil {
					return err
				}
				months, err := pipeline.History(cmd.Context(), engine)
				if err != nil {
					return err
				}
				restated, err := pipeline.Restatements(cmd.Context(), engine)
				if err != nil {
					return err
				}
				stdout := cmd.OutOrStdout()
				return errors.Join(printMonths(stdout, months, config),
					printRestated(stdout, restated, config), printSegments(stdout, restated, config))
			})
		},
	}
	configFlag(cmd, &path)
	return cmd
}

// printMonths prints a table of the months, and says where the configuration
// became another one.
func printMonths(stdout io.Writer, months []pipeline.ClosedMonth, config pipeline.Config) error {
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "month\tplan year\tcustomers\tprofit %s\tclosed by\tconfiguration\tinputs\t\n", config.Currency)
	for i, m := range months {
		var remark string
		if i > 0 && m.ConfigHash != months[i-1].ConfigHash {
			remark = "configuration changed"
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%s\t%s\t%s\t%s\t%s\n", m.Month.Format("2006-01"), m.PlanYear, m.Customers,
			amount(m.ProfitMinor, config.Money.Scale), m.Version, short(m.ConfigHash), short(m.InputHash), remark)
	}
	return w.Flush()
}

// printRestated prints the lines of money that closed months would change.
func printRestated(stdout io.Writer, restated pipeline.Restated, config pipeline.Config) error {
	if len(restated.Lines) == 0 {
		return nil
	}
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\nrestated\tline\tas closed %s\ttoday\tdifference\tfound by\n", config.Currency)
	for _, r := range restated.Lines {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", r.Month.Format("2006-01"), r.Line, amount(r.FrozenMinor, config.Money.Scale),
			amount(r.RestatedMinor, config.Money.Scale), amount(r.ChangeMinor, config.Money.Scale), r.RunVersion)
	}
	return w.Flush()
}

// printSegments prints the segments that closed months would change in.
func printSegments(stdout io.Writer, restated pipeline.Restated, config pipeline.Config) error {
	if len(restated.Segments) == 0 {
		return nil
	}
	w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\nrestated\tsegment\tcustomers as closed\ttoday\trevenue as closed %[1]s\ttoday\tprofit as closed %[1]s\ttoday\tfound by\n", config.Currency)
	for _, r := range restated.Segments {
		fmt.Fprintf(w, "%s\t%q\t%d\t%d", r.Month.Format("2006-01"), r.Segment, r.FrozenCustomers, r.RestatedCustomers)
		for _, minor := range []int64{r.FrozenRevenueMinor, r.RestatedRevenueMinor, r.FrozenProfitMinor, r.RestatedProfitMinor} {
			fmt.Fprintf(w, "\t%s", amount(minor, config.Money.Scale))
		}
		fmt.Fprintf(w, "\t%s\n", r.RunVersion)
	}
	return w.Flush()
}

// amount writes minor units with the decimals of the money scale, exactly.
func amount(minor int64, scale int) string {
	return new(big.Rat).SetFrac(big.NewInt(minor), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)).FloatString(scale)
}

// short is enough of a hash to tell two apart.
func short(hash string) string { return hash[:min(12, len(hash))] }
