-- One row per scope and closed month: concentration of the window's profit.
with named as (
    select
        h.month,
        coalesce(n.to_segment, h.segment) as segment,
        -- Segments that became one: their amounts add up, their curves do not.
        count(*) as parts,
        cast(sum(h.customers) as bigint) as customers,
        cast(sum(h.profit_minor) as bigint) as profit_minor,
        cast(sum(h.peak_minor) as bigint) as peak_minor,
        cast(sum(h.customers_at_peak) as bigint) as customers_at_peak,
        max(h.gini) as gini,
        max(h.top20_share) as top20_share
    from history.whales as h
    left join renamed_segments as n on n.from_segment = h.segment
    group by h.month, coalesce(n.to_segment, h.segment)
)
select
    s.scope_id,
    s.name as scope,
    h.month,
    h.customers,
    h.profit_minor,
    h.peak_minor,
    case
        when h.profit_minor > 0
            then cast(h.peak_minor as double) / h.profit_minor
    end as peak_ratio,
    h.customers_at_peak,
    cast(h.peak_minor - h.profit_minor as double) / nullif(h.peak_minor, 0)
        as erosion_rate,
    case when h.parts = 1 then h.gini end as gini,
    case when h.parts = 1 then h.top20_share end as top20_share
from named as h
inner join scopes as s
    on (not s.is_portfolio and s.name = h.segment)
    or (s.is_portfolio and h.segment is null)
cross join run as r
where h.month <= r.as_of
