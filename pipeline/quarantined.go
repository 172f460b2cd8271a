package pipeline

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"valueshift/reports"
)

// Inert is a delivered text that no spreadsheet takes for a formula, as in downloads.
func Inert(text string) string { return reports.Inert(text) }

// badRow is the first row in quarantine, with the file it stands in.
type badRow struct {
	FileNo     int
	LineNo     int64
	ColumnName *string
	Delivered  *string
	Reason     string
	Raw        string
}

// checkQuarantined refuses a feed, or a lookup, too much of which is in
// quarantine, and shows the first row that is. A file is judged by itself too: one
// that was declared wrongly must not hide behind a hundred that were not. The rows
// are in table, and question is what may help.
func (n *night) checkQuarantined(ctx context.Context, table, question string, limits Limits, deliveries []Delivery) error {
	most := limits.maxQuarantinedShare()
	perFeed := map[string]Delivery{}
	for _, d := range deliveries {
		if d.Quarantined > chanceRows && d.Loaded == 0 && d.Filtered == 0 && most < 1 {
			return n.refuseQuarantined(ctx, fmt.Sprintf("%s where file_no = %d", table, d.FileNo), deliveries,
				fmt.Sprintf("all %d rows of the file are in quarantine: %s", d.Quarantined, question))
		}
		sum := perFeed[d.Feed]
		sum.Loaded, sum.Quarantined = sum.Loaded+d.Loaded, sum.Quarantined+d.Quarantined
		perFeed[d.Feed] = sum
	}
	for _, feed := range slices.Sorted(maps.Keys(perFeed)) {
		sum := perFeed[feed]
		rows := sum.Loaded + sum.Quarantined
		if rows == 0 || float64(sum.Quarantined) <= most*float64(rows) {
			continue
		}
		return n.refuseQuarantined(ctx, table+" where feed = '"+feed+"'", deliveries,
			fmt.Sprintf("%d of %d rows are in quarantine and max_quarantined_share is %s: %s", sum.Quarantined, rows, plain(most), question))
	}
	return nil
}

// checkContradicted judges the customers once more: that their rows contradict one
// another is found when all of them are read. It returns their files.
func (n *night) checkContradicted(ctx context.Context) (int64, error) {
	var found []struct {
		FileNo              int
		Loaded, Quarantined int64
	}
	if err := n.read(ctx, "select file_no, loaded, quarantined from deliveries where feed = 'customers'", &found); err != nil {
		return 0, err
	}
	var deliveries []Delivery
	for _, f := range found {
		d := n.deliveryOf(f.FileNo)
		d.Loaded, d.Quarantined = f.Loaded, f.Quarantined
		deliveries = append(deliveries, d)
	}
	return int64(len(found)), n.checkQuarantined(ctx, "quarantined", "is there a column for exported_at, to tell which row is newer?",
		n.Config.Exports["customers"].Limits, deliveries)
}

// refuseQuarantined says what is too much, behind the first row that it is about.
func (n *night) refuseQuarantined(ctx context.Context, which string, deliveries []Delivery, what string) error {
	var first []badRow
	err := n.read(ctx, "select file_no, line_no, column_name, delivered, reason, coalesce(raw, '') as raw from "+
		which+" order by file_no, line_no limit 1", &first)
	if err != nil {
		return err
	}
	file := deliveries[slices.IndexFunc(deliveries, func(d Delivery) bool { return d.FileNo == first[0].FileNo })].File
	return fmt.Errorf("%w: %s; %s", ErrRefused, first[0].says(file), what)
}

// says puts the mistake of a row in words.
func (r badRow) says(file string) string {
	at := fmt.Sprintf("%s:%d: ", file, r.LineNo)
	if r.ColumnName == nil {
		return at + "the record " + r.Reason + ", it is " + quoted(r.Raw)
	}
	if r.Delivered == nil {
		return at + "column " + quoted(*r.ColumnName) + " " + r.Reason
	}
	return at + "column " + quoted(*r.ColumnName) + ": " + quoted(*r.Delivered) + " " + r.Reason
}
