-- One row per customer and parent that links it to other customers.
select
    customer_key,
    parent_id as family_id
from customers
where parent_id is not null
union
select
    c.customer_key,
    c.customer_id as family_id
from customers as c
inner join customers as child on child.parent_id = c.customer_id
