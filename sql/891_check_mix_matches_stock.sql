-- One row per scope and month whose groups do not sum to its totals.
with mixes as (
    select
        scope_id,
        month,
        cast(sum(customers) as bigint) as customers,
        cast(sum(profit_minor) as bigint) as profit_minor
    from report_mix
    group by scope_id, month
)
select
    m.scope_id,
    m.month,
    m.customers,
    x.customers as mix_customers,
    m.profit_minor,
    x.profit_minor as mix_minor
from report_months as m
left join mixes as x
    on x.scope_id = m.scope_id
    and x.month = m.month
where m.customers <> coalesce(x.customers, 0)
    or m.profit_minor <> coalesce(x.profit_minor, 0)
