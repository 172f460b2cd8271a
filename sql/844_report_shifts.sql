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
    t.is_real,
    -- Those judged at both ends moved the other way than the share of all.
    coalesce(
        t.is_real
        and t.paired_shift * (t.now_share - t.then_share) < 0,
        false
    ) as is_against
from shifts as t
inner join scopes as s on s.scope_id = t.scope_id
inner join group_names as g on g.group_code = t.group_code
