package pipeline

import (
	"context"
	"fmt"
	"path"
	"strings"
)

// Archive is what verify asks of a database that was opened to be read.
type Archive interface {
	Reader

	// Inspect reads every value of every table and compares history with what was
	// kept. each is told of one table after the other.
	Inspect(ctx context.Context, each func(Inspected)) error
}

// law is a rule that closed months keep among themselves: a select of what breaks
// it, which must come out empty.
type law struct{ name, query string }

var laws = []law{
	{"each month is closed once", `select cast(month as varchar) as what from history.closed_months
		group by month having count(*) > 1`},
	{"no month is missing between closed ones", `select cast(max(month) as varchar) as what from history.closed_months
		having count(*) > 0 and count(distinct month) <> date_diff('month', min(month), max(month)) + 1`},
	{"every month-end with customers is closed", `select cast(v.month as varchar) as what
		from (select distinct month from history.value_groups) as v
		left join history.closed_months as c on c.month = v.month
		where c.month is null`},
	{"every plan year has one set of bounds", `select cast(m.plan_year as varchar) as what
		from (select distinct plan_year from history.closed_months) as m
		left join history.group_bounds as b on b.plan_year = m.plan_year
		group by m.plan_year having count(b.plan_year) <> 1`},
	{"a customer stands once in a month", `select cast(month as varchar) || ' customer ' || cast(customer_key as varchar) as what
		from history.value_groups group by month, customer_key having count(*) > 1`},
	{"every customer has one id", `select cast(v.customer_key as varchar) as what
		from (select distinct customer_key from history.value_groups) as v
		left join history.customer_keys as k on k.customer_key = v.customer_key
		group by v.customer_key having count(k.customer_key) <> 1`},
	{"cells add up to their customers", `select cast(coalesce(v.month, c.month) as varchar) || ' ' || coalesce(v.segment, c.segment) as what
		from (select month, segment, group_code, tenure_band, count(*) as customers,
				sum(revenue_minor) as revenue_minor, sum(profit_minor) as profit_minor
			from history.value_groups group by month, segment, group_code, tenure_band) as v
		full join history.group_cells as c
			on c.month = v.month and c.segment = v.segment and c.group_code = v.group_code and c.tenure_band = v.tenure_band
		where v.customers is distinct from c.customers or v.revenue_minor is distinct from c.revenue_minor
			or v.profit_minor is distinct from c.profit_minor`},
	{"moves end at the month's cells", marginsOf("now", "month")},
	{"moves begin at the earlier month's cells", marginsOf("then", "then_month")},
}

// marginsOf compares one side of the moves with the stock that it came from.
func marginsOf(side, month string) string {
	return strings.NewReplacer("SIDE", side, "MONTH", month).Replace(`select cast(m.MONTH as varchar) || ' ' || m.comparison as what
		from (select month, comparison, MONTH, sum(customers) as customers,
				sum(SIDE_revenue_minor) as revenue_minor, sum(SIDE_profit_minor) as profit_minor
			from history.moves where SIDE_segment is not null group by all) as m
		left join (select month, sum(customers) as customers, sum(revenue_minor) as revenue_minor,
				sum(profit_minor) as profit_minor
			from history.group_cells group by month) as c on c.month = m.MONTH
		where c.month is null or c.customers <> m.customers or c.revenue_minor <> m.revenue_minor
			or c.profit_minor <> m.profit_minor`)
}

// Verify reads all of a database, holds the closed months against each other, and
// tells each of every table and law. It reports whether all is well.
func Verify(ctx context.Context, archive Archive, each func(Inspected)) (isWell bool, err error) {
	isWell = true
	tell := func(found Inspected) {
		isWell = isWell && len(found.Problems) == 0
		each(found)
	}
	if err := archive.Inspect(ctx, tell); err != nil {
		return false, err
	}
	for _, l := range laws {
		found := Inspected{Name: l.name}
		var broken []struct{ What string }
		err := readRows(ctx, archive, "select what from ("+l.query+") order by what limit 5", &broken)
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		if err != nil {
			found.Problems = append(found.Problems, err.Error())
		}
		for _, b := range broken {
			found.Problems = append(found.Problems, "not so for "+b.What)
		}
		tell(found)
	}
	return isWell, nil
}

// VerifyPages holds the version that current shows against its manifest. Without
// one there is nothing to tell.
func VerifyPages(config Config, each func(Inspected)) (isWell bool, err error) {
	s, shown, err := openShown(config)
	if err != nil || shown == "" {
		return err == nil, err
	}
	defer s.close()
	found, err := s.inspect(path.Join("runs", shown))
	if err != nil {
		return false, fmt.Errorf("pages: %w: %w", ErrIO, err)
	}
	each(found)
	return len(found.Problems) == 0, nil
}
