-- One row per scope, comparison and group: volume, mix and rate effects.
select
    t.scope_id,
    s.name as scope,
    t.comparison,
    t.group_code,
    g.name as group_name,
    t.volume_minor,
    t.mix_minor,
    t.rate_minor,
    -- Of the whole stock of the group, on today's bounds at both ends.
    coalesce(c.now_minor - c.then_minor, 0) as change_minor
from effects as t
left join scope_shifts as c
    on c.scope_id = t.scope_id
    and c.comparison = t.comparison
    and c.group_code = t.group_code
inner join scopes as s on s.scope_id = t.scope_id
inner join group_names as g on g.group_code = t.group_code
