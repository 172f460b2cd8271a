-- One row per customer and day of an estimate of its potential.
select
    c.customer_key,
    p.as_of,
    -- Several sources estimate the same: the most careful one counts.
    min(p.amount_minor) as potential_minor
from raw_potential as p
inner join customers as c on c.customer_id = p.customer_id
group by c.customer_key, p.as_of
