-- One row per scope, window's end, measure and decile; 1 has the most.
with totals as (
    select
        scope_id,
        month,
        measure,
        decile,
        cast(sum(customers) as bigint) as customers,
        cast(sum(revenue_minor) as bigint) as revenue_minor,
        cast(sum(profit_minor) as bigint) as profit_minor
    from decile_amounts
    group by scope_id, month, measure, decile
)
select
    t.scope_id,
    s.name as scope,
    t.month,
    t.measure,
    t.decile,
    t.customers,
    t.revenue_minor,
    cast(t.revenue_minor as double) / nullif(
        cast(sum(t.revenue_minor) over (
            partition by t.scope_id, t.month, t.measure
        ) as bigint), 0
    ) as revenue_share,
    t.profit_minor,
    cast(t.profit_minor as double) / nullif(
        cast(sum(t.profit_minor) over (
            partition by t.scope_id, t.month, t.measure
        ) as bigint), 0
    ) as profit_share,
    cast(t.profit_minor as double) / t.customers as profit_mean_minor
from totals as t
inner join scopes as s on s.scope_id = t.scope_id
