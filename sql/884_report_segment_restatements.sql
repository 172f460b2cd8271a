-- One row per closed month and segment that would be different today.
select
    s.month,
    -- What is no longer delivered was found under the name of its day.
    coalesce(n.to_segment, s.segment) as segment,
    s.frozen_customers,
    s.restated_customers,
    s.frozen_revenue_minor,
    s.restated_revenue_minor,
    s.frozen_profit_minor,
    s.restated_profit_minor,
    s.restated_profit_minor - s.frozen_profit_minor as change_minor,
    s.is_same_config,
    s.run_version
from segment_restatements as s
left join renamed_segments as n on n.from_segment = s.segment
