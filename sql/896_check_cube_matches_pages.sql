-- One row per scope and month whose cube does not sum to its totals.
with cubes as (
    select
        s.scope_id,
        c.month,
        cast(sum(c.customers) as bigint) as customers,
        cast(sum(c.revenue_minor) as bigint) as revenue_minor,
        cast(sum(c.direct_cost_minor) as bigint) as direct_cost_minor,
        cast(sum(c.cost_to_serve_minor) as bigint) as cost_to_serve_minor,
        cast(sum(c.acquisition_minor) as bigint) as acquisition_minor,
        cast(sum(c.capital_minor) as bigint) as capital_minor,
        cast(sum(c.profit_minor) as bigint) as profit_minor
    from report_cube as c
    inner join scope_segments as s on s.segment = c.scope
    group by s.scope_id, c.month
)
select
    m.scope_id,
    m.month,
    m.customers,
    c.customers as cube_customers,
    m.profit_minor,
    c.profit_minor as cube_minor
from report_months as m
left join cubes as c
    on c.scope_id = m.scope_id
    and c.month = m.month
where m.customers <> coalesce(c.customers, 0)
    or m.revenue_minor <> coalesce(c.revenue_minor, 0)
    or m.direct_cost_minor <> coalesce(c.direct_cost_minor, 0)
    or m.cost_to_serve_minor <> coalesce(c.cost_to_serve_minor, 0)
    or m.acquisition_minor <> coalesce(c.acquisition_minor, 0)
    or m.capital_minor <> coalesce(c.capital_minor, 0)
    or m.profit_minor <> coalesce(c.profit_minor, 0)
