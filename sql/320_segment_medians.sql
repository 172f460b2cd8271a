-- One row per segment: the median profit of customers with a full window.
with amounts as (
    select
        p.segment,
        p.profit_minor,
        count(*) as customers
    from customer_profits as p
    cross join closing as k
    where p.tenure_days >= k.window_days
        and not p.is_closed
    group by p.segment, p.profit_minor
),
ranked as (
    select
        segment,
        profit_minor,
        cast(sum(customers) over (
            partition by segment order by profit_minor
        ) as bigint) as customers_below,
        cast(sum(customers) over (partition by segment) as bigint) as customers
    from amounts
)
select
    segment,
    min(profit_minor) as median_minor
from ranked
where 2 * customers_below >= customers
group by segment
