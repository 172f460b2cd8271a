-- One row per scope, comparison and group: how its share of customers moved.
select
    t.scope_id,
    s.name as scope,
    t.comparison,
    t.group_code,
    g.name as group_name,
    t.then_share,
    t.now_share,
    t.paired_shift,
    t.standard_error,
    t.p_value,
    t.is_real
from shifts as t
inner join scopes as s on s.scope_id = t.scope_id
inner join group_names as g on g.group_code = t.group_code
