-- One row per customer group that might be retired: which guardrails hold.
select
    s.scope_id,
    s.name as scope,
    g.group_code,
    n.name as group_name,
    g.customers,
    g.avoidable_minor,
    g.stranded_minor,
    g.effect_minor,
    g.blocked_customers,
    cast(g.blocked_customers as double) / g.customers as blocked_share,
    g.linked_customers,
    g.cycles,
    coalesce(g.approved_by, '') as approved_by,
    g.is_avoidable_loss,
    g.is_reengineered,
    g.is_large_enough,
    g.is_unblocked,
    g.is_unlinked,
    g.is_within_share,
    g.is_approved,
    g.may_retire,
    g.failing
from retire_guards as g
left join renamed_segments as r on r.from_segment = g.segment
inner join scopes as s
    on s.name = coalesce(r.to_segment, g.segment)
    and not s.is_portfolio
inner join group_names as n on n.group_code = g.group_code
