package demo

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// books is what a plain reader makes of a folder of exports.
type books struct {
	customers map[string]entry
	twice     []string
	profit    map[string][]int64 // cents by month, acquisition spread over 24 months, 10 % on capital
	lines     map[string][]bool  // whether a month has lines
	revenue   Dirt
	costs     Dirt
	wrong     []string // lines that should be clean and are not
	count     int
	first     int
	months    int
}

type entry struct {
	segment, name, relationship string
	acquired, closed            time.Time
}

var (
	cleanAmount = regexp.MustCompile(`^-?\d+\.\d\d$`)
	fineAmounts = regexp.MustCompile(`^-?\d+\.\d{3,}$`)
	cleanID     = regexp.MustCompile(`^C\d{7}$`)
)

var smallOnce struct {
	sync.Once
	*books
}

// smallBooks are the books of the small company, read once for all tests.
func smallBooks(t testing.TB) *books {
	t.Helper()
	smallOnce.Do(func() { smallOnce.books = read(t, write(t, small), small) })
	if smallOnce.books == nil {
		t.Fatal("the small company could not be read")
	}
	return smallOnce.books
}

func read(t testing.TB, dir string, opt Options) *books {
	t.Helper()
	b := &books{
		customers: map[string]entry{}, profit: map[string][]int64{}, lines: map[string][]bool{},
		first: calendar(opt.Until.Year(), opt.Until.Month()) - opt.Months + 1, months: opt.Months,
	}
	b.readCustomers(t, filepath.Join(dir, "customers.csv"))
	for _, path := range matches(t, dir, "revenue/*.csv") {
		lines(t, path, func(n int, line string) { b.readRevenue(path, n, line) })
	}
	for _, path := range matches(t, dir, "costs/*.csv.gz") {
		lines(t, path, func(n int, line string) { b.readCost(path, n, line) })
	}
	for _, path := range matches(t, dir, "capital/*.csv") {
		lines(t, path, func(n int, line string) { b.readCapital(path, n, line) })
	}
	return b
}

func matches(t testing.TB, dir, glob string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(glob)))
	if err != nil || len(found) == 0 {
		t.Fatalf("%s: %d files, %v", glob, len(found), err)
	}
	return found
}

func lines(t testing.TB, path string, each func(n int, line string)) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	s := bufio.NewScanner(r)
	for n := 1; s.Scan(); n++ {
		if n > 1 {
			each(n, s.Text())
		}
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
}

func (b *books) readCustomers(t testing.TB, path string) {
	lines(t, path, func(n int, line string) {
		row, err := csv.NewReader(strings.NewReader(line)).Read()
		if err != nil || len(row) != 7 || !cleanID.MatchString(row[0]) {
			t.Fatalf("customers.csv:%d: %q: %v", n, line, err)
		}
		e := entry{segment: row[1], name: row[2], relationship: row[5]}
		if e.acquired, err = time.Parse(time.DateOnly, row[3]); err != nil {
			t.Fatalf("customers.csv:%d: %v", n, err)
		}
		if row[4] != "" {
			if e.closed, err = time.Parse(time.DateOnly, row[4]); err != nil || e.closed.Before(e.acquired) {
				t.Fatalf("customers.csv:%d: closed_on %s: %v", n, row[4], err)
			}
		}
		if _, ok := b.customers[row[0]]; ok {
			b.twice = append(b.twice, row[0])
		}
		b.customers[row[0]] = e
		b.profit[row[0]], b.lines[row[0]] = make([]int64, b.months), make([]bool, b.months)
	})
}

func (b *books) readRevenue(path string, n int, line string) {
	row := b.sort(&b.revenue, path, n, line, 5, 2)
	if row == nil {
		return
	}
	known := slices.ContainsFunc(catalogue[:], func(p product) bool { return p.name == row[4] })
	if !known || !cleanAmount.MatchString(row[3]) {
		b.complain(path, n, line)
		return
	}
	b.book(path, n, row[0], row[1], cents(row[2])-cents(row[3]))
}

func (b *books) readCost(path string, n int, line string) {
	row := b.sort(&b.costs, path, n, line, 4, 3)
	if row == nil {
		return
	}
	switch row[2] {
	case "service calls", "field visits", "billing", "retention offers":
		b.book(path, n, row[0], row[1], -cents(row[3]))
	case "acquisition":
		m := b.book(path, n, row[0], row[1], 0)
		for i := m; i >= 0 && i < min(m+24, b.months); i++ {
			b.profit[row[0]][i] -= cents(row[3]) / 24
		}
	default:
		b.complain(path, n, line)
	}
}

func (b *books) readCapital(path string, n int, line string) {
	row := strings.Split(line, ",")
	if len(row) != 3 || !cleanAmount.MatchString(row[2]) || b.customers[row[0]].relationship != "contractual" {
		b.complain(path, n, line)
		return
	}
	b.book(path, n, row[0], row[1], -cents(row[2])/120)
}

// sort counts a line that is not clean in its drawer and returns a clean one.
func (b *books) sort(d *Dirt, path string, n int, line string, fields, amount int) []string {
	b.count++
	if line == "" {
		d.BlankLines++
		return nil
	}
	row, err := csv.NewReader(strings.NewReader(line)).Read()
	switch {
	case err != nil && strings.Count(line, `"`) != 1:
		b.complain(path, n, line)
	case err != nil && strings.Contains(line, `,"`):
		d.OpenQuotes++
	case err != nil:
		d.StrayQuotes++
	case len(row) == fields-2 || len(row) == fields-1:
		d.ShortRows++
	case len(row) != fields:
		b.complain(path, n, line)
	case row[1] == "2025-02-30":
		d.BadDates++
	case row[amount] == "12,50":
		d.CommaAmounts++
	case row[amount] == "1e3":
		d.ExponentAmounts++
	case row[amount] == "n/a":
		d.TextAmounts++
	case fineAmounts.MatchString(row[amount]):
		d.FineAmounts++
	case row[0] == "":
		d.NoIDs++
	case row[0][0] == 'X':
		d.UnknownIDs++
	case !cleanAmount.MatchString(row[amount]):
		b.complain(path, n, line)
	default:
		return row
	}
	return nil
}

// book adds to a customer's profit of a month if the customer was with us on that
// day and the file is that of the month. It returns the month.
func (b *books) book(path string, n int, id, date string, amount int64) int {
	c, known := b.customers[id]
	on, err := time.Parse(time.DateOnly, date)
	if err != nil || !known || on.Before(c.acquired) || !c.closed.IsZero() && on.After(c.closed) ||
		!strings.HasPrefix(filepath.Base(path), on.Format("2006-01")+".csv") {
		b.complain(path, n, id+" "+date)
		return -1
	}
	m := calendar(on.Year(), on.Month()) - b.first
	b.profit[id][m] += amount
	b.lines[id][m] = true
	return m
}

func (b *books) complain(path string, n int, what string) {
	b.wrong = append(b.wrong, filepath.Base(path)+":"+strconv.Itoa(n)+": "+what)
}

func cents(amount string) int64 {
	n, err := strconv.ParseInt(strings.Replace(amount, ".", "", 1), 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}

// year sums a customer's profit over the twelve months up to month last.
func (b *books) year(id string, last int) (profit int64, in bool) {
	for m := max(last-11, 0); m <= last; m++ {
		profit += b.profit[id][m]
		in = in || b.lines[id][m]
	}
	return profit, in
}
