-- One row per customer group that was under retire before, this quarter.
with quarter as (
    select
        month,
        cast(date_trunc('quarter', month) as date) as from_on
    from closing
),
-- Of segments that became one, each counts with its customers.
retired as (
    select
        i.month,
        coalesce(n.to_segment, i.segment) as segment,
        i.group_code,
        cast(sum(g.customers) as bigint) as customers
    from history.intents as i
    inner join history.retire_guards as g
        on g.month = i.month
        and g.segment = i.segment
        and g.group_code = i.group_code
    left join renamed_segments as n on n.from_segment = i.segment
    where i.intent = 'retire'
    group by i.month, coalesce(n.to_segment, i.segment), i.group_code
)
select
    r.segment,
    r.group_code,
    max(r.customers) as customers,
    -- It came under retire in an earlier quarter, and counted there.
    min(r.month) < min(q.from_on) as is_from_before
from retired as r
cross join quarter as q
where r.month < q.month
    -- The last month-end before the quarter tells what goes on from then.
    and r.month >= cast(q.from_on - interval '1' day as date)
group by r.segment, r.group_code
