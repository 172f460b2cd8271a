-- One row per scope, closed month and group; group 0 holds leavers' bookings.
select
    s.scope_id,
    h.month,
    h.group_code,
    cast(sum(h.customers) as bigint) as customers,
    cast(sum(h.loss_makers) as bigint) as loss_makers,
    cast(sum(h.revenue_minor) as bigint) as revenue_minor,
    cast(sum(h.direct_cost_minor) as bigint) as direct_cost_minor,
    cast(sum(h.cost_to_serve_minor) as bigint) as cost_to_serve_minor,
    cast(sum(h.acquisition_minor) as bigint) as acquisition_minor,
    cast(sum(h.capital_minor) as bigint) as capital_minor,
    cast(sum(h.profit_minor) as bigint) as profit_minor,
    cast(sum(h.peak_minor) as bigint) as peak_minor
from history.group_cells as h
left join renamed_segments as n on n.from_segment = h.segment
inner join scope_segments as s
    on s.segment = coalesce(n.to_segment, h.segment)
cross join run as r
where h.month <= r.as_of
group by s.scope_id, h.month, h.group_code
