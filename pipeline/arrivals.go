package pipeline

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// recallDeliveries reads what earlier nights loaded, newest first, and sorts it by
// file: after some years there are a hundred thousand.
func (n *night) recallDeliveries(ctx context.Context) error {
	var all []previousDelivery
	err := n.read(ctx, `select feed, file, sha256, rows_read, blank, modified_at
		from history.deliveries where modified_at is not null order by modified_at desc, run_version desc`, &all)
	n.previous, n.latest = map[feedFile][]previousDelivery{}, map[string][]previousDelivery{}
	for _, p := range all {
		name := feedFile{p.Feed, p.File}
		if len(n.previous[name]) == 0 {
			n.latest[p.Feed] = append(n.latest[p.Feed], p)
		}
		n.previous[name] = append(n.previous[name], p)
	}
	return err
}

// feedFile names a file as it is delivered to a feed.
type feedFile struct{ feed, file string }

// stamp writes an instant as history keeps it, to the microsecond.
func stamp(at time.Time) string { return at.UTC().Format("2006-01-02 15:04:05.000000") }

// previousDelivery is a row of history.deliveries: a file as an earlier night
// loaded it.
type previousDelivery struct {
	Feed       string
	File       string
	Sha256     string
	RowsRead   int64
	Blank      int64
	ModifiedAt time.Time // UTC, to the microsecond
}

// checkArrivals refuses files that are not what usually comes: delivered twice, no
// row at all, older than what was loaded, or far too few rows. How many rows are
// usual it keeps for the pages: far too many are only doubted, for a catch-up
// delivery looks like that too.
func (n *night) checkArrivals(limits Limits, deliveries []Delivery) error {
	for i, d := range deliveries {
		if err := checkTwins(d, deliveries[:i]); err != nil {
			return err
		}
		earlier := n.previous[feedFile{d.Feed, n.Config.shown(d.File)}]
		usual, isKnown := n.usualRows(d, earlier, deliveries)
		if isKnown {
			n.usual[d.FileNo] = usual
		}
		if len(earlier) > 0 && earlier[0].Sha256 == d.SHA256 {
			continue // the same file again
		}
		if err := judgeArrival(d, earlier, usual, limits.minShareOfUsual()); err != nil {
			return err
		}
	}
	return nil
}

// chanceRows is up to how many rows chance explains that two files are the same, as
// those of two shops on a quiet day, or that no row of a file fits.
const chanceRows = 9

// checkTwins refuses a file whose bytes came under another name already: its rows
// would count twice. Where it may be chance, the pages doubt it.
func checkTwins(d Delivery, before []Delivery) error {
	rows := d.Records - d.Blank
	if rows <= chanceRows {
		return nil
	}
	for _, other := range before {
		if other.Feed == d.Feed && other.SHA256 == d.SHA256 {
			return fmt.Errorf("%w: %s: was delivered twice, %s holds the same bytes; the %d rows of both would count twice: take one of the files away",
				ErrRefused, d.File, other.File, rows)
		}
	}
	return nil
}

// enoughFiles is how many other files make a size usual: of two, neither is. What
// the same file held before is enough by itself.
const enoughFiles = 3

// usualRows is how many rows the file had when it last held something else, or for
// a new one the median of the feed's other files, each as it is now. So the same
// files another night have the same usual size.
func (n *night) usualRows(d Delivery, earlier []previousDelivery, deliveries []Delivery) (rows int64, isKnown bool) {
	for _, p := range earlier {
		if p.Sha256 != d.SHA256 {
			return p.RowsRead - p.Blank, true
		}
	}
	seen := map[string]bool{n.Config.shown(d.File): true}
	var others []int64
	add := func(file string, rows int64) {
		if !seen[file] {
			seen[file] = true
			others = append(others, rows)
		}
	}
	for _, other := range deliveries {
		if other.Feed == d.Feed {
			add(n.Config.shown(other.File), other.Records-other.Blank)
		}
	}
	for _, p := range n.latest[d.Feed] {
		add(p.File, p.RowsRead-p.Blank)
	}
	if len(others) < enoughFiles {
		return 0, false
	}
	slices.Sort(others)
	return others[len(others)/2], true
}

// judgeArrival holds a file against what was loaded of it before and what is usual;
// nothing is less than a share of 0 rows.
func judgeArrival(d Delivery, earlier []previousDelivery, usual int64, least float64) error {
	rows := d.Records - d.Blank
	if len(earlier) > 0 && d.ModifiedAt.Truncate(time.Microsecond).Before(earlier[0].ModifiedAt) {
		return fmt.Errorf("%w: %s: is older than the one that was loaded: written %s, the loaded one %s",
			ErrRefused, d.File, stamp(d.ModifiedAt), stamp(earlier[0].ModifiedAt))
	}
	if least == 0 {
		return nil
	}
	if rows == 0 {
		return fmt.Errorf("%w: %s: is empty, it has no row below its header; min_share_of_usual: 0 allows it", ErrRefused, d.File)
	}
	if float64(rows) < least*float64(usual) {
		return fmt.Errorf("%w: %s: has %d rows, usual are %d; min_share_of_usual is %s",
			ErrRefused, d.File, rows, usual, plain(least))
	}
	return nil
}
