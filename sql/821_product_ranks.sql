-- One row per product of the revenue lines, most revenue in the window first.
with amounts as (
    select
        r.product,
        r.currency,
        -- Only foreign money needs its month.
        case
            when r.currency is not null
                then cast(date_trunc('month', r.booked_on) as date)
        end as month_start,
        cast(sum(case
            when r.booked_on between k.window_from and k.month
                then r.revenue_minor
            else 0
        end) as bigint) as revenue_minor
    from raw_revenue as r
    cross join closing as k
    where r.product is not null
    group by
        r.product,
        r.currency,
        case
            when r.currency is not null
                then cast(date_trunc('month', r.booked_on) as date)
        end
),
worth as (
    select
        a.product,
        cast(sum(
            case
                when m.plan_rate is null then a.revenue_minor
                else cast(round(
                    cast(a.revenue_minor as decimal(20, 0)) * m.plan_rate
                ) as bigint)
            end
        ) as bigint) as revenue_minor
    from amounts as a
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
