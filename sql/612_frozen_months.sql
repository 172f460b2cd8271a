-- One row per closed month that the exports still reach: as closed and today.
with monthly as (
    select
        month_start,
        cast(sum(revenue_minor) as bigint) as revenue_minor,
        cast(sum(direct_cost_minor) as bigint) as direct_cost_minor,
        cast(sum(cost_to_serve_minor) as bigint) as cost_to_serve_minor,
        cast(sum(acquisition_minor) as bigint) as acquisition_minor,
        cast(sum(capital_minor) as bigint) as capital_minor
    from customer_months
    where customer_key > 0
    group by month_start
),
today as (
    select
        h.month,
        h.window_from,
        h.config_hash,
        h.data_from,
        coalesce(cast(sum(f.revenue_minor) as bigint), 0) as revenue_minor,
        coalesce(cast(sum(f.direct_cost_minor) as bigint), 0)
            as direct_cost_minor,
        coalesce(cast(sum(f.cost_to_serve_minor) as bigint), 0)
            as cost_to_serve_minor,
        coalesce(cast(sum(f.acquisition_minor) as bigint), 0)
            as acquisition_minor,
        coalesce(cast(sum(f.capital_minor) as bigint), 0) as capital_minor
    from history.closed_months as h
    cross join run as r
    left join monthly as f
        on f.month_start between h.window_from and h.month
    where h.month <= r.as_of
        -- Exports that no longer reach so far back prove nothing.
        and (h.window_from >= r.data_from or h.data_from >= r.data_from)
    group by h.month, h.window_from, h.config_hash, h.data_from
)
select
    t.month,
    t.window_from,
    t.data_from < r.data_from as is_shortened,
    t.config_hash = r.config_hash as is_same_config,
    coalesce(m.revenue_minor, 0) as frozen_revenue_minor,
    coalesce(m.direct_cost_minor, 0) as frozen_direct_cost_minor,
    coalesce(m.cost_to_serve_minor, 0) as frozen_cost_to_serve_minor,
    coalesce(m.acquisition_minor, 0) as frozen_acquisition_minor,
    coalesce(m.capital_minor, 0) as frozen_capital_minor,
    t.revenue_minor,
    t.direct_cost_minor,
    t.cost_to_serve_minor,
    -- Months before the window bear on these two. Where they are no longer
    -- delivered, what was closed is all that is known.
    case
        when t.data_from < r.data_from
            then coalesce(m.acquisition_minor, 0)
        else t.acquisition_minor
    end as acquisition_minor,
    case
        when t.data_from < r.data_from
            then coalesce(m.capital_minor, 0)
        else t.capital_minor
    end as capital_minor
from today as t
cross join run as r
left join scope_months as m
    on m.month = t.month
    and m.scope_id = 0
