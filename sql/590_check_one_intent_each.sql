-- One row per customer group without exactly one intent.
with counted as (
    select
        segment,
        group_code,
        count(*) as intents
    from intents
    group by segment, group_code
)
select
    s.segment,
    s.group_code,
    coalesce(c.intents, 0) as intents
from signals as s
left join counted as c
    on c.segment = s.segment
    and c.group_code = s.group_code
where coalesce(c.intents, 0) <> 1
