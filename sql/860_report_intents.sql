-- One row per segment and group: intent, rule and the numbers it used.
select
    s.scope_id,
    s.name as scope,
    i.group_code,
    g.name as group_name,
    i.customers,
    i.profit_minor,
    i.profit_mean,
    i.trend_customers,
    i.trend_mean,
    i.trend_share,
    i.trend_z,
    i.trend,
    i.headroom_mean,
    i.headroom,
    i.intent,
    i.rule,
    i.reason
from intents as i
left join renamed_segments as n on n.from_segment = i.segment
inner join scopes as s
    on s.name = coalesce(n.to_segment, i.segment)
    and not s.is_portfolio
inner join group_names as g on g.group_code = i.group_code
