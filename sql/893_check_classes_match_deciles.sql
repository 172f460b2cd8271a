-- One row per scope and window's end whose classes of profit miss its deciles.
with classes as (
    select
        scope_id,
        month,
        cast(sum(customers) as bigint) as customers,
        cast(sum(profit_minor) as bigint) as profit_minor
    from report_profit_classes
    group by scope_id, month
),
decile_sums as (
    select
        scope_id,
        month,
        cast(sum(customers) as bigint) as customers,
        cast(sum(profit_minor) as bigint) as profit_minor
    from report_deciles
    where measure = 'profit'
    group by scope_id, month
)
select
    c.scope_id,
    c.month,
    c.customers,
    d.customers as decile_customers,
    c.profit_minor,
    d.profit_minor as decile_minor
from classes as c
left join decile_sums as d
    on d.scope_id = c.scope_id
    and d.month = c.month
where c.customers <> coalesce(d.customers, 0)
    or c.profit_minor <> coalesce(d.profit_minor, 0)
