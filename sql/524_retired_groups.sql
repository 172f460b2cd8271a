-- One row per customer group that was under retire before, this quarter.
with quarter as (
    select
        month,
        cast(date_trunc('quarter', month) as date) as from_on
    from closing
)
select
    coalesce(n.to_segment, i.segment) as segment,
    i.group_code,
    max(g.customers) as customers,
    -- It came under retire in an earlier quarter, and counted there.
    min(i.since_month) < min(q.from_on) as is_from_before
from history.intents as i
cross join quarter as q
inner join history.retire_guards as g
    on g.month = i.month
    and g.segment = i.segment
    and g.group_code = i.group_code
left join renamed_segments as n on n.from_segment = i.segment
where i.intent = 'retire'
    and i.month < q.month
    -- The last month-end before the quarter tells what goes on from then.
    and i.month >= cast(q.from_on - interval '1' day as date)
group by coalesce(n.to_segment, i.segment), i.group_code
