-- One row per scope, closed month and way between groups since the last one.
with seen as (
    select
        s.scope_id,
        m.month,
        m.then_month,
        t.scope_id is not null as is_then,
        n.scope_id is not null as is_now,
        m.then_code,
        m.now_code,
        m.customers,
        m.then_profit_minor,
        m.now_profit_minor
    from history.moves as m
    cross join scopes as s
    cross join run as r
    left join renamed_segments as rt on rt.from_segment = m.then_segment
    left join renamed_segments as rn on rn.from_segment = m.now_segment
    left join scope_segments as t
        on t.scope_id = s.scope_id
        and t.segment = coalesce(rt.to_segment, m.then_segment)
    left join scope_segments as n
        on n.scope_id = s.scope_id
        and n.segment = coalesce(rn.to_segment, m.now_segment)
    where m.comparison = 'previous'
        and m.month <= r.as_of
        and (t.scope_id is not null or n.scope_id is not null)
)
-- A customer of another segment is outside this one.
select
    scope_id,
    month,
    then_month,
    case when is_then then then_code else 0 end as then_code,
    case when is_now then now_code else 0 end as now_code,
    cast(sum(customers) as bigint) as customers,
    cast(sum(
        case when is_then then then_profit_minor else 0 end
    ) as bigint) as then_profit_minor,
    cast(sum(
        case when is_now then now_profit_minor else 0 end
    ) as bigint) as now_profit_minor
from seen
group by
    scope_id,
    month,
    then_month,
    case when is_then then then_code else 0 end,
    case when is_now then now_code else 0 end
