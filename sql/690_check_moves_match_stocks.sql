-- One row per scope and comparison whose moves do not add up to its stocks.
with flows as (
    select
        scope_id,
        comparison,
        then_month,
        cast(sum(
            case when group_code > 0 then now_customers else 0 end
        ) as bigint) as customers,
        cast(sum(
            case when group_code > 0 then then_customers else 0 end
        ) as bigint) as then_customers,
        cast(sum(now_minor) as bigint) as now_minor,
        cast(sum(then_minor) as bigint) as then_minor
    from scope_shifts
    group by scope_id, comparison, then_month
)
select
    f.scope_id,
    f.comparison,
    f.customers,
    n.customers as stock_customers,
    f.then_customers,
    e.customers as earlier_customers,
    f.now_minor,
    n.profit_minor as stock_minor,
    f.then_minor,
    e.profit_minor as earlier_minor
from flows as f
cross join run as r
left join scope_months as n
    on n.scope_id = f.scope_id
    and n.month = r.as_of
left join scope_months as e
    on e.scope_id = f.scope_id
    and e.month = f.then_month
where f.customers <> coalesce(n.customers, 0)
    or f.then_customers <> coalesce(e.customers, 0)
    or f.now_minor <> coalesce(n.profit_minor, 0)
    or f.then_minor <> coalesce(e.profit_minor, 0)
