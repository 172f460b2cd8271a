-- One row per segment and group: the first rule that fits, and its intent.
with fitting as (
    select
        s.month,
        s.segment,
        s.group_code,
        r.intent,
        r.rule,
        r.reason,
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
)
select
    month,
    segment,
    group_code,
    intent,
    rule,
    reason
from fitting
where place = 1
