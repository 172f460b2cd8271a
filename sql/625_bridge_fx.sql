-- One row per scope and comparison with foreign money: what exchange rates did.
with comparisons as (
    select distinct
        comparison,
        then_month
    from scope_moves
),
ends as (
    select
        s.scope_id,
        c.comparison,
        c.then_month,
        -- The same cells twice: once as they are now, once as they were then.
        case when h.month = c.then_month then -1 else 1 end as sign,
        h.revenue_minor,
        h.direct_cost_minor,
        h.cost_to_serve_minor,
        h.acquisition_minor,
        h.capital_minor,
        h.fx_minor
    from history.fx_cells as h
    left join renamed_segments as n on n.from_segment = h.segment
    inner join scope_segments as s
        on s.segment = coalesce(n.to_segment, h.segment)
    cross join run as r
    inner join comparisons as c
        on h.month = c.then_month
        or h.month = r.as_of
)
select
    scope_id,
    comparison,
    then_month,
    cast(sum(case when sign < 0 then fx_minor else 0 end) as bigint)
        as then_minor,
    cast(sum(case when sign > 0 then fx_minor else 0 end) as bigint)
        as now_minor,
    cast(sum(sign * fx_minor) as bigint) as change_minor,
    cast(sum(sign * revenue_minor) as bigint) as revenue_minor,
    cast(sum(-sign * direct_cost_minor) as bigint) as direct_cost_minor,
    cast(sum(-sign * cost_to_serve_minor) as bigint) as cost_to_serve_minor,
    cast(sum(-sign * acquisition_minor) as bigint) as acquisition_minor,
    cast(sum(-sign * capital_minor) as bigint) as capital_minor
from ends
group by scope_id, comparison, then_month
