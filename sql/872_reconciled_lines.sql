-- One row per line of money that is delivered: so, in the facts, on the pages.
with delivered as (
    select
        position,
        line,
        cast(sum(plan_minor) as bigint) as delivered_minor
    from delivered_amounts
    group by position, line
),
booked as (
    select
        n.position,
        case n.position
            when 1 then b.revenue_minor
            when 2 then b.direct_cost_minor
            when 3 then b.cost_to_serve_minor
            else b.acquisition_minor
        end as facts_minor
    from (
        select
            cast(sum(revenue_minor) as bigint) as revenue_minor,
            cast(sum(direct_cost_minor) as bigint) as direct_cost_minor,
            cast(sum(cost_to_serve_minor) as bigint) as cost_to_serve_minor,
            cast(sum(acquisition_spend_minor) as bigint) as acquisition_minor
        from bookings
    ) as b
    cross join delivered as n
),
shown as (
    select
        n.position,
        f.is_unknown,
        case n.position
            when 1 then f.revenue_minor
            when 2 then f.direct_cost_minor
            when 3 then f.cost_to_serve_minor
            else f.acquisition_minor
        end as minor
    from (
        select
            m.customer_key = 0 as is_unknown,
            cast(sum(m.revenue_minor) as bigint) as revenue_minor,
            cast(sum(m.direct_cost_minor) as bigint) as direct_cost_minor,
            cast(sum(m.cost_to_serve_minor) as bigint) as cost_to_serve_minor,
            cast(sum(m.acquisition_minor) as bigint) as acquisition_minor
        from customer_months as m
        inner join closing as k
            on m.month_start between k.window_from and k.month
        group by m.customer_key = 0
    ) as f
    cross join delivered as n
)
select
    d.position,
    d.line,
    d.delivered_minor,
    coalesce(b.facts_minor, 0) as facts_minor,
    coalesce(u.minor, 0) as unknown_minor,
    -- Outside the window; of acquisition cost, what other windows bear.
    coalesce(b.facts_minor, 0) - coalesce(u.minor, 0) - coalesce(p.minor, 0)
        + coalesce(x.restated_minor - x.frozen_minor, 0) as outside_minor,
    -- A frozen month is on the pages as it was closed.
    coalesce(p.minor, 0) - coalesce(x.restated_minor - x.frozen_minor, 0)
        as pages_minor
from delivered as d
cross join closing as k
left join restatements as x on x.month = k.month and x.line = d.line
left join booked as b on b.position = d.position
left join shown as u on u.position = d.position and u.is_unknown
left join shown as p on p.position = d.position and not p.is_unknown
