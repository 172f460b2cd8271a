package pipeline

import (
	"context"
	"fmt"
	"strings"
)

// oneRate ends what is said about rates.
const oneRate = "exports.rates must have one per currency and month, the average of the month"

func (n *night) sayMissingRates(ctx context.Context, rows int64) (string, error) {
	var missing []struct{ Currency, Month string }
	if err := n.read(ctx, "select currency, month from check_missing_rates order by month, currency limit 5", &missing); err != nil {
		return "", err
	}
	var list []string
	for _, m := range missing {
		list = append(list, m.Currency+" in "+m.Month)
	}
	text := strings.Join(list, ", ") + more(rows, len(missing))
	if _, ok := n.Config.Exports["rates"]; !ok {
		return "there are bookings in " + text + ", and exports.rates is not declared; " + oneRate, nil
	}
	return "there are bookings and no rate for " + text + "; " + oneRate, nil
}

// saySeveralRates shows the first month that has several rates, each where it is
// first delivered.
func (n *night) saySeveralRates(ctx context.Context, rows int64) (string, error) {
	var found []struct {
		Currency, Month, Rate string
		FileNo                int
		LineNo                int64
	}
	if err := n.read(ctx, `select c.currency, c.month, cast(r.rate as varchar) as rate, r.file_no, r.line_no
		from check_one_rate_a_month as c
		inner join raw_rates as r on r.currency = c.currency and substring(cast(r.month as varchar), 1, 7) = c.month
		order by c.month, c.currency, r.file_no, r.line_no limit 100`, &found); err != nil || len(found) == 0 {
		return "", err
	}
	first := found[0]
	seen := map[string]bool{}
	var list []string
	for _, f := range found {
		if f.Currency != first.Currency || f.Month != first.Month || seen[f.Rate] {
			continue
		}
		seen[f.Rate] = true
		file := n.deliveryOf(f.FileNo).File
		list = append(list, fmt.Sprintf("%s at %s:%d", strings.TrimRight(strings.TrimRight(f.Rate, "0"), "."), file, f.LineNo))
	}
	return first.Currency + " in " + first.Month + more(rows, 1) + " has several rates, " + strings.Join(list, " and ") + "; " + oneRate, nil
}

// more says how many there are beside those that are shown.
func more(rows int64, shown int) string {
	if rows <= int64(shown) {
		return ""
	}
	return fmt.Sprintf(" (and %d more)", rows-int64(shown))
}
