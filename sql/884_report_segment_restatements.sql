-- One row per closed month and segment that would be different today.
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
from segment_restatements
