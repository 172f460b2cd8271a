-- One row per scope, month of the last twelve and way between groups in it.
with ways as (
    select
        m.scope_id,
        m.month,
        m.then_month,
        m.then_code,
        m.now_code,
        m.customers,
        m.now_profit_minor - m.then_profit_minor as change_minor,
        cast(sum(m.customers) over (
            partition by m.scope_id, m.month, m.then_code
        ) as bigint) as then_customers
    from monthly_moves as m
    cross join run as r
    where (m.then_code > 0 or m.now_code > 0)
        and m.month > cast(
            date_trunc('month', r.as_of) - interval '11' month as date
        )
)
select
    w.scope_id,
    s.name as scope,
    w.then_month as from_month,
    w.month as to_month,
    w.then_code as from_code,
    f.name as from_group,
    w.now_code as to_code,
    t.name as to_group,
    w.customers,
    case
        when w.then_code > 0
            then cast(w.customers as double) / nullif(w.then_customers, 0)
    end as from_share,
    w.change_minor
from ways as w
inner join scopes as s on s.scope_id = w.scope_id
inner join group_names as f on f.group_code = w.then_code
inner join group_names as t on t.group_code = w.now_code
