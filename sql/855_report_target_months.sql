-- One row per target and closed month: the actual and the path it was held to.
with held as (
    select
        h.month,
        coalesce(n.to_segment, h.segment) as segment,
        h.group_code,
        h.metric,
        max(h.glide) as glide
    from history.targets as h
    left join renamed_segments as n on n.from_segment = h.segment
    group by
        h.month,
        coalesce(n.to_segment, h.segment),
        h.group_code,
        h.metric
    -- Segments that became one had a promise each, and none together.
    having count(*) = 1
)
select
    m.target_no,
    t.metric,
    m.month,
    m.actual,
    -- A later promise does not change what a frozen month was held against.
    case when h.month is null then m.glide else h.glide end as glide
from target_months as m
inner join target_rows as t on t.target_no = m.target_no
cross join run as r
left join held as h
    on h.month = m.month
    and h.month < r.as_of
    and h.segment is not distinct from t.segment
    and h.group_code = t.group_code
    and h.metric = t.metric
