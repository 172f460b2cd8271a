-- One row per decile of the portfolio, then or now, that its moves miss.
with flows as (
    select
        m.now_decile as decile,
        r.as_of as month,
        m.customers
    from report_decile_moves as m
    cross join run as r
    union all
    select
        m.then_decile as decile,
        t.month,
        m.customers
    from report_decile_moves as m
    cross join (
        select distinct month
        from earlier_groups
        where comparison = 'base'
    ) as t
),
moved as (
    select
        decile,
        month,
        cast(sum(customers) as bigint) as customers
    from flows
    where decile > 0
    group by decile, month
)
select
    d.month,
    d.decile,
    d.customers,
    m.customers as moved_customers
from report_deciles as d
left join moved as m
    on m.decile = d.decile
    and m.month = d.month
where d.scope_id = 0
    and d.measure = 'profit'
    and d.customers <> coalesce(m.customers, 0)
