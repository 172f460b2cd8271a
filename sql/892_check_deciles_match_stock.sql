-- One row per scope, window's end and measure whose deciles miss its totals.
with decile_sums as (
    select
        scope_id,
        month,
        measure,
        cast(sum(customers) as bigint) as customers,
        cast(sum(revenue_minor) as bigint) as revenue_minor,
        cast(sum(profit_minor) as bigint) as profit_minor
    from report_deciles
    group by scope_id, month, measure
),
stocks as (
    select
        scope_id,
        month,
        cast(sum(customers) as bigint) as customers,
        cast(sum(revenue_minor) as bigint) as revenue_minor,
        cast(sum(profit_minor) as bigint) as profit_minor
    from scope_cells
    where group_code > 0
    group by scope_id, month
)
select
    d.scope_id,
    d.month,
    d.measure,
    d.customers,
    s.customers as stock_customers,
    d.revenue_minor,
    s.revenue_minor as stock_revenue_minor,
    d.profit_minor,
    s.profit_minor as stock_profit_minor
from decile_sums as d
left join stocks as s
    on s.scope_id = d.scope_id
    and s.month = d.month
where d.customers <> coalesce(s.customers, 0)
    or d.revenue_minor <> coalesce(s.revenue_minor, 0)
    or d.profit_minor <> coalesce(s.profit_minor, 0)
