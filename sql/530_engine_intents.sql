-- One row per segment and group: the first rule that fits, and the next intent.
with fitting as (
    select
        s.month,
        s.segment,
        s.group_code,
        r.intent,
        r.rule,
        r.reason,
        coalesce(
            r.trend, r.headroom, r.advocacy, r.not_advocacy, r.fixable,
            r.young, r.persistent, r.residual
        ) is not null as has_signal,
        row_number() over (
            partition by s.segment, s.group_code order by r.position
        ) as place
    from signals as s
    inner join intent_rules as r
        on r.group_code = s.group_code
        and (r.trend is null or r.trend = s.trend)
        and (r.headroom is null or r.headroom = s.headroom)
        and (r.advocacy is null or r.advocacy = s.advocacy)
        -- What is not known is not low either.
        and (
            r.not_advocacy is null
            or r.not_advocacy <> coalesce(s.advocacy, 9)
        )
        and (r.fixable is null or r.fixable = s.fixable)
        and (r.young is null or r.young = s.is_young)
        and (r.persistent is null or r.persistent = s.is_persistent)
        and (r.residual is null or r.residual = s.residual)
    left join retire_guards as g
        on g.segment = s.segment
        and g.group_code = s.group_code
    where r.intent <> 'retire' or coalesce(g.may_retire, false)
),
-- A rule without a signal fits everybody, which is no second thought.
others as (
    select
        n.segment,
        n.group_code,
        n.intent,
        row_number() over (
            partition by n.segment, n.group_code order by n.place
        ) as place
    from fitting as n
    inner join fitting as f
        on f.segment = n.segment
        and f.group_code = n.group_code
        and f.place = 1
    where n.has_signal
        and n.intent <> f.intent
)
select
    f.month,
    f.segment,
    f.group_code,
    f.intent,
    f.rule,
    f.reason,
    o.intent as secondary
from fitting as f
left join others as o
    on o.segment = f.segment
    and o.group_code = f.group_code
    and o.place = 1
where f.place = 1
