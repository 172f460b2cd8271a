-- One row per override: what it wants, and whether it holds.
-- A month that is shown again may have its segments under earlier names.
with held as (
    select
        coalesce(n.to_segment, i.segment) as segment,
        i.group_code,
        min(i.engine_intent) as engine_intent,
        max(i.override_owner) as override_owner,
        count(*) filter (where i.is_parked) > 0 as is_parked
    from intents as i
    left join renamed_segments as n on n.from_segment = i.segment
    group by coalesce(n.to_segment, i.segment), i.group_code
)
select
    o.override_no,
    s.scope_id,
    o.segment as scope,
    o.group_code,
    g.name as group_name,
    coalesce(i.engine_intent, '') as engine_intent,
    o.intent,
    o.owner,
    o.reason,
    o.created_on,
    o.expires_on,
    -- An override may be the third intent of its segment like any other.
    -- A month that is shown again keeps the intents that it was closed with.
    case
        when o.state = 'active'
            and i.segment is not null
            and i.override_owner is distinct from o.owner then 'late'
        when o.state = 'active' and i.is_parked then 'parked'
        else o.state
    end as state,
    coalesce(o.refused_because, '') as refused_because,
    o.is_ending
from override_states as o
inner join group_names as g on g.group_code = o.group_code
left join scopes as s
    on s.name = o.segment
    and not s.is_portfolio
left join held as i
    on i.segment = o.segment
    and i.group_code = o.group_code
