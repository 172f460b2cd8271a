-- One row per plan year and booked currency: the rate it is kept at.
select
    p.plan_year,
    p.currency,
    cast(p.rate as double) as rate,
    p.from_month
from plan_rates as p
cross join run as r
where coalesce(p.from_month, r.as_of) <= r.as_of
    and exists (
        select 1
        from booked_currencies as b
        where b.currency = p.currency
            and b.plan_year = p.plan_year
    )
