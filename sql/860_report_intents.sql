-- One row per segment and group: its intent, where it came from, the numbers.
select
    s.scope_id,
    s.name as scope,
    i.group_code,
    g.name as group_name,
    n.customers,
    n.profit_minor,
    n.profit_mean,
    n.trend_customers,
    n.trend_mean,
    n.trend_share,
    n.trend_z,
    n.trend,
    n.headroom_mean,
    n.headroom,
    i.engine_intent,
    i.intent,
    coalesce(i.secondary, '') as secondary,
    i.rule,
    i.engine_reason,
    i.reason,
    i.is_parked,
    coalesce(i.parked_intent, '') as parked_intent,
    coalesce(i.override_owner, '') as override_owner,
    i.override_expires_on,
    i.at_stake_minor,
    i.since_month,
    coalesce(i.previous_intent, '') as previous_intent
from intents as i
inner join signals as n
    on n.segment = i.segment
    and n.group_code = i.group_code
left join renamed_segments as r on r.from_segment = i.segment
inner join scopes as s
    on s.name = coalesce(r.to_segment, i.segment)
    and not s.is_portfolio
inner join group_names as g on g.group_code = i.group_code
