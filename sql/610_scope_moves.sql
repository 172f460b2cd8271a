-- One row per scope, comparison and way between groups, seen from the scope.
with seen as (
    select
        s.scope_id,
        m.comparison,
        m.then_month,
        t.scope_id is not null as is_then,
        n.scope_id is not null as is_now,
        m.then_code > 0 and m.now_code > 0 as is_both,
        m.then_code,
        m.now_code,
        m.customers,
        m.then_revenue_minor,
        m.now_revenue_minor,
        m.then_direct_cost_minor,
        m.now_direct_cost_minor,
        m.then_cost_to_serve_minor,
        m.now_cost_to_serve_minor,
        m.then_acquisition_minor,
        m.now_acquisition_minor,
        m.then_capital_minor,
        m.now_capital_minor,
        m.then_profit_minor,
        m.now_profit_minor,
        m.then_squares,
        m.now_squares,
        m.change_squares
    from scopes as s
    cross join moves as m
    -- The moves of a frozen month have the names of then.
    left join renamed_segments as rt on rt.from_segment = m.then_segment
    left join renamed_segments as rn on rn.from_segment = m.now_segment
    left join scope_segments as t
        on t.scope_id = s.scope_id
        and t.segment = coalesce(rt.to_segment, m.then_segment)
    left join scope_segments as n
        on n.scope_id = s.scope_id
        and n.segment = coalesce(rn.to_segment, m.now_segment)
    where t.scope_id is not null
        or n.scope_id is not null
)
-- A customer of another segment is outside this one; who was a customer then
-- and is one now moved between them.
select
    scope_id,
    comparison,
    then_month,
    case when is_then then then_code else 0 end as then_code,
    case when is_now then now_code else 0 end as now_code,
    is_both and not is_then as is_moved_in,
    is_both and not is_now as is_moved_out,
    cast(sum(customers) as bigint) as customers,
    cast(sum(
        case when is_then then then_revenue_minor else 0 end
    ) as bigint) as then_revenue_minor,
    cast(sum(
        case when is_now then now_revenue_minor else 0 end
    ) as bigint) as now_revenue_minor,
    cast(sum(
        case when is_then then then_direct_cost_minor else 0 end
    ) as bigint) as then_direct_cost_minor,
    cast(sum(
        case when is_now then now_direct_cost_minor else 0 end
    ) as bigint) as now_direct_cost_minor,
    cast(sum(
        case when is_then then then_cost_to_serve_minor else 0 end
    ) as bigint) as then_cost_to_serve_minor,
    cast(sum(
        case when is_now then now_cost_to_serve_minor else 0 end
    ) as bigint) as now_cost_to_serve_minor,
    cast(sum(
        case when is_then then then_acquisition_minor else 0 end
    ) as bigint) as then_acquisition_minor,
    cast(sum(
        case when is_now then now_acquisition_minor else 0 end
    ) as bigint) as now_acquisition_minor,
    cast(sum(
        case when is_then then then_capital_minor else 0 end
    ) as bigint) as then_capital_minor,
    cast(sum(
        case when is_now then now_capital_minor else 0 end
    ) as bigint) as now_capital_minor,
    cast(sum(
        case when is_then then then_profit_minor else 0 end
    ) as bigint) as then_profit_minor,
    cast(sum(
        case when is_now then now_profit_minor else 0 end
    ) as bigint) as now_profit_minor,
    sum(cast(
        case
            when is_then and is_now then change_squares
            when is_then then then_squares
            else now_squares
        end as decimal(38, 0)
    )) as change_squares
from seen
group by
    scope_id,
    comparison,
    then_month,
    case when is_then then then_code else 0 end,
    case when is_now then now_code else 0 end,
    is_both and not is_then,
    is_both and not is_now
