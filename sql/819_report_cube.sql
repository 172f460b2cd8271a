-- One row per scope, closed month and group; groups of a few stand together.
select
    c.scope_id,
    s.name as scope,
    c.month,
    k.shown_code as group_code,
    coalesce(g.name, 'Shown together') as group_name,
    cast(sum(
        case when c.group_code > 0 then c.customers else 0 end
    ) as bigint) as customers,
    cast(sum(c.revenue_minor) as bigint) as revenue_minor,
    cast(sum(c.direct_cost_minor) as bigint) as direct_cost_minor,
    cast(sum(c.cost_to_serve_minor) as bigint) as cost_to_serve_minor,
    cast(sum(c.acquisition_minor) as bigint) as acquisition_minor,
    cast(sum(c.capital_minor) as bigint) as capital_minor,
    cast(sum(c.profit_minor) as bigint) as profit_minor
from scope_cells as c
inner join scopes as s on s.scope_id = c.scope_id
inner join shown_groups as k
    on k.scope_id = c.scope_id
    and k.month = c.month
    and k.group_code = c.group_code
left join group_names as g on g.group_code = k.shown_code
group by
    c.scope_id,
    s.name,
    c.month,
    k.shown_code,
    coalesce(g.name, 'Shown together')
