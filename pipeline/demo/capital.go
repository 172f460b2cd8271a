package demo

import (
	"context"
	"io"
)

// term is for how many months a device is paid off, and replaced after.
const term = 24

// capital writes what is still tied up in subsidised devices at a month-end.
func (co *company) capital(ctx context.Context, w io.Writer, m month) error {
	s := newSheet(w, "customer_id,month,amount")
	for i := range co.customers {
		if i&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		c := &co.customers[i]
		if !c.billed(m) || c.flags&subsidised == 0 || m.index == int(c.left) {
			continue
		}
		tied := co.tied(i, m)
		if tied == 0 {
			continue
		}
		s.id(i)
		s.date(m, m.last)
		s.amount(tied)
		s.end()
	}
	return s.flush()
}

// tied is the unpaid part of the device in cents. Customers of long ago are
// somewhere within their term; the others start it when they join.
func (co *company) tied(i int, m month) int64 {
	c := &co.customers[i]
	r := draws(co.opt.Seed, forDevice, i, 0)
	value := int64(r.between(180_00, 620_00)) * market[c.segment].price / 1000
	age := (m.index - int(c.joined)) % term
	return value * int64(term-1-age) / term
}
