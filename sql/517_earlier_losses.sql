-- One row per segment and group that lost money some months ago, too.
select
    coalesce(r.to_segment, p.segment) as segment,
    p.group_code,
    cast(sum(p.profit_minor) as bigint) as profit_minor
from previous_cells as p
left join renamed_segments as r on r.from_segment = p.segment
where p.group_code > 0
group by coalesce(r.to_segment, p.segment), p.group_code
having cast(sum(p.profit_minor) as bigint) < 0
