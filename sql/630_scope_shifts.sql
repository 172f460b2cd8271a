-- One row per scope, comparison and group: stock and profit then and now.
with ends as (
    select
        scope_id,
        comparison,
        then_month,
        then_code as group_code,
        customers as then_customers,
        0 as now_customers,
        then_profit_minor as then_minor,
        cast(0 as bigint) as now_minor
    from scope_moves
    union all
    select
        scope_id,
        comparison,
        then_month,
        now_code as group_code,
        0 as then_customers,
        customers as now_customers,
        cast(0 as bigint) as then_minor,
        now_profit_minor as now_minor
    from scope_moves
)
select
    scope_id,
    comparison,
    then_month,
    group_code,
    cast(sum(then_customers) as bigint) as then_customers,
    cast(sum(now_customers) as bigint) as now_customers,
    cast(sum(then_minor) as bigint) as then_minor,
    cast(sum(now_minor) as bigint) as now_minor
from ends
group by scope_id, comparison, then_month, group_code
