-- One row per foreign currency and month that anything is booked in.
with booked as (
    select
        currency,
        booked_on
    from raw_revenue
    where currency is not null
    union all
    select
        currency,
        booked_on
    from raw_costs
    where currency is not null
    union all
    select
        currency,
        month as booked_on
    from raw_capital
    where currency is not null
),
months as (
    select
        currency,
        cast(date_trunc('month', booked_on) as date) as month_start
    from booked
    group by currency, cast(date_trunc('month', booked_on) as date)
)
select
    m.currency,
    m.month_start,
    cast(
        extract(year from m.month_start)
        - case
            when extract(month from m.month_start) < r.plan_year_starts then 1
            else 0
        end as integer
    ) as plan_year
from months as m
cross join run as r
