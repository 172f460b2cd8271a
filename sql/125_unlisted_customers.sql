-- One row per customer of earlier nights that books and is no longer listed.
with gone as (
    select p.customer_id
    from previous_customer_keys as p
    left join raw_customers as r on r.customer_id = p.customer_id
    where r.customer_id is null
)
select
    b.customer_id,
    cast(sum(b.revenue_minor) as bigint) as revenue_minor,
    cast(sum(b.cost_minor) as bigint) as cost_minor
from booked_ids as b
inner join gone as g on g.customer_id = b.customer_id
group by b.customer_id
