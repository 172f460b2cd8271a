-- One row per line of money that differs between the exports and the bookings.
with delivered as (
    select
        case
            when position > 2 then 'cost to serve and acquisition'
            else line
        end as line,
        cast(sum(plan_minor) as bigint) as delivered_minor
    from delivered_amounts
    group by
        case
            when position > 2 then 'cost to serve and acquisition'
            else line
        end
),
booked as (
    select
        coalesce(cast(sum(revenue_minor) as bigint), 0) as revenue_minor,
        coalesce(cast(sum(direct_cost_minor) as bigint), 0)
            as direct_cost_minor,
        coalesce(cast(sum(
            cost_to_serve_minor + acquisition_spend_minor
        ) as bigint), 0) as costs_minor
    from bookings
),
compared as (
    select
        d.line,
        d.delivered_minor,
        case d.line
            when 'revenue' then b.revenue_minor
            when 'direct cost' then b.direct_cost_minor
            else b.costs_minor
        end as booked_minor
    from delivered as d
    cross join booked as b
)
select
    line,
    delivered_minor,
    booked_minor
from compared
where delivered_minor <> booked_minor
