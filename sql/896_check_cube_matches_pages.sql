-- One row per scope and month whose cube does not sum to its totals.
with cubes as (
    select
        scope_id,
        month,
        cast(sum(customers) as bigint) as customers,
        cast(sum(revenue_minor) as bigint) as revenue_minor,
        cast(sum(direct_cost_minor) as bigint) as direct_cost_minor,
        cast(sum(cost_to_serve_minor) as bigint) as cost_to_serve_minor,
        cast(sum(acquisition_minor) as bigint) as acquisition_minor,
        cast(sum(capital_minor) as bigint) as capital_minor,
        cast(sum(profit_minor) as bigint) as profit_minor
    from report_cube
    group by scope_id, month
),
-- What all segments have is what the portfolio has.
parts as (
    select
        month,
        cast(sum(customers) as bigint) as customers,
        cast(sum(revenue_minor) as bigint) as revenue_minor,
        cast(sum(direct_cost_minor) as bigint) as direct_cost_minor,
        cast(sum(cost_to_serve_minor) as bigint) as cost_to_serve_minor,
        cast(sum(acquisition_minor) as bigint) as acquisition_minor,
        cast(sum(capital_minor) as bigint) as capital_minor,
        cast(sum(profit_minor) as bigint) as profit_minor
    from cubes
    where scope_id <> 0
    group by month
)
select
    m.scope_id,
    m.month,
    m.customers,
    c.customers as cube_customers,
    p.customers as parts_customers,
    m.profit_minor,
    c.profit_minor as cube_minor,
    p.profit_minor as parts_minor
from report_months as m
left join cubes as c
    on c.scope_id = m.scope_id
    and c.month = m.month
left join parts as p
    on p.month = m.month
    and m.scope_id = 0
where m.customers <> coalesce(c.customers, 0)
    or m.revenue_minor <> coalesce(c.revenue_minor, 0)
    or m.direct_cost_minor <> coalesce(c.direct_cost_minor, 0)
    or m.cost_to_serve_minor <> coalesce(c.cost_to_serve_minor, 0)
    or m.acquisition_minor <> coalesce(c.acquisition_minor, 0)
    or m.capital_minor <> coalesce(c.capital_minor, 0)
    or m.profit_minor <> coalesce(c.profit_minor, 0)
    or (
        m.scope_id = 0
        and (
            m.customers <> coalesce(p.customers, 0)
            or m.revenue_minor <> coalesce(p.revenue_minor, 0)
            or m.direct_cost_minor <> coalesce(p.direct_cost_minor, 0)
            or m.cost_to_serve_minor <> coalesce(p.cost_to_serve_minor, 0)
            or m.acquisition_minor <> coalesce(p.acquisition_minor, 0)
            or m.capital_minor <> coalesce(p.capital_minor, 0)
            or m.profit_minor <> coalesce(p.profit_minor, 0)
        )
    )
