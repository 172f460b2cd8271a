package pipeline_test

import (
	"fmt"
	"testing"
)

const (
	// crossings are the customers who moved between segments since the month before.
	crossings = `select s.name, b.class, b.customers from report_bridge as b inner join scopes as s using (scope_id)
		where b.comparison = 'previous' and b.class in ('moved_in', 'moved_out', 'entered', 'left') order by all`
	scopeStock = "select scope, month, customers, profit_minor from report_months where scope_id > 0 order by all"
)

// A customer that changes segment is moved out of one and into the other; closed
// months keep it where it was.
func TestCustomerChangesSegment(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.closes(t, "2026-02-28")
	k.list(t, "a,Kids", "b,Seniors", "c,Seniors")
	k.closes(t, "2026-03-31")
	k.says(t, "moves", crossings, "Kids|moved_out|1", "Seniors|moved_in|1")
	k.says(t, "stock", scopeStock, "Kids|2026-02-28|2|6000", "Kids|2026-03-31|1|2000",
		"Seniors|2026-02-28|1|6000", "Seniors|2026-03-31|2|10000")
}

// A segment that is split moves the customers of its parts and needs no key.
func TestSegmentIsSplit(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.closes(t, "2026-02-28")
	k.list(t, "a,Toddlers", "b,Teens", "c,Seniors")
	k.closes(t, "2026-03-31")
	k.says(t, "moves", crossings, "Kids|moved_out|2", "Teens|moved_in|1", "Toddlers|moved_in|1")
	k.says(t, "stock", scopeStock, "Kids|2026-02-28|2|6000",
		"Seniors|2026-02-28|1|6000", "Seniors|2026-03-31|1|6000", "Teens|2026-03-31|1|4000", "Toddlers|2026-03-31|1|2000")
}

// A segment that is renamed in the configuration moves nobody: its months stand
// under the new name, and history keeps the old one.
func TestSegmentIsRenamed(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.closes(t, "2026-02-28")
	k.configure(t, "renamed_segments:\n  - {from: Kids, to: Children}\n")
	// One row still has the old name; it means the same.
	k.list(t, "a,Children", "b,Kids", "c,Seniors")
	k.closes(t, "2026-03-31")
	k.says(t, "moves", crossings)
	k.says(t, "stock", scopeStock, "Children|2026-02-28|2|6000", "Children|2026-03-31|2|6000",
		"Seniors|2026-02-28|1|6000", "Seniors|2026-03-31|1|6000")
	k.says(t, "curves", "select scope, count(*) from report_whales group by all order by all", "Children|2", "Kiosk|2", "Seniors|2")
	k.says(t, "history", "select month, segment from history.group_cells order by all",
		"2026-02-28|Kids", "2026-02-28|Seniors", "2026-03-31|Children", "2026-03-31|Seniors")
	k.says(t, "restatements", restatements)
}

// Two segments that become one are added up in the months before.
func TestSegmentsAreMerged(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.closes(t, "2026-02-28")
	k.configure(t, "renamed_segments:\n  - {from: Kids, to: All}\n  - {from: Seniors, to: All}\n")
	k.list(t, "a,All", "b,All", "c,All")
	k.closes(t, "2026-03-31")
	k.says(t, "moves", crossings)
	k.says(t, "stock", scopeStock, "All|2026-02-28|3|12000", "All|2026-03-31|3|12000")
	k.says(t, "curves", "select scope, month, customers, gini is null from report_whales where scope_id > 0 order by all",
		"All|2026-02-28|3|true", "All|2026-03-31|3|false")
}

// Months that were skipped are closed in order by the next night, and are what
// they would have been night by night.
func TestSkippedNights(t *testing.T) {
	t.Parallel()
	daily, skipped := newKiosk(t), newKiosk(t)
	for month := 2; month <= 6; month++ {
		daily.closes(t, []string{"", "", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"}[month])
	}
	skipped.closes(t, "2026-02-28")
	skipped.closes(t, "2026-06-30")
	samePages(t, skipped.pages(t), daily.pages(t))
	sameHistory(t, databases(t, skipped.database(), daily.database()), false)
	skipped.says(t, "runs", "select as_of, first_month, months from history.runs order by all",
		"2026-02-28|2026-02-28|1", "2026-06-30|2026-03-31|4")
}

// A promise that changes later does not change what a closed month was held to.
func TestTargetsAsTheyWere(t *testing.T) {
	t.Parallel()
	const target = `targets:
  - segment: Kids
    metric: profit
    direction: at_least
    baseline: {month: 2026-02, value: 60}
    target: {month: 2026-06, value: %d}
`
	k := newKiosk(t)
	k.configure(t, fmt.Sprintf(target, 100))
	k.closes(t, "2026-03-31")
	const held = "select month, segment, metric, target, actual, glide, colour from history.targets order by all"
	march := []string{"2026-02-28|Kids|profit|10000|6000|6000|none", "2026-03-31|Kids|profit|10000|6000|7000|red"}
	k.says(t, "first promise", held, march...)

	k.configure(t, fmt.Sprintf(target, 64))
	k.closes(t, "2026-04-30")
	k.says(t, "both promises", held, append(march, "2026-04-30|Kids|profit|6400|6000|6200|red")...)
	k.says(t, "path", "select month, actual, glide from report_target_months order by all",
		"2026-02-28|6000|6000", "2026-03-31|6000|7000", "2026-04-30|6000|6200")
	k.says(t, "rules", "select count(distinct config_hash) from history.closed_months", "2")
}
