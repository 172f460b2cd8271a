-- One row per target whose segment was ever delivered: the scope it is about.
select
    t.target_no,
    s.scope_id
from target_rows as t
inner join scopes as s
    on (t.segment is null and s.is_portfolio)
    or (t.segment = s.name and not s.is_portfolio)
