-- One row per customer and month with capital employed: the charge on it.
with employed as (
    select
        c.customer_key,
        c.acquired_on,
        c.closed_on,
        cast(date_trunc('month', r.month) as date) as month_start,
        cast(sum(r.amount_minor) as bigint) as amount_minor
    from raw_capital as r
    inner join customers as c on c.customer_id = r.customer_id
    group by
        c.customer_key,
        c.acquired_on,
        c.closed_on,
        cast(date_trunc('month', r.month) as date)
),
spans as (
    select
        e.customer_key,
        e.month_start,
        e.amount_minor * (
            1 + date_diff(
                'day',
                case
                    when e.acquired_on > k.month_start then e.acquired_on
                    else k.month_start
                end,
                case
                    when e.closed_on < k.month then e.closed_on
                    else k.month
                end
            )
        ) as capital_days
    from employed as e
    inner join calendar as k on k.month_start = e.month_start
    where coalesce(e.acquired_on, k.month_start) <= k.month
        and coalesce(e.closed_on, k.month) >= k.month_start
        and coalesce(e.closed_on >= e.acquired_on, true)
),
totals as (
    select
        customer_key,
        month_start,
        capital_days,
        cast(sum(capital_days) over (
            partition by customer_key order by month_start
        ) as bigint) as days_after
    from spans
)
-- Differences of the rounded running total: the months add up to the cent.
select
    t.customer_key,
    t.month_start,
    cast(
        round(
            cast(t.days_after * r.capital_charge_ppm as double) / 365000000
        )
        - round(
            cast(
                (t.days_after - t.capital_days) * r.capital_charge_ppm as double
            ) / 365000000
        )
        as bigint
    ) as capital_minor
from totals as t
cross join run as r
