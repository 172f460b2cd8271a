-- One row per product of the revenue lines, most revenue in the window first.
with amounts as (
    select
        product,
        currency,
        cast(date_trunc('month', booked_on) as date) as month_start,
        cast(sum(revenue_minor) as bigint) as revenue_minor
    from raw_revenue
    where product is not null
    group by
        product,
        currency,
        cast(date_trunc('month', booked_on) as date)
),
worth as (
    select
        a.product,
        cast(sum(
            case
                when a.month_start not between k.window_from and k.month then 0
                when m.plan_rate is null then a.revenue_minor
                else cast(round(
                    cast(a.revenue_minor as decimal(20, 0)) * m.plan_rate
                ) as bigint)
            end
        ) as bigint) as revenue_minor
    from amounts as a
    cross join closing as k
    left join month_rates as m
        on m.currency = a.currency
        and m.month_start = a.month_start
    group by a.product
)
select
    cast(row_number() over (
        order by revenue_minor desc, product
    ) as integer) as rank,
    product,
    revenue_minor
from worth
