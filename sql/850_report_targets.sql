-- One row per target: promise, path and standing.
select
    t.target_no,
    s.scope_id,
    s.name as scope,
    t.group_code,
    t.metric,
    t.direction,
    t.baseline_month,
    k.baseline,
    -- Not as its month was closed, but on the bounds of today.
    y.baseline is not null as is_rebased,
    t.target_month,
    t.target,
    t.target_low,
    t.target_high,
    t.glidepath,
    k.actual,
    k.standard_error,
    k.glide,
    k.glide_low,
    k.glide_high,
    k.gap,
    k.attainment,
    k.progress,
    k.is_inconclusive,
    k.status_colour,
    k.reason,
    k.hit_share,
    k.median,
    k.low80,
    k.high80,
    k.outlook_colour,
    k.outlook_reason,
    k.colour
from target_rows as t
cross join run as r
inner join target_status as k
    on k.target_no = t.target_no
    and k.month = r.as_of
inner join history.closed_months as m on m.month = r.as_of
left join target_baselines as y
    on y.target_no = t.target_no
    and y.plan_year = m.plan_year
inner join target_scopes as x on x.target_no = t.target_no
inner join scopes as s on s.scope_id = x.scope_id
