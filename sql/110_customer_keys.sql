-- One row per customer id ever delivered, with the number it keeps for good.
with newcomers as (
    select distinct r.customer_id
    from raw_customers as r
    left join previous_customer_keys as p on p.customer_id = r.customer_id
    where p.customer_id is null
),
last_keys as (
    select coalesce(max(customer_key), 0) as customer_key
    from previous_customer_keys
)
select
    customer_key,
    customer_id
from previous_customer_keys
union all
select
    cast(
        l.customer_key + row_number() over (order by n.customer_id) as integer
    ) as customer_key,
    n.customer_id
from newcomers as n
cross join last_keys as l
