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
        s.scope_id,
        p.month,
        true as is_profit,
        p.profit_minor as amount_minor,
        count(*) as customers,
        cast(sum(p.revenue_minor) as bigint) as revenue_minor,
        cast(sum(p.profit_minor) as bigint) as profit_minor
    from seen as p
    inner join scope_segments as s on s.segment = p.segment
    group by s.scope_id, p.month, p.profit_minor
    union all
    select
        s.scope_id,
        r.month,
        false as is_profit,
        r.revenue_minor as amount_minor,
        count(*) as customers,
        cast(sum(r.revenue_minor) as bigint) as revenue_minor,
        cast(sum(r.profit_minor) as bigint) as profit_minor
    from seen as r
    inner join scope_segments as s on s.segment = r.segment
    group by s.scope_id, r.month, r.revenue_minor
),
ranked as (
    select
        scope_id,
        month,
        is_profit,
        amount_minor,
        customers,
        revenue_minor,
        profit_minor,
        -- Of all lists together: one order is half the work of one for each.
        cast(sum(customers) over (
            order by scope_id, month, is_profit, amount_minor desc
        ) as bigint) as place
    from amounts
)
-- The largest amounts are in decile 1. An amount is where the middle of its
-- customers is, so that equal amounts share a decile.
select
    r.scope_id,
    r.month,
    case when r.is_profit then 'profit' else 'revenue' end as measure,
    r.amount_minor,
    r.customers,
    r.revenue_minor,
    r.profit_minor,
    r.place - l.places_before as customers_to,
    l.customers as all_customers,
    cast(ceil(
        cast(10 * (2 * (r.place - l.places_before) - r.customers) as double)
        / nullif(2 * l.customers, 0)
    ) as integer) as decile
from ranked as r
inner join (
    select
        scope_id,
        month,
        is_profit,
        cast(sum(customers) as bigint) as customers,
        max(place) - cast(sum(customers) as bigint) as places_before
    from ranked
    group by scope_id, month, is_profit
) as l
    on l.scope_id = r.scope_id
    and l.month = r.month
    and l.is_profit = r.is_profit
