-- One row per page subject, with its profit for sorting.
select
    s.scope_id,
    s.name,
    s.owner,
    coalesce(m.profit_minor, 0) as profit_minor
from scopes as s
cross join run as r
left join scope_months as m
    on m.scope_id = s.scope_id
    and m.month = r.as_of
