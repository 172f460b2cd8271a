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
