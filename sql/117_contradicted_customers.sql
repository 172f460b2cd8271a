-- One row per customer whose newest rows contradict each other.
select
    customer_id,
    count(*) as descriptions
from customer_descriptions
group by customer_id
having count(*) > 1
