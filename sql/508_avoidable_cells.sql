-- One row per segment and group: what it would cost us not to serve it.
select
    v.segment,
    v.group_code,
    count(*) as customers,
    count(*) filter (where v.tenure_days < k.young_days) as young,
    cast(sum(
        v.revenue_minor - v.direct_cost_minor - p.avoidable_minor
    ) as bigint) as avoidable_minor,
    -- With nobody served at more than the median of the segment.
    cast(sum(
        v.revenue_minor - v.direct_cost_minor
        - case
            when p.avoidable_minor > m.median_minor then m.median_minor
            else p.avoidable_minor
        end
    ) as bigint) as fixed_minor,
    sum(cast(v.profit_minor as decimal(38, 0)) * v.profit_minor)
        as profit_squares
from value_groups as v
inner join customer_profits as p on p.customer_key = v.customer_key
cross join closing as k
left join serving_medians as m on m.segment = v.segment
where v.group_code > 0
group by v.segment, v.group_code
