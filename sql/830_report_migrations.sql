-- One row per scope, comparison, group then and group now.
with stocks as (
    select
        scope_id,
        comparison,
        group_code,
        then_customers
    from scope_shifts
),
cells as (
    select
        scope_id,
        comparison,
        then_month,
        then_code,
        now_code,
        cast(sum(customers) as bigint) as customers,
        cast(sum(now_profit_minor - then_profit_minor) as bigint)
            as change_minor
    from scope_moves
    where then_code > 0
        or now_code > 0
    group by scope_id, comparison, then_month, then_code, now_code
)
select
    c.scope_id,
    s.name as scope,
    c.comparison,
    c.then_month as from_month,
    r.as_of as to_month,
    c.then_code as from_code,
    f.name as from_group,
    c.now_code as to_code,
    t.name as to_group,
    c.customers,
    case
        when c.then_code > 0
            then cast(c.customers as double) / nullif(k.then_customers, 0)
    end as from_share,
    c.change_minor
from cells as c
cross join run as r
inner join scopes as s on s.scope_id = c.scope_id
inner join group_names as f on f.group_code = c.then_code
inner join group_names as t on t.group_code = c.now_code
left join stocks as k
    on k.scope_id = c.scope_id
    and k.comparison = c.comparison
    and k.group_code = c.then_code
