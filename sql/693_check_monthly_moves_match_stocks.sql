-- One row per scope, closed month and group whose monthly moves miss its stock.
with flows as (
    select
        scope_id,
        month,
        then_month,
        then_code as group_code,
        customers as then_customers,
        0 as now_customers
    from monthly_moves
    where then_code > 0
    union all
    select
        scope_id,
        month,
        then_month,
        now_code as group_code,
        0 as then_customers,
        customers as now_customers
    from monthly_moves
    where now_code > 0
),
stocks as (
    select
        scope_id,
        month,
        then_month,
        group_code,
        cast(sum(then_customers) as bigint) as then_customers,
        cast(sum(now_customers) as bigint) as now_customers
    from flows
    group by scope_id, month, then_month, group_code
)
select
    s.scope_id,
    s.month,
    s.group_code,
    s.then_customers,
    e.customers as earlier_customers,
    s.now_customers,
    n.customers as stock_customers
from stocks as s
left join scope_cells as e
    on e.scope_id = s.scope_id
    and e.month = s.then_month
    and e.group_code = s.group_code
left join scope_cells as n
    on n.scope_id = s.scope_id
    and n.month = s.month
    and n.group_code = s.group_code
where s.then_customers <> coalesce(e.customers, 0)
    or s.now_customers <> coalesce(n.customers, 0)
