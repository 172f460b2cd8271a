-- One row per segment and group: intent, rule and the numbers it used.
select
    s.scope_id,
    s.name as scope,
    i.group_code,
    g.name as group_name,
    n.customers,
    n.profit_minor,
    n.profit_mean,
    n.profit_error,
    n.trend_customers,
    n.trend_mean,
    n.trend_error,
    n.trend_share,
    n.trend_z,
    n.trend,
    n.trend_reason,
    n.headroom_customers,
    n.headroom_potentials,
    n.headroom_mean,
    n.headroom,
    n.headroom_reason,
    n.answers,
    n.nps,
    n.nps_error,
    n.shrunk_nps,
    n.shrunk_error,
    n.promoter_share,
    n.answer_share,
    n.is_low_coverage,
    n.hurdle_nps,
    n.hurdle_z,
    n.advocacy,
    n.advocacy_reason,
    n.avoidable_minor,
    cast(n.avoidable_minor as double) / n.customers as avoidable_mean,
    n.fixed_minor,
    cast(n.fixed_minor as double) / n.customers as fixed_mean,
    n.fixable,
    n.fixable_reason,
    n.young_customers,
    n.is_young,
    n.is_persistent,
    n.persistent_reason,
    n.residual_mean,
    n.residual_upper,
    n.residual,
    n.residual_reason,
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
