package pipeline

import (
	"context"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
)

// Engine is all that the night asks of a database.
//
// Nothing that a night makes is seen by the next one before Keep: an engine that
// is closed without it leaves history as it was. Large results never cross into
// Go; small ones do as Arrow.
type Engine interface {
	// Import reads the files of one feed into the table raw_<feed> and the rows
	// that do not fit into raw_quarantined. Where rows must have an amount, it adds
	// up the amounts of every file into raw_amounts, by itself and from the file, so
	// that they can be held against what was loaded. It returns one Delivery per file.
	Import(ctx context.Context, feed Feed) ([]Delivery, error)

	// Make creates or replaces a table from a select and returns its rows.
	Make(ctx context.Context, table, query string) (int64, error)

	// Remake is Make for a table that is made again and again in a night: what it
	// was is given up at once.
	Remake(ctx context.Context, table, query string) (int64, error)

	// Amend is Make for a table that goes month by month: of the select's rows it
	// takes those of the months in the table touched, column month_start; those of
	// other months stay as the last night left them. It returns the rows of all.
	Amend(ctx context.Context, table, touched, query string) (int64, error)

	// See makes a table look as a select has it, tonight and in what Keep keeps.
	See(ctx context.Context, table, query string) error

	// Replace exchanges the rows of history.<table> whose key column holds value
	// (a date as YYYY-MM-DD, or a number) for the rows of a select; without a key,
	// all rows.
	Replace(ctx context.Context, table, key, value, query string) (int64, error)

	// Read returns a small result as one batch, empty but with its columns when
	// there are no rows. The caller releases it.
	Read(ctx context.Context, query string) (arrow.RecordBatch, error)

	// Version names the engine and its version, for the footer of every page.
	Version() string

	// Keep makes what this night wrote the state that the next one starts from.
	Keep(ctx context.Context) error
}

// Feed is one export ready to be read: its mapping, its contract, its files.
type Feed struct {
	Export
	Contract    []Column            // target columns in order
	Paths       []string            // files, sorted; relative paths are to the working directory
	LookupMaps  map[string]Lookup   // the lookups it joins
	LookupPath  map[string][]string // their files, sorted
	LookupFirst map[string]int      // number of each lookup's first file
	MoneyScale  int                 // decimals of the integers that amounts become
	Currency    string              // the reporting currency: a row in it has none
	FirstFile   int                 // number of the first file; file numbers are unique over all feeds
	HeaderOnly  bool                // check files, headers and expressions, but load no row
}

// Delivery is one file as it was read. Records = Loaded + Quarantined + Filtered + Blank.
type Delivery struct {
	Feed        string
	FileNo      int
	File        string    // as given in Paths
	SHA256      string    // of the delivered bytes
	ModifiedAt  time.Time // of the file, UTC
	Records     int64     // header not counted
	Loaded      int64
	Quarantined int64
	Filtered    int64
	Blank       int64
	Unmapped    []string // columns of the file that nothing uses
	NewColumns  []string // of these, what no file of the feed had last night; none when there was no such night
	IsHeld      bool     // its rows are there since an earlier night: it came as it was, and was not read again
}
