-- One row per segment, closed month, group of today and product of its lines.
with named as (
    select
        w.scope_id,
        w.month,
        w.group_code,
        w.product_no,
        w.revenue_minor,
        w.direct_cost_minor
    from product_windows as w
    cross join run as r
    where w.customers >= r.min_customers
        and coalesce(w.fewer_customers >= r.min_customers, true)
),
totals as (
    select
        s.scope_id,
        h.month,
        coalesce(k.shown_code, f.group_code) as group_code,
        cast(sum(f.revenue_minor) as bigint) as revenue_minor,
        cast(sum(f.direct_cost_minor) as bigint) as direct_cost_minor
    from standing_months as f
    inner join scopes as s on s.name = f.segment
    inner join history.closed_months as h
        on f.month_start between h.window_from and h.month
    cross join run as r
    left join shown_groups as k
        on k.scope_id = s.scope_id
        and k.month = r.as_of
        and k.group_code = f.group_code
    where not s.is_portfolio
        and h.month <= r.as_of
        and (h.window_from >= r.data_from or h.data_from >= r.data_from)
    group by s.scope_id, h.month, coalesce(k.shown_code, f.group_code)
),
-- What has no product, or too few buyers to be shown, is the rest.
parts as (
    select
        scope_id,
        month,
        group_code,
        product_no,
        revenue_minor,
        direct_cost_minor
    from named
    union all
    select
        scope_id,
        month,
        group_code,
        0 as product_no,
        revenue_minor,
        direct_cost_minor
    from totals
    union all
    select
        scope_id,
        month,
        group_code,
        0 as product_no,
        -revenue_minor,
        -direct_cost_minor
    from named
)
select
    p.scope_id,
    s.name as scope,
    p.month,
    p.group_code,
    coalesce(g.name, 'Shown together') as group_name,
    p.product_no,
    case p.product_no
        when 0 then 'No product, or shown together'
        when 13 then 'Other products'
        else k.product
    end as product,
    cast(sum(p.revenue_minor) as bigint) as revenue_minor,
    cast(sum(p.direct_cost_minor) as bigint) as direct_cost_minor
from parts as p
inner join scopes as s on s.scope_id = p.scope_id
left join group_names as g on g.group_code = p.group_code
left join product_ranks as k on k.rank = p.product_no
group by
    p.scope_id,
    s.name,
    p.month,
    p.group_code,
    coalesce(g.name, 'Shown together'),
    p.product_no,
    case p.product_no
        when 0 then 'No product, or shown together'
        when 13 then 'Other products'
        else k.product
    end
having p.product_no > 0
    or cast(sum(p.revenue_minor) as bigint) <> 0
    or cast(sum(p.direct_cost_minor) as bigint) <> 0
