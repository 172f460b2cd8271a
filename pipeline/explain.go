package pipeline

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"valueshift/segments"
)

// Reader is what explaining asks of a database that was opened to be read.
type Reader interface {
	// Read returns a small result as one batch, as Engine's does.
	Read(ctx context.Context, query string) (arrow.RecordBatch, error)
}

// Explanation tells how a number or a decision came about, in words and tables
// that only have to be lined up.
type Explanation struct {
	Title    string
	Sections []Section
}

// Section is a heading with lines, a table and lines below it; each may be absent.
type Section struct {
	Heading string
	Lines   []string
	Table   Table
	Notes   []string
}

// Table is rows of text, the first of them its heading. The first Left columns are
// text and the others numbers.
type Table struct {
	Left int
	Rows [][]string
}

func (t *Table) add(cells ...string) { t.Rows = append(t.Rows, cells) }

// Explain tells how a customer, or the customer group "segment/group", stands at a
// month, from what is stored. month is YYYY-MM; empty means the newest closed one.
// A customer with the id of a customer group goes first.
func Explain(ctx context.Context, reader Reader, subject, month string) (Explanation, error) {
	l, err := openLedger(ctx, reader, month)
	if err != nil {
		return Explanation{}, fmt.Errorf("explain: %w", err)
	}
	found, err := l.explain(ctx, subject)
	if err != nil {
		return Explanation{}, fmt.Errorf("explain: %w", err)
	}
	return found, nil
}

// ledger is an open database with what every explanation starts from.
type ledger struct {
	reader  Reader
	run     record        // the settings of the last night
	months  []closedMonth // oldest first
	month   closedMonth   // the one to explain
	renamed map[string]string
}

// openLedger finds the month to explain.
func openLedger(ctx context.Context, reader Reader, month string) (*ledger, error) {
	l := &ledger{reader: reader, renamed: map[string]string{}}
	var err error
	if l.run, err = l.one(ctx, "select * from run"); err != nil {
		return nil, err
	}
	names, err := l.records(ctx, "select * from renamed_segments")
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		l.renamed[n.text("from_segment")] = n.text("to_segment")
	}
	if err := readRows(ctx, l.reader, "select * from history.closed_months order by month", &l.months); err != nil {
		return nil, err
	}
	return l, l.choose(month)
}

// choose finds the month that is meant.
func (l *ledger) choose(month string) error {
	if len(l.months) == 0 {
		return fmt.Errorf("%w: no month is closed yet", ErrNoInput)
	}
	first, last := l.months[0], l.months[len(l.months)-1]
	if month == "" {
		l.month = last
		return nil
	}
	for _, m := range l.months {
		if m.Month.Format("2006-01") == month {
			l.month = m
			return nil
		}
	}
	return fmt.Errorf("%w: %s is not closed; history holds %s to %s",
		ErrRefused, month, first.Month.Format("2006-01"), last.Month.Format("2006-01"))
}

// explain takes the subject for a customer or for a customer group.
func (l *ledger) explain(ctx context.Context, subject string) (Explanation, error) {
	keys, err := l.records(ctx, "select customer_key, customer_id from history.customer_keys where customer_id = "+sqlText(subject))
	if err != nil {
		return Explanation{}, err
	}
	if len(keys) > 0 {
		return l.explainCustomer(ctx, keys[0])
	}
	known, err := l.segments(ctx)
	if err != nil {
		return Explanation{}, err
	}
	at := strings.LastIndex(subject, "/")
	if at < 0 {
		if name, ok := match(subject, known); ok {
			return Explanation{}, fmt.Errorf("%w: %s is a segment; name a group of it as well, like %q",
				ErrRefused, name, name+"/"+segments.Creators.Key())
		}
		return Explanation{}, fmt.Errorf("%w: no export ever listed a customer %q; the other way to ask is segment/group, like %q",
			ErrRefused, subject, known[0]+"/"+segments.Creators.Key())
	}
	segment, ok := match(subject[:at], known)
	if !ok {
		return Explanation{}, fmt.Errorf("%w: no segment is called %q at %s; the nearest %s (and no customer has the id %q)",
			ErrRefused, subject[:at], l.month.Month.Format("2006-01"), oneOf(nearest(subject[:at], known)), subject)
	}
	group, ok := groupNamed(subject[at+1:])
	if !ok {
		return Explanation{}, fmt.Errorf("%w: no group is called %q; there are %s", ErrRefused, subject[at+1:], groupList())
	}
	return l.explainGroup(ctx, segment, group)
}

