-- One row per note and scope whose charts over time show it.
-- A note about a segment is on the page of that segment alone.
select
    s.scope_id,
    n.noted_on,
    n.text
from note_rows as n
inner join scopes as s
    on n.segment is null
    or (not s.is_portfolio and s.name = n.segment)
