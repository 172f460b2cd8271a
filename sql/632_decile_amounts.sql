-- One row per scope, window's end, measure and distinct amount: its decile.
with seen as (
    select
        v.month,
        coalesce(n.to_segment, v.segment) as segment,
        v.revenue_minor,
        v.profit_minor
    from value_groups as v
    left join renamed_segments as n on n.from_segment = v.segment
    where v.group_code > 0
    union all
    select
        e.month,
        e.segment,
        e.revenue_minor,
        e.profit_minor
    from earlier_groups as e
    where e.comparison = 'base'
        and e.group_code > 0
),
amounts as (
    select
        month,
        segment,
        'profit' as measure,
        profit_minor as amount_minor,
        count(*) as customers,
        cast(sum(revenue_minor) as bigint) as revenue_minor,
        cast(sum(profit_minor) as bigint) as profit_minor
    from seen
    group by month, segment, profit_minor
    union all
    select
        month,
        segment,
        'revenue' as measure,
        revenue_minor as amount_minor,
        count(*) as customers,
        cast(sum(revenue_minor) as bigint) as revenue_minor,
        cast(sum(profit_minor) as bigint) as profit_minor
    from seen
    group by month, segment, revenue_minor
),
ranked as (
    select
        s.scope_id,
        a.month,
        a.measure,
        a.amount_minor,
        cast(sum(a.customers) as bigint) as customers,
        cast(sum(a.revenue_minor) as bigint) as revenue_minor,
        cast(sum(a.profit_minor) as bigint) as profit_minor,
        cast(sum(sum(a.customers)) over (
            partition by s.scope_id, a.month, a.measure
            order by a.amount_minor desc
        ) as bigint) as customers_to,
        cast(sum(sum(a.customers)) over (
            partition by s.scope_id, a.month, a.measure
        ) as bigint) as all_customers
    from amounts as a
    inner join scope_segments as s on s.segment = a.segment
    group by s.scope_id, a.month, a.measure, a.amount_minor
)
-- The largest amounts are in decile 1. An amount is where the middle of its
-- customers is, so that equal amounts share a decile.
select
    scope_id,
    month,
    measure,
    amount_minor,
    customers,
    revenue_minor,
    profit_minor,
    customers_to,
    all_customers,
    cast(ceil(
        cast(10 * (2 * customers_to - customers) as double)
        / nullif(2 * all_customers, 0)
    ) as integer) as decile
from ranked
