-- One row per segment and group: what it would cost us not to serve it.
select
    v.segment,
    v.group_code,
    count(*) as customers,
    count(*) filter (where v.tenure_days < k.young_days) as young,
    cast(sum(
        v.revenue_minor - v.direct_cost_minor - v.avoidable_minor
    ) as bigint) as avoidable_minor,
    -- With nobody served at more than the median of the segment.
    cast(sum(
        v.revenue_minor - v.direct_cost_minor
        - case
            when v.avoidable_minor > m.median_minor then m.median_minor
            else v.avoidable_minor
        end
    ) as bigint) as fixed_minor,
    -- Only the largest squares need the wide multiplication, which is slow.
    sum(case
        when v.profit_minor between -3000000000 and 3000000000
            then cast(v.profit_minor * v.profit_minor as decimal(38, 0))
        else cast(v.profit_minor as decimal(19, 0)) * v.profit_minor
    end) as profit_squares
from value_groups as v
cross join closing as k
left join serving_medians as m on m.segment = v.segment
where v.group_code > 0
group by v.segment, v.group_code
