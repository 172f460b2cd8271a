package pipeline

import (
	"context"
	"fmt"
	"math"
	"strings"
)

// mostMoney is how many minor units the amounts of a night may come to, each without
// its sign. Sums of amounts are kept in 64 bits; the profit of one day, drawn out to a
// full window, must fit in, too.
func (c Config) mostMoney() int64 { return math.MaxInt64 / int64(31*c.WindowMonths) }

// checkAmounts refuses amounts that are too large to be summed up, before anything
// is, and shows the largest. It returns how many columns of money there are.
func (n *night) checkAmounts(ctx context.Context) (int64, error) {
	var sums, largest []string
	for _, feed := range feedOrder {
		for _, c := range contracts[feed] {
			if c.Kind != Amount {
				continue
			}
			sums = append(sums, fmt.Sprintf("select cast(sum(abs(%s_minor)) as double) as minor from raw_%s", c.Name, feed))
			largest = append(largest, fmt.Sprintf("select file_no, line_no, '%s' as column_name, %[1]s_minor as minor from raw_%[2]s where %[1]s_minor is not null", c.Name, feed))
		}
	}
	var all []struct{ Minor *float64 }
	if err := n.read(ctx, "select sum(minor) as minor from ("+strings.Join(sums, " union all ")+") as sums", &all); err != nil {
		return 0, err
	}
	most := n.Config.mostMoney()
	if all[0].Minor == nil || *all[0].Minor <= float64(most) {
		return int64(len(sums)), nil
	}
	var first []struct {
		FileNo     int
		LineNo     int64
		ColumnName string
		Minor      int64
	}
	if err := n.read(ctx, "select file_no, line_no, column_name, minor from ("+strings.Join(largest, " union all ")+
		") as amounts order by abs(minor) desc, file_no, line_no limit 1", &first); err != nil {
		return 0, err
	}
	scale := n.Config.Money.Scale
	return 0, fmt.Errorf("%w: %s:%d: column %q: %s is the largest of amounts that come to more than %s in all, without their signs: they cannot be summed up; a smaller money.scale leaves more room",
		ErrRefused, n.deliveryOf(first[0].FileNo).File, first[0].LineNo, first[0].ColumnName, moneyText(first[0].Minor, scale), moneyText(most, scale))
}
