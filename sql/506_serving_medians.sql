-- One row per segment: the median avoidable cost of serving a judged customer.
with amounts as (
    select
        segment,
        avoidable_minor,
        count(*) as customers
    from value_groups
    where group_code between 1 and 5
    group by segment, avoidable_minor
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
