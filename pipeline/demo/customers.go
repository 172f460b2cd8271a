package demo

import (
	"context"
	"io"
	"time"
)

// list writes customers.csv. The last customer comes twice, see Dirty.
func (co *company) list(ctx context.Context, w io.Writer) error {
	s := newSheet(w, "customer_id,segment,name,acquired_on,closed_on,relationship,region")
	for i := range co.customers {
		if i&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		co.entry(s, i, market[co.customers[i].segment].name)
	}
	co.entry(s, len(co.customers)-1, market[families].name)
	return s.flush()
}

func (co *company) entry(s *sheet, i int, segment string) {
	c := &co.customers[i]
	r := draws(co.opt.Seed, forName, i, 0)
	s.id(i)
	s.field(segment)
	s.field(quoted(co.name(i, &r)))
	s.text(",")
	s.buf = co.day(int(c.joined), c.joinedDay()).AppendFormat(s.buf, time.DateOnly)
	s.text(",")
	if int(c.left) < co.opt.Months {
		s.buf = co.day(int(c.left)+1, 0).AppendFormat(s.buf, time.DateOnly)
	}
	if c.flags&contractual != 0 {
		s.field("contractual")
	} else {
		s.field("non-contractual")
	}
	s.field(regions[r.below(len(regions))])
	s.end()
}

// day is a date by the months of the exports; day 0 is the month-end before.
func (co *company) day(month, day int) time.Time {
	return time.Date(0, time.Month(co.first+month+1), day, 0, 0, 0, 0, time.UTC)
}
