-- One row per customer and distinct description among its newest rows.
with newest as (
    select
        customer_id,
        max(coalesce(exported_at, timestamp '0001-01-01')) as exported_at
    from raw_customers
    group by customer_id
)
-- An export of order lines repeats its customers; only a difference matters.
select distinct
    r.customer_id,
    -- A segment is known by its last name, whenever a row was exported.
    coalesce(s.to_segment, r.segment) as segment,
    r.name,
    r.acquired_on,
    r.closed_on,
    r.relationship,
    r.region,
    r.parent_id,
    r.retire_block
from raw_customers as r
inner join newest as n
    on n.customer_id = r.customer_id
    and n.exported_at = coalesce(r.exported_at, timestamp '0001-01-01')
left join renamed_segments as s on s.from_segment = r.segment
