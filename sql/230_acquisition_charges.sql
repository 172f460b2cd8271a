-- One row per customer and month that bears a part of an acquisition cost.
with spans as (
    select
        a.customer_key,
        a.is_fx,
        c.month_start,
        a.cost_minor,
        a.spread_days,
        case
            when c.month_start <= a.starts_on then 0
            else date_diff('day', a.starts_on, c.month_start)
        end as days_before,
        case
            when c.month >= a.ends_before then a.spread_days
            else date_diff('day', a.starts_on, c.month) + 1
        end as days_after
    from acquisition_costs as a
    inner join calendar as c
        on c.month >= a.starts_on
        and c.month_start < a.ends_before
)
-- Differences of the rounded running total: the months add up to the cent.
select
    customer_key,
    is_fx,
    month_start,
    cast(
        round(
            cast(cast(cost_minor as decimal(38, 0)) * days_after as double)
            / nullif(spread_days, 0)
        )
        - round(
            cast(cast(cost_minor as decimal(38, 0)) * days_before as double)
            / nullif(spread_days, 0)
        )
        as bigint
    ) as acquisition_minor
from spans
