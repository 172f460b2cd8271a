-- One row per scope and comparison: how far and how surely the mix moved.
select
    t.scope_id,
    s.name as scope,
    t.comparison,
    t.customers,
    t.distance,
    t.stability,
    t.chi_squared,
    t.freedom,
    t.p_value
from shift_tests as t
inner join scopes as s on s.scope_id = t.scope_id
