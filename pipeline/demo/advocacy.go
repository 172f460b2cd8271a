package demo

import (
	"context"
	"io"
	"time"
)

// surveyed is how many customers of 1,000 answer in a month.
const surveyed = 40

// advocacy writes the survey answers of all months, in order.
func (co *company) advocacy(ctx context.Context, w io.Writer) error {
	out, err := newAnswers(w)
	if err != nil {
		return err
	}
	for _, m := range co.months {
		if err := co.survey(ctx, out, m); err != nil {
			return err
		}
	}
	return out.close()
}

func (co *company) survey(ctx context.Context, out *answers, m month) error {
	first := int32(time.Date(0, time.Month(m.calendar+1), 1, 0, 0, 0, 0, time.UTC).Unix() / 86_400)
	for i := range co.customers {
		if i&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		r := draws(co.opt.Seed, forSurvey, i, m.index)
		c := &co.customers[i]
		if r.below(1000) >= surveyed || !c.billed(m) {
			continue
		}
		day := c.dayIn(m, r.between(1, m.last))
		if err := out.add(i, first+int32(day-1), co.score(i, m, &r)); err != nil {
			return err
		}
	}
	return nil
}

// score is 0 to 10: the mood of the segment, less what calling us did to it, and
// a little more for those who came to like the new offers. To a business that
// calls every week one call more is less than to others.
func (co *company) score(i int, m month, r *random) int32 {
	c := &co.customers[i]
	often := max(market[c.segment].calls, 700)
	mood := market[c.segment].mood + r.between(-15, 15) + r.between(-15, 15) + 7
	mood -= min(9*700*co.calls(i, m)/often, 45)
	if m.index > 0 {
		mood -= min(5*700*co.calls(i, co.months[m.index-1])/often, 25)
	}
	if c.onApp(m) || c.segment == sportsFans && c.buys(streaming, m) {
		mood += 7
	}
	return int32(min(max((mood+5)/10, 0), 10))
}
