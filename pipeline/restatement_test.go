package pipeline_test

import (
	"strings"
	"testing"
)

const (
	restatements = "select month, line, frozen_minor, restated_minor from history.restatements order by month, position"
	frozenCells  = "select month, segment, group_code, customers, profit_minor from history.group_cells where month < '2026-04-30' order by all"
	perSegment   = `select month, segment, frozen_customers, restated_customers, frozen_profit_minor, restated_profit_minor
		from history.segment_restatements order by month, segment`
	differences = "Closed months that would be different today"
)

// Bookings that come late for a closed month change nothing there and stand
// beside it; the open month is closed with them. Once they are taken back, the
// difference is gone.
func TestLateBookingsAreRestated(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.closes(t, "2026-03-31")
	frozen := []string{"2026-02-28|Kids|4|2|6000", "2026-02-28|Seniors|4|1|6000", "2026-03-31|Kids|4|2|6000", "2026-03-31|Seniors|4|1|6000"}
	k.says(t, "closed", frozenCells, frozen...)
	if strings.Contains(k.quality(t), differences) {
		t.Error("nothing came late and the page says so")
	}

	k.book(t, "2026-03", "a,2026-03-28,10", "b,2026-03-28,20", "c,2026-03-28,30", "a,2026-03-30,7.50")
	late := []string{"2026-03-31|revenue|12000|12750", "2026-03-31|profit|12000|12750"}
	for range 2 { // the same delivery again changes nothing
		k.closes(t, "2026-04-30")
		k.says(t, "frozen", frozenCells, frozen...)
		k.says(t, "late", restatements, late...)
		k.says(t, "late for Kids", perSegment, "2026-03-31|Kids|2|2|6000|6750")
		k.says(t, "open month", "select cast(sum(profit_minor) as bigint) from history.group_cells where month = '2026-04-30'", "12750")
	}
	k.says(t, "runs", "select as_of, first_month, months from history.runs order by all",
		"2026-03-31|2026-02-28|2", "2026-04-30|2026-04-30|1")
	k.says(t, "warning", "select text from report_warnings where position = 5",
		"Month-ends whose bookings changed after they were closed: 1, the latest of them 2026-03-31. They stay as they were closed.")
	if page := k.quality(t); !strings.Contains(page, differences) || !strings.Contains(page, "127.50") {
		t.Error("the page does not show what came late")
	}
	found := "select distinct r.as_of from history.restatements as s inner join history.runs as r on r.run_version = s.run_version"
	k.closes(t, "2026-05-31")
	k.says(t, "still late", restatements, late...)
	k.says(t, "found by", found, "2026-04-30")

	k.book(t, "2026-03", "a,2026-03-28,10", "b,2026-03-28,20", "c,2026-03-28,30")
	k.closes(t, "2026-05-31")
	k.says(t, "taken back", restatements, "2026-04-30|revenue|12750|12000", "2026-04-30|profit|12750|12000")
	k.says(t, "taken back from Kids", perSegment, "2026-04-30|Kids|2|2|6750|6000")
}

// A month that is delivered again replaces its figures while it is open.
func TestOpenMonthIsDeliveredAgain(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.closes(t, "2026-03-31")
	k.book(t, "2026-03", "a,2026-03-28,1", "b,2026-03-28,2", "c,2026-03-28,-300")
	k.closes(t, "2026-03-31")
	k.says(t, "open month", frozenCells, "2026-02-28|Kids|4|2|6000", "2026-02-28|Seniors|4|1|6000",
		"2026-03-31|Kids|4|2|3300", "2026-03-31|Seniors|1|1|-27000")
	k.says(t, "restatements", restatements)
	k.says(t, "both deliveries", `select count(distinct run_version), count(distinct sha256), count(*), min(rows_read)
		from history.deliveries where file = 'revenue/2026-03.csv' and modified_at is not null`, "2|2|2|3")
}

// Exports that no longer reach back to a closed month say nothing about it.
func TestRollingExportsRestateNothing(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.closes(t, "2026-04-30")
	for _, month := range []string{"2026-01", "2026-02"} {
		k.book(t, month) // a header and no line
	}
	k.closes(t, "2026-05-31")
	k.says(t, "restatements", restatements)
	k.says(t, "months", "select count(*) from history.closed_months", "4")
}

