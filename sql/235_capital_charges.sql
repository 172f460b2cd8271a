-- One row per customer and month with capital employed: the charge on it.
with employed as (
    select
        customer_key,
        is_fx,
        month_start,
        cast(sum(amount_minor) as bigint) as amount_minor
    from (
        select
            c.customer_key,
            false as is_fx,
            cast(date_trunc('month', r.month) as date) as month_start,
            r.amount_minor
        from raw_capital as r
        inner join customers as c on c.customer_id = r.customer_id
        where r.currency is null
        union all
        select customer_key, false, month_start, plan_minor
        from foreign_values
        where line = 'capital employed'
        union all
        select customer_key, true, month_start, actual_minor - plan_minor
        from foreign_values
        where line = 'capital employed'
    ) as amounts
    group by customer_key, is_fx, month_start
),
spans as (
    select
        e.customer_key,
        e.is_fx,
        e.month_start,
        -- Capital times days times millionths outgrows 64 bits.
        cast(e.amount_minor as decimal(38, 0)) * (
            1 + date_diff(
                'day',
                case
                    when c.acquired_on > k.month_start then c.acquired_on
                    else k.month_start
                end,
                case
                    when c.closed_on < k.month then c.closed_on
                    else k.month
                end
            )
        ) as capital_days
    from employed as e
    inner join customers as c on c.customer_key = e.customer_key
    inner join calendar as k on k.month_start = e.month_start
    where coalesce(c.acquired_on, k.month_start) <= k.month
        and coalesce(c.closed_on, k.month) >= k.month_start
        and coalesce(c.closed_on >= c.acquired_on, true)
),
totals as (
    select
        customer_key,
        is_fx,
        month_start,
        capital_days,
        cast(sum(capital_days) over (
            partition by customer_key, is_fx order by month_start
        ) as decimal(38, 0)) as days_after
    from spans
)
-- Differences of the rounded running total: the months add up to the cent.
select
    t.customer_key,
    t.is_fx,
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
