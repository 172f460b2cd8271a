-- One row per month whose groups miss customers or profit of the window.
with facts as (
    select coalesce(cast(sum(f.profit_minor) as bigint), 0) as profit_minor
    -- Not from window_facts: the window itself is held against closing here.
    from customer_months as f
    cross join closing as k
    where f.month_start between k.window_from and k.month
        and f.customer_key > 0
),
cells as (
    select
        coalesce(cast(sum(profit_minor) as bigint), 0) as profit_minor,
        coalesce(cast(sum(customers) as bigint), 0) as customers
    from group_cells
),
stock as (
    select count(*) as customers
    from customer_profits
)
select
    f.profit_minor as facts_minor,
    c.profit_minor as cells_minor,
    s.customers as customers,
    c.customers as cell_customers
from facts as f
cross join cells as c
cross join stock as s
where f.profit_minor <> c.profit_minor
    or s.customers <> c.customers