// A customer that history knows and the export no longer lists books for the
// unknown customer from now on: said in a warning, with the amount, and shown
// where closed months would have been different.
func TestCustomerIsNoLongerListed(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.closes(t, "2026-03-31")
	k.list(t, "a,Kids", "b,Kids")
	k.closes(t, "2026-04-30")
	k.says(t, "warning", "select text from report_warnings where position = 7",
		"Customers of earlier nights that the customers export no longer lists: 1. "+
			"Their bookings, revenue of 180 and cost of 0 EUR, count for the unknown customer.")
	k.says(t, "restatements", restatements, "2026-02-28|revenue|12000|6000", "2026-02-28|profit|12000|6000",
		"2026-03-31|revenue|12000|6000", "2026-03-31|profit|12000|6000")
	k.says(t, "in their segment", perSegment, "2026-02-28|Seniors|1|0|6000|0", "2026-03-31|Seniors|1|0|6000|0")
	k.says(t, "frozen", "select cast(sum(profit_minor) as bigint) from history.group_cells where month = '2026-03-31'", "12000")
	k.says(t, "the one who left", "select class, customers from report_bridge where scope_id = 0 and comparison = 'previous' and class = 'left'", "left|1")
	k.list(t, "a,Kids", "b,Kids", "c,Seniors")
	k.closes(t, "2026-05-31")
	k.says(t, "back again", "select customer_key, customer_id from history.customer_keys order by all", "1|a", "2|b", "3|c")
}

// A frozen month that is asked for again is shown as it was closed, although
// bookings came late, a customer moved and a segment has another name since.
func TestFrozenMonthIsShownAgain(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.closes(t, "2026-03-31")
	k.closes(t, "2026-05-31")
	const history = "select * from history.value_groups order by all"
	db := k.opened(t)
	before := lines(t, db, history)
	db.Close()

	k.configure(t, "renamed_segments:\n  - {from: Kids, to: Children}\n")
	k.list(t, "a,Children", "b,Seniors", "c,Seniors", "d,Children")
	k.book(t, "2026-03", "a,2026-03-28,10", "b,2026-03-28,20", "c,2026-03-28,30", "d,2026-03-30,7.50")
	k.closes(t, "2026-03-31")
	k.says(t, "stock", scopeStock, "Children|2026-02-28|2|6000", "Children|2026-03-31|2|6000",
		"Seniors|2026-02-28|1|6000", "Seniors|2026-03-31|1|6000")
	k.says(t, "moves", crossings)
	k.says(t, "intents", "select scope, customers from report_intents order by all", "Children|2", "Seniors|1")
	k.says(t, "shown beside it", "select month, line, change_minor from report_restatements order by month, position",
		"2026-03-31|revenue|750", "2026-03-31|profit|750")
	k.says(t, "reconciled", "select line, outside_minor, pages_minor from report_reconciled where delivered_minor <> 0", "revenue|24750|12000")
	k.says(t, "history", history, before...)
	k.says(t, "recorded", restatements) // by the next night that closes a month
	k.says(t, "run", "select count(*) from history.runs where months = 0 and first_month is null", "1")
}

// A booking that goes to another customer leaves the portfolio as it was and
// changes two segments; that a customer moved meanwhile changes nothing.
func TestSegmentsAreRestated(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	const tellAll = "reports: {min_customers: 0}\n" // segments of one and two customers
	k.configure(t, tellAll)
	k.closes(t, "2026-03-31")
	k.list(t, "a,Seniors", "b,Kids", "c,Seniors")
	k.closes(t, "2026-04-30")
	k.says(t, "a moved", perSegment)

	k.book(t, "2026-03", "b,2026-03-28,20", "c,2026-03-28,30", "c,2026-03-29,10")
	k.book(t, "2026-02", "b,2026-02-28,20", "c,2026-02-28,40")
	k.closes(t, "2026-05-31")
	k.says(t, "portfolio", restatements)
	both := []string{"2026-02-28|Kids|2|2|6000|5000", "2026-02-28|Seniors|1|1|6000|7000",
		"2026-03-31|Kids|2|1|6000|4000", "2026-03-31|Seniors|1|1|6000|8000"}
	// In April a stood with the Seniors already, and of its window March is gone.
	k.says(t, "segments", perSegment, both...)
	k.says(t, "warning", "select text from report_warnings where position = 5",
		"Month-ends whose bookings changed after they were closed: 2, the latest of them 2026-03-31. They stay as they were closed.")
	if page := k.quality(t); !strings.Contains(page, "The portfolio stays as it was closed") || !strings.Contains(page, "Segments of closed months that would be different today") {
		t.Error("the page does not show what the segments changed")
	}

	// Renamed since, and months no longer delivered: what was found stays known.
	k.configure(t, tellAll+"renamed_segments:\n  - {from: Kids, to: Children}\n")
	k.list(t, "a,Seniors", "b,Children", "c,Seniors")
	k.closes(t, "2026-05-31")
	k.says(t, "found by", "select distinct r.as_of from history.segment_restatements as s inner join history.runs as r on r.run_version = s.run_version order by 1", "2026-05-31")
}
