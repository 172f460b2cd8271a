-- One row per scope and segment that belongs to it.
select
    scope_id,
    name as segment
from scopes
where not is_portfolio
union all
select
    0 as scope_id,
    name as segment
from scopes
where not is_portfolio
