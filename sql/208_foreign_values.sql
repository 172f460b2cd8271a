-- One row per customer, month, foreign currency and line: what it is worth.
select
    b.customer_key,
    b.month_start,
    b.currency,
    b.line,
    b.lines,
    b.delivered_minor,
    cast(
        round(cast(b.delivered_minor as decimal(20, 0)) * r.plan_rate) as bigint
    ) as plan_minor,
    cast(
        round(cast(b.delivered_minor as decimal(20, 0)) * r.rate) as bigint
    ) as actual_minor
from foreign_bookings as b
inner join month_rates as r
    on r.currency = b.currency
    and r.month_start = b.month_start
