package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// recallDeliveries reads what earlier nights loaded, newest first.
func (n *night) recallDeliveries(ctx context.Context) error {
	return n.read(ctx, `select feed, file, sha256, rows_read, blank, modified_at
		from history.deliveries where modified_at is not null order by modified_at desc, run_version desc`, &n.previous)
}

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

// checkArrivals refuses files that are not what usually comes: no row at all,
// older than what was loaded, or far too few rows.
func (n *night) checkArrivals(limits Limits, deliveries []Delivery) error {
	for _, d := range deliveries {
		file := n.Config.shown(d.File)
		var earlier []previousDelivery // of this file, newest first
		var usual []int64              // rows of the feed's other files
		for _, p := range n.previous {
			if p.Feed == d.Feed && p.File == file {
				earlier = append(earlier, p)
			} else if p.Feed == d.Feed {
				usual = append(usual, p.RowsRead-p.Blank)
			}
		}
		if len(earlier) > 0 && earlier[0].Sha256 == d.SHA256 {
			continue // the same file again
		}
		for _, other := range deliveries {
			if other.Feed == d.Feed && other.FileNo != d.FileNo {
				usual = append(usual, other.Records-other.Blank)
			}
		}
		if err := judgeArrival(d, earlier, usual, limits.minShareOfUsual()); err != nil {
			return err
		}
	}
	return nil
}

// enoughFiles is how many other files make a size usual: of two, neither is. What
// the same file held before is enough by itself.
const enoughFiles = 3

func judgeArrival(d Delivery, earlier []previousDelivery, usual []int64, least float64) error {
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
	if len(earlier) > 0 {
		usual = []int64{earlier[0].RowsRead - earlier[0].Blank}
	} else if len(usual) < enoughFiles {
		return nil
	}
	slices.SortFunc(usual, cmp.Compare)
	median := usual[len(usual)/2]
	if float64(rows) < least*float64(median) {
		return fmt.Errorf("%w: %s: has %d rows, usual are %d; min_share_of_usual is %s",
			ErrRefused, d.File, rows, median, plain(least))
	}
	return nil
}
