-- One row per customer group under retire that a guardrail protects.
select
    i.segment,
    i.group_code,
    s.avoidable_minor,
    g.failing
from intents as i
left join signals as s
    on s.segment = i.segment
    and s.group_code = i.group_code
left join retire_guards as g
    on g.segment = i.segment
    and g.group_code = i.group_code
where i.intent = 'retire'
    and (
        not coalesce(g.may_retire, false)
        or coalesce(s.avoidable_minor, 0) >= 0
    )
