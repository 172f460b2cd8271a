-- One row per scope and closed month: concentration of the window's profit.
select
    s.scope_id,
    s.name as scope,
    h.month,
    h.customers,
    h.profit_minor,
    h.peak_minor,
    h.peak_ratio,
    h.customers_at_peak,
    h.erosion_rate,
    h.gini,
    h.top20_share
from history.whales as h
inner join scopes as s
    on (not s.is_portfolio and s.name = h.segment)
    or (s.is_portfolio and h.segment is null)
cross join run as r
where h.month <= r.as_of
