-- One row per scope, comparison and class of customer: its part of the change.
with classed as (
    select
        *,
        case
            when is_moved_in then 'moved_in'
            when is_moved_out then 'moved_out'
            when now_code = 0 then 'left'
            when then_code = 0 then 'entered'
            when then_code = now_code then 'same'
            when then_code = 6 then 'graduated'
            when then_code = 7 then 'reactivated'
            when now_code = 7 then 'dormant'
            when now_code = 6 then 'same'
            when now_code > then_code then 'up'
            else 'down'
        end as class
    from scope_moves
)
select
    scope_id,
    comparison,
    then_month,
    class,
    -- Leavers of an earlier time still book, but they left only once.
    cast(sum(
        case when then_code = 0 and now_code = 0 then 0 else customers end
    ) as bigint) as customers,
    cast(sum(then_profit_minor) as bigint) as then_minor,
    cast(sum(now_profit_minor) as bigint) as now_minor,
    cast(sum(now_profit_minor - then_profit_minor) as bigint) as change_minor,
    cast(sum(now_revenue_minor - then_revenue_minor) as bigint)
        as revenue_minor,
    cast(sum(then_direct_cost_minor - now_direct_cost_minor) as bigint)
        as direct_cost_minor,
    cast(sum(then_cost_to_serve_minor - now_cost_to_serve_minor) as bigint)
        as cost_to_serve_minor,
    cast(sum(then_acquisition_minor - now_acquisition_minor) as bigint)
        as acquisition_minor,
    cast(sum(then_capital_minor - now_capital_minor) as bigint)
        as capital_minor,
    sum(cast(change_squares as decimal(38, 0))) as change_squares
from classed
group by scope_id, comparison, then_month, class
