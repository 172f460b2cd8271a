-- One row per segment: the median avoidable cost of serving a judged customer.
with amounts as (
    select
        v.segment,
        p.avoidable_minor,
        count(*) as customers
    from value_groups as v
    inner join customer_profits as p on p.customer_key = v.customer_key
    where v.group_code between 1 and 5
    group by v.segment, p.avoidable_minor
),
ranked as (
    select
        segment,
        avoidable_minor,
        cast(sum(customers) over (
            partition by segment order by avoidable_minor
        ) as bigint) as customers_below,
        cast(sum(customers) over (partition by segment) as bigint) as customers
    from amounts
)
select
    segment,
    min(avoidable_minor) as median_minor
from ranked
where 2 * customers_below >= customers
group by segment
