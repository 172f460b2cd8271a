-- One row per customer of earlier nights that books and is no longer listed.
with gone as (
    select p.customer_id
    from previous_customer_keys as p
    left join raw_customers as r on r.customer_id = p.customer_id
    where r.customer_id is null
),
lines as (
    select
        r.customer_id,
        r.revenue_minor,
        coalesce(r.direct_cost_minor, 0) as cost_minor
    from raw_revenue as r
    inner join gone as g on g.customer_id = r.customer_id
    union all
    select
        c.customer_id,
        0 as revenue_minor,
        c.amount_minor as cost_minor
    from raw_costs as c
    inner join gone as g on g.customer_id = c.customer_id
)
select
    customer_id,
    cast(sum(revenue_minor) as bigint) as revenue_minor,
    cast(sum(cost_minor) as bigint) as cost_minor
from lines
group by customer_id
