package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"
)

// closingRow is the table closing: the month-end that stages 3 to 5 work on.
type closingRow struct {
	Month       time.Time
	WindowFrom  time.Time // first day of the window
	WindowDays  int
	NewAfter    time.Time // acquired after this day: too new to be judged
	PlanYear    int
	AnswersFrom time.Time // answers before this day do not count
	YoungDays   int       // fewer days of tenure are young
	LossMonth   time.Time // earlier month-end that a persistent loss is looked for at; zero: none is closed
}

// closedMonth is a row of history.closed_months.
type closedMonth struct {
	Month      time.Time
	WindowFrom time.Time // first day of the window it was closed over
	DataFrom   time.Time // first day of the first month that was delivered then
	PlanYear   int
	ConfigHash string
	InputHash  string
	Version    string
}

// isCovered tells that the exports of then held all of the window.
func (c closedMonth) isCovered() bool { return !c.DataFrom.After(c.WindowFrom) }

// recallKeys puts what was delivered tonight, and what earlier nights know about
// customers and segments, where stage 1 reads it.
func (n *night) recallKeys(ctx context.Context) error {
	for _, table := range []struct{ name, query string }{
		{"raw_deliveries", values(n.deliveryRows())},
		{"previous_customer_keys", "select * from history.customer_keys"},
		{"previous_booking_sources", "select * from history.booking_sources"},
		{"previous_charged_months", "select * from history.charged_months"},
		{"previous_segments", "select distinct segment from history.group_cells"},
		{"previous_plan_rates", "select * from history.plan_rates"},
	} {
		if _, err := n.Engine.Make(ctx, table.name, table.query); err != nil {
			return fmt.Errorf("read: %s: %w", table.name, err)
		}
	}
	return nil
}

// closeMonths does stages 3 to 5 for every month-end that is not closed yet,
// oldest first, and for the newest one again: it stays open to late bookings
// until a later month is closed. Then it never changes.
func (n *night) closeMonths(ctx context.Context) error {
	var closed []closedMonth
	if err := n.read(ctx, "select * from history.closed_months order by month", &closed); err != nil {
		return err
	}
	open, err := n.openMonths(closed)
	if err != nil {
		return err
	}
	n.first = open[0]
	if len(closed) > 0 && closed[0].Month.Before(n.first) {
		n.first = closed[0].Month
	}
	perMonth := 0
	for _, s := range n.steps {
		if firstOfClosing <= s.stage() && s.stage() <= lastOfClosing {
			perMonth++
		}
	}
	n.total += perMonth * (len(open) - 1)
	isFrozen := len(closed) > 0 && closed[len(closed)-1].Month.After(n.span.to)
	for _, month := range open {
		if err := n.closeMonth(ctx, month, closed); err != nil {
			return fmt.Errorf("%s: %w", month.Format("2006-01"), err)
		}
		if isFrozen { // an old month was asked for: show it, leave history alone
			if err := n.recallMonth(ctx, month); err != nil {
				return fmt.Errorf("%s: %w", month.Format("2006-01"), err)
			}
			continue
		}
		row := closedMonth{
			month, n.Config.windowFrom(month), monthStart(n.span.from),
			n.Config.planYear(month), n.Config.Hash(), n.inputHash(), n.version(),
		}
		n.closed = append(n.closed, month)
		if err := n.record(ctx, row); err != nil {
			return fmt.Errorf("%s: %w", month.Format("2006-01"), err)
		}
		closed = append(slices.DeleteFunc(closed, func(c closedMonth) bool { return c.Month.Equal(month) }), row)
	}
	return nil
}

// openMonths lists the month-ends to close tonight.
func (n *night) openMonths(closed []closedMonth) ([]time.Time, error) {
	first := addMonths(n.span.from, n.Config.WindowMonths-1)
	if first.After(n.span.to) {
		first = n.span.to // the window is not covered; a warning says so
	}
	if len(closed) > 0 {
		newest := closed[len(closed)-1].Month
		isClosed := slices.ContainsFunc(closed, func(c closedMonth) bool { return c.Month.Equal(n.span.to) })
		if newest.After(n.span.to) && !isClosed {
			return nil, fmt.Errorf("as_of: %w: %s was never closed, and %s is; months close in order",
				ErrRefused, n.span.to.Format(time.DateOnly), newest.Format(time.DateOnly))
		}
		if first = addMonths(newest, 1); first.Before(n.span.from) && !isClosed {
			return nil, fmt.Errorf("exports.revenue: %w: it begins %s, and the last month that is closed is %s; the months between would be closed without a booking, for good",
				ErrRefused, monthStart(n.span.from).Format(time.DateOnly), newest.Format("2006-01"))
		}
		if first.After(n.span.to) {
			first = n.span.to
		}
	}
	var open []time.Time
	for m := first; !m.After(n.span.to); m = addMonths(m, 1) {
		open = append(open, m)
	}
	return open, nil
}

