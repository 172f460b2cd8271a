-- One row per segment, closed month, shown group of today and named product.
with windows as (
    select
        s.scope_id,
        h.month,
        p.group_code,
        p.product_no,
        -- At least: who bought in one month may also have bought in another.
        max(p.customers) as customers,
        cast(sum(p.revenue_minor) as bigint) as revenue_minor,
        cast(sum(p.direct_cost_minor) as bigint) as direct_cost_minor
    from product_months as p
    inner join scopes as s on s.name = p.segment
    inner join history.closed_months as h
        on p.month_start between h.window_from and h.month
    cross join run as r
    where not s.is_portfolio
        and h.month <= r.as_of
        -- Exports that no longer reach so far back know a part only.
        and (h.window_from >= r.data_from or h.data_from >= r.data_from)
    group by s.scope_id, h.month, p.group_code, p.product_no
),
shown as (
    select
        w.scope_id,
        w.month,
        coalesce(k.shown_code, w.group_code) as group_code,
        w.product_no,
        cast(sum(w.customers) as bigint) as customers,
        cast(sum(w.revenue_minor) as bigint) as revenue_minor,
        cast(sum(w.direct_cost_minor) as bigint) as direct_cost_minor
    from windows as w
    cross join run as r
    left join shown_groups as k
        on k.scope_id = w.scope_id
        and k.month = r.as_of
        and k.group_code = w.group_code
    group by
        w.scope_id,
        w.month,
        coalesce(k.shown_code, w.group_code),
        w.product_no
)
select
    scope_id,
    month,
    group_code,
    product_no,
    customers,
    -- All that are fewer: alone, they could be subtracted out.
    cast(sum(customers) over (
        partition by scope_id, month, group_code
        order by customers, product_no
        rows between unbounded preceding and 1 preceding
    ) as bigint) as fewer_customers,
    revenue_minor,
    direct_cost_minor
from shown
