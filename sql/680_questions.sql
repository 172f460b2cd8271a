-- One row per number of the portfolio that lies outside what is usual.
with ranked as (
    select
        profit_minor,
        customers,
        cast(sum(customers) over (order by profit_minor) as bigint)
            as customers_below,
        cast(sum(customers) over () as bigint) as n
    from (
        select
            profit_minor,
            cast(sum(customers) as bigint) as customers
        from profit_amounts
        group by profit_minor
    ) as amounts
),
moved as (
    select
        comparison,
        cast(sum(customers) as bigint) as customers,
        cast(sum(
            case when now_code > then_code then customers else 0 end
        ) as bigint) as up_customers,
        cast(sum(
            case when now_code < then_code then customers else 0 end
        ) as bigint) as down_customers
    from scope_moves
    where scope_id = 0
        and then_code between 1 and 5
        and now_code between 1 and 5
    group by comparison
),
measured as (
    -- The best tenth; the customers at its edge count in part. Kanthal's and
    -- Kaplan's curves, method section 2.4, are the source of the first two.
    select
        1 as position,
        'top_tenth' as question,
        cast(sum(case
            when profit_minor > 0 and 10 * (n - customers_below) < n
                then profit_minor * least(
                    n - 10 * (n - customers_below),
                    10 * customers
                )
        end) as double) / nullif(10 * cast(sum(
            case when profit_minor > 0 then profit_minor * customers end
        ) as double), 0) as value
    from ranked
    union all
    select 2, 'peak', w.peak_ratio
    from whales as w
    where w.segment is null
    union all
    select
        3,
        'drift',
        cast(up_customers - down_customers as double) / nullif(customers, 0)
    from moved
    where comparison = 'base'
    union all
    select
        4,
        'largest_group',
        cast(max(c.customers) as double) / nullif(max(m.customers), 0)
    from scope_cells as c
    inner join scope_months as m
        on m.scope_id = c.scope_id
        and m.month = c.month
    inner join run as r on r.as_of = c.month
    where c.scope_id = 0
        and c.group_code > 0
    union all
    select
        5,
        'movers',
        cast(up_customers + down_customers as double) / nullif(customers, 0)
    from moved
    where comparison = 'previous'
)
select
    m.position,
    m.question,
    m.value,
    u.low,
    u.high
from measured as m
inner join usual_ranges as u on u.question = m.question
where m.value < u.low
    or m.value > u.high
