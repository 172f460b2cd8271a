-- One row per segment and group whose products do not sum to the newest month.
with products as (
    select
        scope_id,
        month,
        group_code,
        cast(sum(revenue_minor) as bigint) as revenue_minor,
        cast(sum(direct_cost_minor) as bigint) as direct_cost_minor
    from report_products
    group by scope_id, month, group_code
),
newest as (
    select max(month) as month
    from history.closed_months
)
select
    c.scope_id,
    c.group_code,
    c.revenue_minor,
    p.revenue_minor as products_minor,
    c.direct_cost_minor,
    p.direct_cost_minor as products_cost_minor
from report_cube as c
cross join run as r
-- A frozen month is shown as it was closed, products as they are today.
inner join newest as n on n.month = r.as_of
left join products as p
    on p.scope_id = c.scope_id
    and p.month = c.month
    and p.group_code = c.group_code
where c.scope_id <> 0
    and c.month = r.as_of
    and exists (select 1 from product_ranks)
    and (
        c.revenue_minor <> coalesce(p.revenue_minor, 0)
        or c.direct_cost_minor <> coalesce(p.direct_cost_minor, 0)
    )
