-- One row per scope, closed month and group, zeros included.
select
    m.scope_id,
    s.name as scope,
    m.month,
    g.group_code,
    g.name as group_name,
    case when g.group_code = 0 then 0 else coalesce(c.customers, 0) end
        as customers,
    -- Whose bookings of the window are still counted.
    case when g.group_code = 0 then coalesce(c.customers, 0) else 0 end
        as leavers,
    case
        when g.group_code > 0
            then cast(coalesce(c.customers, 0) as double)
            / nullif(m.customers, 0)
    end as customer_share,
    coalesce(c.revenue_minor, 0) as revenue_minor,
    coalesce(c.profit_minor, 0) as profit_minor
from scope_months as m
inner join scopes as s on s.scope_id = m.scope_id
cross join group_names as g
left join scope_cells as c
    on c.scope_id = m.scope_id
    and c.month = m.month
    and c.group_code = g.group_code
