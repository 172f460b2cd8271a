-- One row per scope, closed month and group: the code it is shown under.
with ranked as (
    select
        c.scope_id,
        c.month,
        c.group_code,
        c.customers,
        -- All that are fewer: alone, they could be subtracted out.
        cast(sum(c.customers) over (
            partition by c.scope_id, c.month
            order by c.customers, c.group_code
            rows between unbounded preceding and 1 preceding
        ) as bigint) as fewer_customers
    from scope_cells as c
)
select
    n.scope_id,
    n.month,
    n.group_code,
    case
        when n.customers < r.min_customers then 8
        when n.fewer_customers < r.min_customers then 8
        else n.group_code
    end as shown_code
from ranked as n
cross join run as r
