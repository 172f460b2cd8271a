-- One row per feed whose lines name customers: its money, and that of nobody.
select
    b.feed,
    cast(sum(b.lines) as bigint) as lines,
    cast(
        sum(case when c.customer_id is null then b.lines else 0 end) as bigint
    ) as orphan_lines,
    coalesce(cast(sum(b.unsigned_minor) as bigint), 0) as amount_minor,
    coalesce(
        cast(
            sum(case
                when c.customer_id is null then b.unsigned_minor
            end) as bigint
        ),
        0
    ) as orphan_minor,
    min(case when c.customer_id is null then b.customer_id end)
        as example_customer_id
from booked_ids as b
left join customers as c on c.customer_id = b.customer_id
group by b.feed
