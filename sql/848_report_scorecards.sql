-- One row per scope, comparison and part: its part of the change in profit.
select
    c.scope_id,
    s.name as scope,
    c.comparison,
    case c.part
        when 'same' then 1
        when 'inflow' then 2
        else 3
    end as position,
    c.part,
    c.customers,
    c.up_customers,
    c.down_customers,
    c.moved_customers,
    c.moved_minor,
    c.then_minor,
    c.now_minor,
    c.change_minor,
    c.standard_error_minor,
    coalesce(
        c.standard_error_minor > 0
        and abs(c.change_minor) >= 1.96 * c.standard_error_minor,
        false
    ) as is_real
from scorecards as c
inner join scopes as s on s.scope_id = c.scope_id
