-- One row per segment and group: the first rule that fits, and its intent.
with fitting as (
    select
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
    k.month,
    s.segment,
    s.group_code,
    f.intent,
    f.rule,
    f.reason,
    s.customers,
    s.profit_minor,
    s.profit_mean,
    s.trend_customers,
    s.trend_mean,
    s.trend_share,
    s.trend_z,
    s.trend,
    s.headroom_mean,
    s.headroom
from signals as s
cross join closing as k
inner join fitting as f
    on f.segment = s.segment
    and f.group_code = s.group_code
where f.place = 1
