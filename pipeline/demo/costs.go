package demo

import (
	"context"
	"io"
)

// costs writes what serving, keeping and winning customers cost in one month.
func (co *company) costs(ctx context.Context, w io.Writer, m month) error {
	s := newSheet(w, "customer_id,booked_on,activity,amount")
	d := co.spoil(Dirty.Costs, m, costLine)
	for i := range co.customers {
		if i&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		c := &co.customers[i]
		if !c.billed(m) {
			continue
		}
		d.before(s, i)
		r := draws(co.opt.Seed, forCosts, i, m.index)
		co.serve(s, i, m, &r)
		co.keep(s, i, m, &r)
	}
	d.rest(s)
	return s.flush()
}

// serve writes calls, visits and billing.
func (co *company) serve(s *sheet, i int, m month, r *random) {
	c := &co.customers[i]
	seg := &market[c.segment]
	if n := co.calls(i, m); n > 0 {
		each := seg.callCost * int64(r.between(800, 1200)) / 1000
		cost(s, i, m, c.dayIn(m, r.between(1, m.last)), "service calls", int64(n)*each)
	}
	if n := co.visits(i, m); n > 0 {
		each := seg.visitCost * int64(r.between(800, 1200)) / 1000
		cost(s, i, m, c.dayIn(m, r.between(1, m.last)), "field visits", int64(n)*each)
	}
	if c.segment != prepaid || !c.onApp(m) {
		cost(s, i, m, c.dayIn(m, int(c.day)), "billing", seg.billing)
	}
}

// keep writes offers at the end of a contract's term, the incentive of the
// migration campaign and the cost of winning the customer.
func (co *company) keep(s *sheet, i int, m month, r *random) {
	c := &co.customers[i]
	seg := &market[c.segment]
	age := m.index - int(c.joined)
	switch {
	case age == 0:
		won := seg.acquisition * int64(min(c.scale, 3000)) / 1000 * int64(r.between(700, 1300)) / 1000
		cost(s, i, m, c.joinedDay(), "acquisition", max(won, 100))
	case m.index == int(c.app):
		cost(s, i, m, r.between(1, m.last), "retention offers", moveBonus)
	case c.flags&contractual != 0 && age%24 == 0 && r.below(1000) < 400:
		offer := int64(r.between(1200, 4800)) * seg.price / 1000
		cost(s, i, m, int(c.day), "retention offers", offer)
	}
}

// calls is how often a customer called in a month. It stands on its own because
// survey answers follow from it.
func (co *company) calls(i int, m month) int {
	r := draws(co.opt.Seed, forCalls, i, m.index)
	return r.times(co.customers[i].rate(market[co.customers[i].segment].calls, m))
}

func (co *company) visits(i int, m month) int {
	r := draws(co.opt.Seed, forVisits, i, m.index)
	rate := co.customers[i].rate(market[co.customers[i].segment].visits, m)
	return r.times(rate / 10)
}

// rate is a mean of the segment made the customer's own.
func (c *customer) rate(mean int, m month) int {
	return mean * int(c.strain) / 1000 * c.unrest(m) / 1000
}

func cost(s *sheet, i int, m month, day int, activity string, amount int64) {
	s.id(i)
	s.date(m, day)
	s.field(activity)
	s.amount(amount)
	s.end()
}
