-- One row per closed month and line of money that today's exports would change.
with lines as (
    select
        month,
        is_same_config,
        1 as position,
        'revenue' as line,
        frozen_revenue_minor as frozen_minor,
        revenue_minor as restated_minor
    from frozen_months
    union all
    select
        month,
        is_same_config,
        2 as position,
        'direct cost' as line,
        frozen_direct_cost_minor as frozen_minor,
        direct_cost_minor as restated_minor
    from frozen_months
    union all
    select
        month,
        is_same_config,
        3 as position,
        'cost to serve' as line,
        frozen_cost_to_serve_minor as frozen_minor,
        cost_to_serve_minor as restated_minor
    from frozen_months
    union all
    select
        month,
        is_same_config,
        4 as position,
        'acquisition cost' as line,
        frozen_acquisition_minor as frozen_minor,
        acquisition_minor as restated_minor
    from frozen_months
    union all
    select
        month,
        is_same_config,
        5 as position,
        'capital charge' as line,
        frozen_capital_minor as frozen_minor,
        capital_minor as restated_minor
    from frozen_months
    union all
    select
        month,
        is_same_config,
        6 as position,
        'profit' as line,
        frozen_revenue_minor - frozen_direct_cost_minor
            - frozen_cost_to_serve_minor - frozen_acquisition_minor
            - frozen_capital_minor as frozen_minor,
        revenue_minor - direct_cost_minor - cost_to_serve_minor
            - acquisition_minor - capital_minor as restated_minor
    from frozen_months
)
select
    n.month,
    n.position,
    n.line,
    n.frozen_minor,
    n.restated_minor,
    n.is_same_config,
    coalesce(h.run_version, r.version) as run_version,
    coalesce(h.input_hash, r.input_hash) as input_hash
from lines as n
cross join run as r
left join history.restatements as h
    on h.month = n.month
    and h.line = n.line
    and h.frozen_minor = n.frozen_minor
    and h.restated_minor = n.restated_minor
where n.frozen_minor <> n.restated_minor
union all
-- What was found while the exports still reached the month stays known.
select
    h.month,
    h.position,
    h.line,
    h.frozen_minor,
    h.restated_minor,
    h.is_same_config,
    h.run_version,
    h.input_hash
from history.restatements as h
cross join run as r
left join frozen_months as f on f.month = h.month
where f.month is null
    and h.month <= r.as_of
