-- One row per closed month and segment that would be different today.
with named as (
    select
        s.*,
        -- What is no longer delivered was found under the name of its day.
        coalesce(n.to_segment, s.segment) as name
    from segment_restatements as s
    left join renamed_segments as n on n.from_segment = s.segment
),
summed as (
    select
        month,
        name as segment,
        cast(sum(frozen_customers) as bigint) as frozen_customers,
        cast(sum(restated_customers) as bigint) as restated_customers,
        cast(sum(frozen_revenue_minor) as bigint) as frozen_revenue_minor,
        cast(sum(restated_revenue_minor) as bigint) as restated_revenue_minor,
        cast(sum(frozen_profit_minor) as bigint) as frozen_profit_minor,
        cast(sum(restated_profit_minor) as bigint) as restated_profit_minor,
        min(case when is_same_config then 1 else 0 end) = 1 as is_same_config,
        max(run_version) as run_version
    from named
    group by month, name
)
select
    month,
    segment,
    frozen_customers,
    restated_customers,
    frozen_revenue_minor,
    restated_revenue_minor,
    frozen_profit_minor,
    restated_profit_minor,
    restated_profit_minor - frozen_profit_minor as change_minor,
    is_same_config,
    run_version
from summed
where frozen_customers <> restated_customers
    or frozen_revenue_minor <> restated_revenue_minor
    or frozen_profit_minor <> restated_profit_minor
