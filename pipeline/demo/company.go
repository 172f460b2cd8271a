package demo

import (
	"math"
	"time"
)

// never is a month that no exports reach.
const never = math.MaxInt16

// company is everybody who was a customer in the months delivered. It is read
// only once it is made: any number of files can be written from it at once.
type company struct {
	opt       Options
	first     int // calendar month of the first month delivered
	months    []month
	customers []customer
}

// month is one month delivered.
type month struct {
	index    int // 0 for the first
	calendar int
	name     string // 2026-10
	last     int    // number of days
}

// customer is kept small: a million of them are 20 MB. Months count from the
// first month delivered and are negative before it.
type customer struct {
	joined, left int16 // first and last month with us; left is never for those who stay
	streams      int16 // first month with Streaming
	app          int16 // first month on the app-based plan
	scale        uint16
	strain       uint16 // calls and visits, in thousandths of the segment's mean
	delivery     uint16 // direct cost, in thousandths of the catalogue's
	segment      uint8
	holds        uint8 // bit per product from the start
	day          uint8 // of the month on which bills are booked, 1 to 28
	flags        uint8
}

const (
	contractual = 1 << iota
	subsidised  // the device was sold below its cost
	silent      // a customer without a single line
)

// Of old contracts some are forgotten: a number in a drawer that nobody pays for and
// nobody cancels.
const (
	oldContract = 24 // months before the exports
	forgotten   = 25 // of 1,000
)

func found(opt Options) *company {
	last := calendar(opt.Until.Year(), opt.Until.Month())
	co := &company{opt: opt, first: last - opt.Months + 1}
	for i := range opt.Months {
		at := time.Date(0, time.Month(co.first+i+1), 1, 0, 0, 0, 0, time.UTC)
		co.months = append(co.months, month{
			index:    i,
			calendar: co.first + i,
			name:     at.Format("2006-01"),
			last:     at.AddDate(0, 1, -1).Day(),
		})
	}
	co.customers = make([]customer, opt.Customers)
	for i := range co.customers {
		co.customers[i] = co.draw(i)
	}
	co.customers[opt.Customers-1] = customer{
		joined: int16(opt.Months - 1), left: never, streams: never, app: never,
		segment: youngAdults, day: 28, flags: contractual | silent,
	}
	return co
}

// month turns a calendar month into a month of the exports.
func (co *company) month(calendar int) int16 { return int16(calendar - co.first) }

func (co *company) draw(i int) customer {
	r := draws(co.opt.Seed, forLife, i, 0)
	x, y := spread(co.opt.Seed, i)
	c := customer{segment: uint8(segmentOf(int(unit(x) * 1000))), streams: never, app: never}
	s := &market[c.segment]
	c.scale = skewed(unit(y), s.spread)
	c.strain = skewed(r.unit(), s.strain)
	c.delivery = uint16(r.between(880, 1120))
	c.day = uint8(r.between(1, 28))
	if r.below(1000) < s.contractual {
		c.flags |= contractual
	}
	co.live(&c, &r)
	co.choose(&c, &r)
	return c
}

// live decides when a customer joins and leaves. The opening stock and the
// joiners of every month share the segment's customers so that the stock moves
// by joins less leaves.
func (co *company) live(c *customer, r *random) {
	s := &market[c.segment]
	if place := r.below(10_000 + s.joins*co.opt.Months); place < 10_000 {
		c.joined = int16(-1 - min(-math.Log(r.unit())*s.tenure, 240))
	} else {
		c.joined = int16((place - 10_000) / s.joins)
	}
	stay := math.Log(r.unit()) / math.Log(1-float64(s.leaves)/10_000)
	c.left = never
	if left := float64(max(c.joined, 0)) + stay; left < float64(co.opt.Months) {
		c.left = int16(left)
	}
}

// choose decides what a customer buys, and when that changes.
func (co *company) choose(c *customer, r *random) {
	s := &market[c.segment]
	for p := range products {
		if r.below(1000) < s.holds[p] {
			c.holds |= 1 << p
		}
	}
	if c.holds&^(1<<devices) == 0 {
		c.holds |= 1 << mobile
	}
	switch {
	case c.holds&(1<<streaming) != 0:
		c.streams = math.MinInt16
	case c.segment == sportsFans:
		c.streams = co.adoption(r)
	case c.segment == prepaid:
		c.app = co.campaign(r)
		if r.below(1000) < 35 {
			c.flags |= silent
		}
	}
	if c.holds&(1<<devices) != 0 && c.flags&contractual != 0 && r.below(1000) < 750 {
		c.flags |= subsidised
	}
	if c.joined < -oldContract && c.flags&contractual != 0 && c.segment != midSizeBusiness && r.below(1000) < forgotten {
		c.flags |= silent
		c.left = never
	}
}

// billed says whether a customer has lines in a month.
func (c *customer) billed(m month) bool {
	return int(c.joined) <= m.index && m.index <= int(c.left) && c.flags&silent == 0
}

// buys says whether a customer holds a product in a month.
func (c *customer) buys(p int, m month) bool {
	if p == streaming {
		return m.index >= int(c.streams)
	}
	return c.holds&(1<<p) != 0
}

// dayIn is a day of the month on which the customer is with us, not before from.
func (c *customer) dayIn(m month, from int) int {
	if m.index == int(c.joined) {
		return max(from, c.joinedDay())
	}
	return from
}

// joinedDay is any day up to the 28th; the bill of the month joined is booked on
// it or later.
func (c *customer) joinedDay() int { return 1 + int(c.strain+c.scale)%28 }
