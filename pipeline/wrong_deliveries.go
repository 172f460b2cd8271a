package pipeline

import (
	"context"
	"fmt"
)

// sayCheck puts in words what checks of deliveries found, for whoever delivers need
// not know the statements. It is empty for other checks.
func (n *night) sayCheck(ctx context.Context, check string, rows int64) (string, error) {
	switch check {
	case "check_missing_rates":
		return n.sayMissingRates(ctx, rows)
	case "check_one_rate_a_month":
		return n.saySeveralRates(ctx, rows)
	case "check_no_file_twice":
		return n.sayFileTwice(ctx, rows)
	}
	return "", nil
}

// sayFileTwice names the two files that have most lines in common.
func (n *night) sayFileTwice(ctx context.Context, rows int64) (string, error) {
	var found []struct {
		Feed, FirstFile, LastFile string
		Lines, Loaded             int64
	}
	if err := n.read(ctx, "select feed, first_file, last_file, lines, loaded from check_no_file_twice order by lines desc, first_file limit 1", &found); err != nil || len(found) == 0 {
		return "", err
	}
	f := found[0]
	return fmt.Sprintf("%s and %s have %d equal lines, of %d in the smaller of them%s: they would be booked twice; "+
		"deliver one of the two (exports.%s.limits.max_duplicate_share is %s of a file)", f.FirstFile, f.LastFile, f.Lines, f.Loaded, more(rows, 1),
		f.Feed, plain(n.Config.Exports[f.Feed].Limits.maxDuplicateShare())), nil
}
