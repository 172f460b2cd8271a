-- One row per scope and point of its whale curve, best customers first.
with amounts as (
    select
        s.scope_id,
        a.profit_minor,
        cast(sum(a.customers) as bigint) as customers
    from profit_amounts as a
    inner join scope_segments as s on s.segment = a.segment
    group by s.scope_id, a.profit_minor
),
ranked as (
    select
        scope_id,
        profit_minor,
        customers,
        cast(sum(customers) over (
            partition by scope_id order by profit_minor desc
        ) as bigint) as customers_to,
        cast(sum(profit_minor * customers) over (
            partition by scope_id order by profit_minor desc
        ) as bigint) as minor_to,
        cast(sum(customers) over (partition by scope_id) as bigint) as n
    from amounts
),
points as (
    select
        t.scope_id,
        t.n,
        cast(round(cast(p.step * t.n as double) / 200) as bigint) as customers,
        min(p.step) as step
    from (
        select distinct
            scope_id,
            n
        from ranked
    ) as t
    cross join curve_steps as p
    group by
        t.scope_id,
        t.n,
        cast(round(cast(p.step * t.n as double) / 200) as bigint)
)
select
    p.scope_id,
    s.name as scope,
    p.step,
    cast(p.customers as double) / nullif(p.n, 0) as customers_share,
    coalesce(
        r.minor_to - (r.customers_to - p.customers) * r.profit_minor, 0
    ) as cumulative_minor
from points as p
inner join scopes as s on s.scope_id = p.scope_id
left join ranked as r
    on r.scope_id = p.scope_id
    and p.customers <= r.customers_to
    and p.customers > r.customers_to - r.customers
