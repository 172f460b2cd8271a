-- One row per closed month and segment that today's exports would change.
with known as (
    select
        h.month,
        coalesce(n.to_segment, h.segment) as segment,
        h.restated_customers,
        h.restated_revenue_minor,
        h.restated_profit_minor,
        h.run_version,
        h.input_hash,
        -- Segments that became one may have been found by two runs.
        row_number() over (
            partition by
                h.month,
                coalesce(n.to_segment, h.segment),
                h.restated_customers,
                h.restated_revenue_minor,
                h.restated_profit_minor
            order by h.run_version desc
        ) as place
    from history.segment_restatements as h
    left join renamed_segments as n on n.from_segment = h.segment
)
select
    s.month,
    s.segment,
    s.frozen_customers,
    c.customers as restated_customers,
    s.frozen_revenue_minor,
    s.revenue_minor as restated_revenue_minor,
    s.frozen_profit_minor,
    s.profit_minor as restated_profit_minor,
    s.is_same_config,
    coalesce(k.run_version, r.version) as run_version,
    coalesce(k.input_hash, r.input_hash) as input_hash
from frozen_segments as s
inner join restated_customers as c
    on c.month = s.month
    and c.segment = s.segment
cross join run as r
left join known as k
    on k.month = s.month
    and k.segment = s.segment
    and k.restated_customers = c.customers
    and k.restated_revenue_minor = s.revenue_minor
    and k.restated_profit_minor = s.profit_minor
    and k.place = 1
where s.frozen_customers <> c.customers
    or s.frozen_revenue_minor <> s.revenue_minor
    or s.frozen_profit_minor <> s.profit_minor
union all
-- What was found while the exports still reached the month stays known.
select
    h.month,
    h.segment,
    h.frozen_customers,
    h.restated_customers,
    h.frozen_revenue_minor,
    h.restated_revenue_minor,
    h.frozen_profit_minor,
    h.restated_profit_minor,
    h.is_same_config,
    h.run_version,
    h.input_hash
from history.segment_restatements as h
cross join run as r
left join frozen_months as f on f.month = h.month
where f.month is null
    and h.month <= r.as_of
