-- One row per override: whether it holds at the month-end.
select
    o.override_no,
    o.segment,
    o.group_code,
    o.intent,
    o.owner,
    o.reason,
    o.created_on,
    o.expires_on,
    case
        when o.created_on > k.month then 'ahead'
        when o.expires_on < k.month then 'expired'
        when s.segment is null then 'nobody'
        when o.intent = 'retire' and not coalesce(g.may_retire, false)
            then 'refused'
        else 'active'
    end as state,
    case
        when k.month between o.created_on and o.expires_on
            and o.intent = 'retire'
            and not coalesce(g.may_retire, false) then g.failing
    end as refused_because,
    -- Announced so that whoever still means it says so again in time: now, when
    -- too few days would be left at the next month-end.
    k.month between o.created_on and o.expires_on
        and date_diff(
            'day',
            cast(
                cast(date_trunc('month', k.month) as date)
                + interval '2' month - interval '1' day as date
            ),
            o.expires_on
        ) < r.override_notice_days as is_ending
from override_rows as o
cross join closing as k
cross join run as r
left join signals as s
    on s.segment = o.segment
    and s.group_code = o.group_code
left join retire_guards as g
    on g.segment = o.segment
    and g.group_code = o.group_code
