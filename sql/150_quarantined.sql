-- One row per delivered row that is not used, with the reason.
with newest as (
    select
        r.customer_id,
        max(coalesce(r.exported_at, timestamp '0001-01-01')) as exported_at
    from raw_customers as r
    inner join contradicted_customers as x on x.customer_id = r.customer_id
    group by r.customer_id
)
select
    feed,
    file_no,
    line_no,
    column_name,
    delivered,
    reason,
    raw
from raw_quarantined
union all
select
    'customers' as feed,
    r.file_no,
    r.line_no,
    'customer_id' as column_name,
    r.customer_id as delivered,
    'contradicts another row of the same customer' as reason,
    r.segment as raw
from raw_customers as r
inner join newest as n
    on n.customer_id = r.customer_id
    and n.exported_at = coalesce(r.exported_at, timestamp '0001-01-01')
