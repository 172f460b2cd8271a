-- One row per target: what its number may be in the target month.
select
    t.target_no,
    s.scope_id,
    s.name as scope,
    t.group_code,
    t.metric,
    t.direction,
    t.target_month,
    t.target,
    t.tolerance,
    k.actual,
    o.months_of_history,
    o.median,
    o.low80,
    o.high80,
    o.low95,
    o.high95,
    o.hit_share,
    o.reason
from target_outlooks as o
cross join run as r
inner join target_rows as t on t.target_no = o.target_no
inner join target_scopes as x on x.target_no = t.target_no
inner join scopes as s on s.scope_id = x.scope_id
left join target_status as k
    on k.target_no = t.target_no
    and k.month = r.as_of
