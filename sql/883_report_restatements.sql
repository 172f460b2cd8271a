-- One row per closed month and line of money that would be different today.
select
    month,
    position,
    line,
    frozen_minor,
    restated_minor,
    restated_minor - frozen_minor as change_minor,
    is_same_config,
    run_version
from restatements
