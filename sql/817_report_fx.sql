-- One row per scope and closed month with foreign money: profit at both rates.
select
    m.scope_id,
    s.name as scope,
    m.month,
    m.profit_minor,
    cast(sum(h.fx_minor) as bigint) as fx_minor,
    m.profit_minor + cast(sum(h.fx_minor) as bigint) as actual_profit_minor
from history.fx_cells as h
left join renamed_segments as n on n.from_segment = h.segment
inner join scope_segments as g
    on g.segment = coalesce(n.to_segment, h.segment)
inner join scope_months as m
    on m.scope_id = g.scope_id
    and m.month = h.month
inner join scopes as s on s.scope_id = m.scope_id
group by m.scope_id, s.name, m.month, m.profit_minor
