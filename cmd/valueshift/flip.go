package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"valueshift/pipeline"
	"valueshift/sql/duckdb"
)

func newFlip() *cobra.Command {
	var path string
	var texts []string
	cmd := &cobra.Command{
		Use:   "flip --assumption KEY=VALUE",
		Short: "Tell what would change if an assumption were another, write nothing",
		Long: `flip judges the newest closed month again as if an assumption were another, and
lists what would be different: profit, customers that would change group, customer
groups with another number of customers, and intents. It compares with what the last
night stored and writes nothing: the database is only read, the judging is done in
memory and, for what does not fit, in a private folder beside the database that is
removed at the end.

An assumption is a change of a line of money in every month and at both ends of a
trend – revenue, direct_cost, cost_to_serve, acquisition or capital, like
cost_to_serve=+10% – or another value of a key under value_groups, intents or advocacy
that judging one month reads, or of customers.min_tenure_months. Several hold together. Frozen bounds stay, unless the
assumption is about them: then they are calibrated again on the month they were
frozen from. Last month's groups, which the bands remember, stay as well.`,
		Example: `  valueshift flip --assumption cost_to_serve=+10%
  valueshift flip --assumption value_groups.creators_share=0.75 --assumption revenue=-2.5%`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			assumptions, flags, err := readAssumptions(texts)
			if err != nil {
				return err
			}
			before, err := pipeline.Load(path, nil)
			if err != nil {
				return err
			}
			after, err := pipeline.Load(path, flags)
			if err != nil {
				return usageErrorf("--assumption: %v", err) // without them there was none
			}
			if err := before.FindHistory(); err != nil {
				return err
			}
			return borrowing(cmd.Context(), settings(before), func(engine *duckdb.Engine) error {
				found, err := pipeline.Flip(cmd.Context(), engine, before, after, assumptions)
				if err != nil {
					return err
				}
				return writeExplanation(cmd.OutOrStdout(), found)
			})
		},
	}
	configFlag(cmd, &path)
	cmd.Flags().StringArrayVar(&texts, "assumption", nil, "what to take for different, like cost_to_serve=+10%; may be given several times")
	return cmd
}

// readAssumptions parts assumptions about money from those about the configuration,
// which flags carry to Load.
func readAssumptions(texts []string) (all []pipeline.Assumption, flags map[string]string, err error) {
	if len(texts) == 0 {
		return nil, nil, usageErrorf("flip needs an assumption, like --assumption cost_to_serve=+10%%")
	}
	flags = map[string]string{}
	seen := map[string]bool{}
	for _, text := range texts {
		a, err := pipeline.ParseAssumption(text)
		if err != nil {
			return nil, nil, usageErrorf("--assumption: %w", err)
		}
		if seen[a.Key] {
			return nil, nil, usageErrorf("--assumption: %s is given twice", a.Key)
		}
		seen[a.Key] = true
		all = append(all, a)
		if !a.IsMoney() {
			flags[a.Key] = a.Value
		}
	}
	return all, flags, nil
}

// borrowing opens an engine that sees a database and keeps what it makes to itself.
func borrowing(ctx context.Context, s duckdb.Settings, work func(*duckdb.Engine) error) (err error) {
	engine, err := duckdb.Borrow(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(engine)) }()
	return work(engine)
}
