-- One row per segment, group of today and month booked, if there are products.
select
    coalesce(n.to_segment, v.segment, c.segment) as segment,
    coalesce(v.group_code, 0) as group_code,
    f.month_start,
    cast(sum(f.revenue_minor) as bigint) as revenue_minor,
    cast(sum(f.direct_cost_minor) as bigint) as direct_cost_minor
from customer_months as f
inner join customers as c on c.customer_key = f.customer_key
left join value_groups as v on v.customer_key = f.customer_key
left join renamed_segments as n on n.from_segment = v.segment
where exists (select 1 from product_ranks)
group by
    coalesce(n.to_segment, v.segment, c.segment),
    coalesce(v.group_code, 0),
    f.month_start
