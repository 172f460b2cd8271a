-- One row per line of money and currency: as delivered, and what it is worth.
with own as (
    select
        1 as position,
        'revenue' as line,
        cast(sum(revenue_minor) as bigint) as amount_minor
    from raw_revenue
    where currency is null
    union all
    select
        2,
        'direct cost',
        cast(sum(direct_cost_minor) as bigint)
    from raw_revenue
    where currency is null
    union all
    select
        3,
        'cost to serve',
        cast(sum(amount_minor) as bigint)
    from raw_costs
    where currency is null
        and lower(activity) <> 'acquisition'
    union all
    select
        4,
        'acquisition cost',
        cast(sum(amount_minor) as bigint)
    from raw_costs
    where currency is null
        and lower(activity) = 'acquisition'
)
select
    o.position,
    o.line,
    r.currency,
    coalesce(o.amount_minor, 0) as delivered_minor,
    coalesce(o.amount_minor, 0) as plan_minor,
    coalesce(o.amount_minor, 0) as actual_minor
from own as o
cross join run as r
union all
select
    o.position,
    o.line,
    v.currency,
    cast(sum(v.delivered_minor) as bigint) as delivered_minor,
    cast(sum(v.plan_minor) as bigint) as plan_minor,
    cast(sum(v.actual_minor) as bigint) as actual_minor
from own as o
inner join foreign_values as v on v.line = o.line
group by o.position, o.line, v.currency
