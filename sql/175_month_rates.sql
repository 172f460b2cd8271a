-- One row per foreign currency and month booked: what its amounts are worth.
with newest as (
    select
        b.currency,
        b.month_start,
        max(e.month_start) as rate_month
    from booked_currencies as b
    inner join exchange_rates as e
        on e.currency = b.currency
        and e.month_start <= b.month_start
    group by b.currency, b.month_start
)
select
    b.currency,
    b.month_start,
    e.rate,
    coalesce(p.rate, e.rate) as plan_rate
from booked_currencies as b
cross join run as r
left join newest as n
    on n.currency = b.currency
    and n.month_start = b.month_start
-- A month under way has no average yet. It is on no page: the last one will do.
left join exchange_rates as e
    on e.currency = n.currency
    and e.month_start = n.rate_month
    and (n.rate_month = n.month_start or n.month_start > r.as_of)
left join plan_rates as p
    on p.currency = b.currency
    and p.plan_year = b.plan_year
