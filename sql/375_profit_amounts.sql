-- One row per segment, tenure band and distinct profit in the portfolio.
select
    coalesce(n.to_segment, v.segment) as segment,
    v.tenure_band,
    v.profit_minor,
    count(*) as customers
from value_groups as v
left join renamed_segments as n on n.from_segment = v.segment
where v.group_code > 0
group by
    coalesce(n.to_segment, v.segment),
    v.tenure_band,
    v.profit_minor
