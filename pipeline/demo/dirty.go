package demo

import "strconv"

// Dirt counts the lines of a feed that are wrong on purpose. The counts hold for
// any size and any seed.
type Dirt struct {
	BadDates        int // 2025-02-30
	CommaAmounts    int // 12,50 within quotes
	ExponentAmounts int // 1e3
	TextAmounts     int // n/a
	FineAmounts     int // three decimal places
	ShortRows       int // two fields too few (revenue), one too few (costs)
	StrayQuotes     int // a quote in the middle of a bare amount
	OpenQuotes      int // a quote that never ends, in the last line of a file
	BlankLines      int // nothing at all
	UnknownIDs      int // clean, but for a customer who is not in customers.csv
	NoIDs           int // clean, but for nobody
}

// Dirty is what a reader of the demo must find. Apart from it, customers.csv has
// one customer twice, with different contents: both rows are unusable, and the
// customer has no lines in any other file.
var Dirty = struct {
	Revenue, Costs Dirt
	CustomerRows   int
}{
	Revenue: Dirt{
		BadDates: 3, CommaAmounts: 3, ExponentAmounts: 2, TextAmounts: 3, FineAmounts: 3, ShortRows: 3,
		StrayQuotes: 3, OpenQuotes: 1, BlankLines: 3, UnknownIDs: 4, NoIDs: 4,
	},
	Costs: Dirt{
		BadDates: 1, CommaAmounts: 1, TextAmounts: 1, FineAmounts: 1, ShortRows: 1, BlankLines: 1,
	},
	CustomerRows: 2,
}

// Unreadable counts the lines that do not fit the contract. Blank lines are no
// lines, and lines for unknown customers can be read.
func (d Dirt) Unreadable() int {
	return d.BadDates + d.CommaAmounts + d.ExponentAmounts + d.TextAmounts + d.FineAmounts +
		d.ShortRows + d.StrayQuotes + d.OpenQuotes
}

// counts lists the kinds in the order of the fields; kind k is line k below.
func (d Dirt) counts() [11]int {
	return [...]int{d.BadDates, d.CommaAmounts, d.ExponentAmounts, d.TextAmounts, d.FineAmounts,
		d.ShortRows, d.StrayQuotes, d.OpenQuotes, d.BlankLines, d.UnknownIDs, d.NoIDs}
}

const (
	badDate = iota
	commaAmount
	exponentAmount
	textAmount
	fineAmount
	shortRow
	strayQuote
	openQuote
	blankLine
	unknownID
	noID
)

// spoiler puts the dirty lines of one month between the clean ones.
type spoiler struct {
	kinds []int
	every int // customers between two dirty lines
	next  int // customer before whom the next one goes
	last  int // customer billed last
	m     month
	line  func(id, date, amount, quote string, short bool) string
	done  int // lines written, which makes amounts and unknown ids differ
}

// spoil deals the dirty lines of a feed out to the months and returns those of m.
func (co *company) spoil(d Dirt, m month, line func(id, date, amount, quote string, short bool) string) *spoiler {
	sp := &spoiler{m: m, line: line}
	dealt, last := 0, false
	for kind, n := range d.counts() {
		for range n {
			if here := dealt*7%co.opt.Months == m.index; here && kind == openQuote {
				last = true
			} else if here {
				sp.kinds = append(sp.kinds, kind)
			}
			dealt++
		}
	}
	sp.every = len(co.customers) / (len(sp.kinds) + 1)
	sp.next = sp.every
	if last {
		sp.kinds = append(sp.kinds, openQuote)
	}
	return sp
}

// before writes a dirty line if one is due before customer i, who is billed.
func (sp *spoiler) before(s *sheet, i int) {
	sp.last = i
	for i >= sp.next && len(sp.kinds) > 0 && sp.kinds[0] != openQuote {
		sp.write(s)
		sp.next += sp.every
	}
}

// rest writes what was not due. A quote that never ends comes last: it must not
// swallow clean lines.
func (sp *spoiler) rest(s *sheet) {
	for len(sp.kinds) > 0 {
		sp.write(s)
	}
}

func (sp *spoiler) write(s *sheet) {
	kind := sp.kinds[0]
	sp.kinds = sp.kinds[1:]
	sp.done++
	cents := strconv.Itoa(10 + (17*sp.m.index+31*sp.done)%90)
	id, date, amount, quote := string(appendID(nil, sp.last)), sp.m.name+"-15", "12."+cents, ""
	switch kind {
	case badDate:
		date = "2025-02-30"
	case commaAmount:
		amount = `"12,50"`
	case exponentAmount:
		amount = "1e3"
	case textAmount:
		amount = "n/a"
	case fineAmount:
		amount += "5"
	case strayQuote:
		amount = `12"` + cents
	case openQuote:
		quote = `"`
	case unknownID:
		id = "X00" + strconv.Itoa(10_000+sp.m.index*10+sp.done)
	case noID:
		id = ""
	case blankLine:
		s.end()
		return
	}
	s.text(sp.line(id, date, amount, quote, kind == shortRow))
	s.end()
}

func revenueLine(id, date, amount, quote string, short bool) string {
	if short {
		return id + "," + date + "," + amount
	}
	return id + "," + date + "," + amount + ",6.20," + quote + "Mobile"
}

func costLine(id, date, amount, quote string, short bool) string {
	if short {
		return id + "," + date + ",service calls"
	}
	return id + "," + date + "," + quote + "service calls," + amount
}