// segments lists the segments of the month, by the names of today.
func (l *ledger) segments(ctx context.Context) ([]string, error) {
	cells, err := l.records(ctx, "select distinct segment from history.group_cells where month = "+l.date()+" order by segment")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, c := range cells {
		names = append(names, l.name(c.text("segment")))
	}
	slices.Sort(names)
	if names = slices.Compact(names); len(names) == 0 {
		return nil, fmt.Errorf("%w: no customer was in the portfolio at %s", ErrRefused, l.month.Month.Format("2006-01"))
	}
	return names, nil
}

// name is what a segment of history is called today.
func (l *ledger) name(segment string) string {
	if to, ok := l.renamed[segment]; ok {
		return to
	}
	return segment
}

// namedThen lists what a segment may be called in history, as a list of SQL.
func (l *ledger) namedThen(segment string) string {
	names := []string{sqlText(segment)}
	for _, from := range slices.Sorted(maps.Keys(l.renamed)) {
		if l.renamed[from] == segment {
			names = append(names, sqlText(from))
		}
	}
	return "(" + strings.Join(names, ", ") + ")"
}

// date is the month-end to explain, as a literal.
func (l *ledger) date() string { return dateLiteral(l.month.Month) }

// isNewest reports whether the month is still open to late bookings.
func (l *ledger) isNewest() bool {
	return l.month.Month.Equal(l.months[len(l.months)-1].Month)
}

// isSameConfig reports whether the last night had the configuration that closed
// the month.
func (l *ledger) isSameConfig() bool { return l.month.ConfigHash == l.run.text("config_hash") }

// previous is the month that was closed before this one; ok is false for the first.
func (l *ledger) previous() (m closedMonth, ok bool) {
	for _, c := range l.months {
		if c.Month.Before(l.month.Month) {
			m, ok = c, true
		}
	}
	return m, ok
}

// about says what the month is: when closed, over which window, still open or not.
func (l *ledger) about() string {
	state := "frozen"
	if l.isNewest() {
		state = "open: the next night computes it again with what arrives late"
	}
	return fmt.Sprintf("Month %s, window %s to %s, closed by %s, %s.", l.month.Month.Format("2006-01"),
		l.month.WindowFrom.Format(time.DateOnly), l.month.Month.Format(time.DateOnly), l.month.Version, state)
}

func dateLiteral(day time.Time) string { return "cast('" + day.Format(time.DateOnly) + "' as date)" }

func sqlText(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// groupNamed finds a group by its key or its name, in any case.
func groupNamed(text string) (segments.Group, bool) {
	text = strings.TrimSpace(text)
	for _, g := range segments.InPortfolio {
		if strings.EqualFold(text, g.Key()) || strings.EqualFold(text, g.Name()) || strings.EqualFold("value "+text, g.Name()) {
			return g, true
		}
	}
	return 0, false
}

// groupList names the groups that customers can be in.
func groupList() string {
	var names []string
	for _, g := range segments.InPortfolio {
		names = append(names, g.Key())
	}
	return strings.Join(names, ", ")
}

// match finds a name: as written, or else the only one that differs in case alone.
func match(text string, names []string) (string, bool) {
	if slices.Contains(names, text) {
		return text, true
	}
	var same []string
	for _, name := range names {
		if strings.EqualFold(strings.TrimSpace(text), name) {
			same = append(same, name)
		}
	}
	if len(same) == 1 {
		return same[0], true
	}
	return "", false
}

// nearest lists up to three names, the fewest changed letters first.
func nearest(text string, names []string) []string {
	near := slices.Clone(names)
	slices.SortStableFunc(near, func(a, b string) int {
		return letters(text, a) - letters(text, b)
	})
	return near[:min(3, len(near))]
}

func oneOf(names []string) string {
	var list []string
	for _, name := range names {
		list = append(list, fmt.Sprintf("%q", name))
	}
	if len(list) == 1 {
		return "is " + list[0]
	}
	return "are " + strings.Join(list, ", ")
}

// letters is the Levenshtein distance of two texts, without regard to case.
func letters(a, b string) int {
	from, to := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range to {
			change := diagonal
			if r != s {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}