// closeMonth makes the tables of one month-end.
func (n *night) closeMonth(ctx context.Context, month time.Time, closed []closedMonth) error {
	row := n.Config.closingRow(month, closed)
	previous, base := n.Config.comparisons(month, closed)
	tables := []struct{ name, query string }{
		{"closing", values([]closingRow{row})},
		{"previous_bounds", fmt.Sprintf("select * from history.group_bounds where plan_year <= %d", row.PlanYear)},
		{"previous_cells", "select * from history.group_cells where month = date '" + row.LossMonth.Format(time.DateOnly) + "'"},
	}
	for _, table := range tables {
		if _, err := n.Engine.Remake(ctx, table.name, table.query); err != nil {
			return fmt.Errorf("classify: %s: %w", table.name, err)
		}
	}
	// Seen where they are: they are as long as a year and two month-ends of all
	// customers.
	seen := []struct{ name, query string }{
		{"previous_values", earlierValues("previous", previous) + "\nunion all\n" + earlierValues("base", base)},
		{"window_facts", windowFacts(row.WindowFrom, month)},
	}
	for _, table := range seen {
		if err := n.Engine.See(ctx, table.name, table.query); err != nil {
			return fmt.Errorf("classify: %s: %w", table.name, err)
		}
	}
	return n.work(ctx, firstOfClosing, lastOfClosing, slog.String("month", month.Format("2006-01")))
}

// closingRow says what judging a month looks at; closed are the month-ends before it.
func (c Config) closingRow(month time.Time, closed []closedMonth) closingRow {
	from := c.windowFrom(month)
	return closingRow{
		Month: month, WindowFrom: from, WindowDays: int(month.Sub(from).Hours()/24) + 1,
		// Three months of tenure are full at the end of December for 1 October.
		NewAfter: addMonths(month, -c.Customers.MinTenureMonths).AddDate(0, 0, 1), PlanYear: c.planYear(month),
		AnswersFrom: monthStart(addMonths(month, 1-c.Advocacy.Months)),
		YoungDays:   int(month.Sub(addMonths(month, -c.Intents.YoungMonths)).Hours() / 24),
		LossMonth:   newest(closed, addMonths(month, -c.Intents.PersistentMonths)),
	}
}

// comparisons finds the two month-ends that a month is held against: the one
// before it, and the one a window earlier, or else the oldest that is closed. A
// month that was closed over a window without all its data is no base while there
// is another. Zero means there is none.
func (c Config) comparisons(month time.Time, closed []closedMonth) (previous, base time.Time) {
	wanted := addMonths(month, -c.WindowMonths)
	isCovered := false
	for _, m := range closed {
		if !m.Month.Before(month) {
			break
		}
		isFirst := base.IsZero() || m.isCovered() && !isCovered
		if isFirst || !m.Month.After(wanted) && m.isCovered() == isCovered {
			base, isCovered = m.Month, m.isCovered()
		}
		previous = m.Month
	}
	return previous, base
}

// newest finds the last closed month-end that is not after a day; zero means
// there is none.
func newest(closed []closedMonth, day time.Time) (found time.Time) {
	for _, c := range closed {
		if !c.Month.After(day) {
			found = c.Month
		}
	}
	return found
}

// earlierValues selects how customers stood at an earlier month-end.
func earlierValues(comparison string, month time.Time) string {
	return fmt.Sprintf(`select '%s' as comparison, m.plan_year, v.*
from history.value_groups as v
inner join history.closed_months as m on m.month = v.month
where v.month = date '%s'`, comparison, month.Format(time.DateOnly))
}

// windowFacts selects the rows of customer_months in a window. Its days are written
// out, for DuckDB looks for them where it scans; a join with closing would come later,
// and after a join it takes any sum for one that may not fit into 64 bits.
func windowFacts(from, month time.Time) string {
	return fmt.Sprintf("select * from customer_months where month_start between date '%s' and date '%s'",
		from.Format(time.DateOnly), month.Format(time.DateOnly))
}

// monthTables are what history keeps of a month-end as it was closed, by month.
var monthTables = []string{"value_groups", "group_cells", "moves", "whales", "advocacy_cells", "signals", "retire_guards", "intents"}

// recallMonth puts a frozen month back in place of what tonight's exports would
// make of it: bookings that came late and customers who moved since change nothing.
func (n *night) recallMonth(ctx context.Context, month time.Time) error {
	for _, table := range monthTables {
		query := fmt.Sprintf("select * from history.%s where month = date '%s'", table, month.Format(time.DateOnly))
		if _, err := n.Engine.Remake(ctx, table, query); err != nil {
			return fmt.Errorf("classify: %s: %w", table, err)
		}
	}
	for _, s := range n.steps {
		if s.name == "profit_amounts" { // of value_groups, and drawn as the whale curve
			if _, err := s.make(ctx); err != nil {
				return fmt.Errorf("classify: %w", err)
			}
		}
	}
	return nil
}

// record replaces the month in history by the tables just made.
func (n *night) record(ctx context.Context, row closedMonth) error {
	month := row.Month.Format(time.DateOnly)
	type part struct{ table, key, value, query string }
	var parts []part
	for _, table := range monthTables {
		parts = append(parts, part{table, "month", month, "select * from " + table})
	}
	for _, r := range append(parts,
		part{"group_bounds", "plan_year", fmt.Sprint(row.PlanYear), "select * from group_bounds"},
		part{"closed_months", "month", month, values([]closedMonth{row})},
	) {
		if _, err := n.Engine.Replace(ctx, r.table, r.key, r.value, r.query); err != nil {
			return fmt.Errorf("classify: history.%s: %w", r.table, err)
		}
	}
	return n.keepRates(ctx, month)
}
