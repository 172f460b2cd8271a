-- One row per scope and closed month whose monthly moves miss its stocks.
with flows as (
    -- A new plan year has new bounds, and the month before it is seen by these:
    -- its customers are the same, its groups are not.
    select
        scope_id,
        month,
        then_month as stock_month,
        0 as group_code,
        customers
    from monthly_moves
    where then_code > 0
    union all
    select
        scope_id,
        month,
        month as stock_month,
        now_code as group_code,
        customers
    from monthly_moves
    where now_code > 0
    union all
    -- All groups together: one that nobody came to has no row above.
    select
        scope_id,
        month,
        month as stock_month,
        0 as group_code,
        customers
    from monthly_moves
    where now_code > 0
),
stocks as (
    select
        scope_id,
        month,
        0 as group_code,
        customers
    from scope_months
    union all
    select
        scope_id,
        month,
        group_code,
        customers
    from scope_cells
    where group_code > 0
),
moved as (
    select
        scope_id,
        month,
        stock_month,
        group_code,
        cast(sum(customers) as bigint) as customers
    from flows
    group by scope_id, month, stock_month, group_code
)
select
    m.scope_id,
    m.month,
    m.stock_month,
    m.group_code,
    m.customers,
    s.customers as stock_customers
from moved as m
left join stocks as s
    on s.scope_id = m.scope_id
    and s.month = m.stock_month
    and s.group_code = m.group_code
where m.customers <> coalesce(s.customers, 0)
