package demo

import (
	"context"
	"io"
)

// season is what usage makes of a Mobile bill or a top-up, in thousandths by
// calendar month from January.
var season = [12]int64{970, 960, 985, 990, 1000, 1010, 1035, 1030, 995, 990, 1000, 1045}

// topUps are the amounts that a Prepaid customer can choose from, in cents.
var topUps = [...]int64{500, 1000, 1000, 1500, 1500, 2000, 3000}

// revenue writes the booked lines of one month.
func (co *company) revenue(ctx context.Context, w io.Writer, m month) error {
	s := newSheet(w, "customer_id,booked_on,revenue,direct_cost,product")
	d := co.spoil(Dirty.Revenue, m, revenueLine)
	for i := range co.customers {
		if i&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		c := &co.customers[i]
		if !c.billed(m) {
			continue
		}
		d.before(s, i)
		r := draws(co.opt.Seed, forRevenue, i, m.index)
		if c.segment == prepaid {
			co.topUp(s, i, m, &r)
		} else {
			c.bill(s, i, m, &r)
		}
	}
	d.rest(s)
	return s.flush()
}

// bill writes one line per product held, now and then one of them paid back.
func (c *customer) bill(s *sheet, i int, m month, r *random) {
	day := c.dayIn(m, int(c.day))
	for p := range products {
		if !c.buys(p, m) {
			continue
		}
		paid := listPrice(p, m) * market[c.segment].price / 1000 * int64(c.scale) / 1000
		usual := catalogue[p].price * market[c.segment].price / 1000 * int64(c.scale) / 1000
		if p == mobile {
			usage := season[m.calendar%12] * int64(r.between(940, 1060)) / 1000
			paid, usual = paid*usage/1000, usual*usage/1000
		}
		line(s, i, m, day, paid, c.direct(usual, p), p)
		if r.below(2000) < 9 {
			back := paid * int64(r.between(150, 1000)) / 1000
			line(s, i, m, c.dayIn(m, r.between(day, m.last)), -back, 0, p)
		}
	}
}

// topUp writes what a Prepaid customer loads in a month: nothing, once or twice. The
// first month has one.
func (co *company) topUp(s *sheet, i int, m month, r *random) {
	c := &co.customers[i]
	times := r.times(c.loads(m.calendar))
	if m.index == int(c.joined) || co.lapses(i, m) {
		times = max(times, 1)
	}
	for range times {
		paid := topUps[min(r.below(3)+r.below(3)+int(c.scale)/1400, len(topUps)-1)]
		cost := c.direct(paid, mobile)
		if c.onApp(m) {
			paid, cost = paid*appPrice/1000, cost*appDelivery/1000
		}
		line(s, i, m, c.dayIn(m, r.between(1, m.last)), paid, cost, mobile)
	}
}

// loads is how often a month a Prepaid customer tops up, times 1,000.
func (c *customer) loads(calendar int) int {
	return (330 + min(int(c.scale)*2/5, 1200)) * int(season[calendar%12]) / 1000
}

// lapses says whether a number that nobody loaded in the five months before is looked
// at this month, as it is twice a year: unless it is loaded now, it is switched off.
func (co *company) lapses(i int, m month) bool {
	if (i+m.index)%6 != 0 {
		return false
	}
	for ago := 1; ago < 6; ago++ {
		r := draws(co.opt.Seed, forRevenue, i, m.index-ago)
		if r.times(co.customers[i].loads(m.calendar-ago)) > 0 {
			return false
		}
	}
	return true
}

// direct is the cost of delivering a product at its usual price. A price rise
// does not make delivery dearer.
func (c *customer) direct(usual int64, p int) int64 {
	return usual * catalogue[p].cost / 1000 * int64(c.delivery) / 1000
}

func line(s *sheet, i int, m month, day int, paid, cost int64, p int) {
	s.id(i)
	s.date(m, day)
	s.amount(paid)
	s.amount(cost)
	s.field(catalogue[p].name)
	s.end()
}
