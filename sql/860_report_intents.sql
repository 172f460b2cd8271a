-- One row per segment and group: intent, rule and the numbers it used.
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
    i.intent,
    i.rule,
    i.reason
from intents as i
inner join signals as n
    on n.segment = i.segment
    and n.group_code = i.group_code
left join renamed_segments as r on r.from_segment = i.segment
inner join scopes as s
    on s.name = coalesce(r.to_segment, i.segment)
    and not s.is_portfolio
inner join group_names as g on g.group_code = i.group_code
