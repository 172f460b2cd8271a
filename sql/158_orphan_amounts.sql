-- One row per feed whose lines name customers: its money, and that of nobody.
with lines as (
    select
        'revenue' as feed,
        customer_id,
        revenue_minor as amount_minor
    from raw_revenue
    union all
    select
        'costs' as feed,
        customer_id,
        amount_minor
    from raw_costs
)
-- Refunds must not hide what they outweigh: amounts count without their sign.
select
    l.feed,
    count(*) as lines,
    count(*) filter (where c.customer_id is null) as orphan_lines,
    coalesce(cast(sum(abs(l.amount_minor)) as bigint), 0) as amount_minor,
    coalesce(
        cast(
            sum(case
                when c.customer_id is null then abs(l.amount_minor)
            end) as bigint
        ),
        0
    ) as orphan_minor,
    min(case when c.customer_id is null then l.customer_id end)
        as example_customer_id
from lines as l
left join customers as c on c.customer_id = l.customer_id
group by l.feed
