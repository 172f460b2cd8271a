-- One row per segment and group: what rules or people want, what is at stake.
select
    e.month,
    e.segment,
    e.group_code,
    e.intent as engine_intent,
    e.secondary,
    e.rule,
    e.reason as engine_reason,
    coalesce(o.intent, e.intent) as intent,
    o.override_no,
    o.owner as override_owner,
    o.expires_on as override_expires_on,
    s.customers,
    -- Who loses money can stop losing it; others can earn their headroom.
    case
        when s.profit_minor < 0 then -s.profit_minor
        else cast(round(s.headroom_mean * s.customers) as bigint)
    end as at_stake_minor
from engine_intents as e
inner join signals as s
    on s.segment = e.segment
    and s.group_code = e.group_code
left join override_states as o
    on o.segment = e.segment
    and o.group_code = e.group_code
    and o.state = 'active'
