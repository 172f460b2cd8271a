-- One row per target and closed month.
select
    target_no,
    month,
    actual,
    glide
from target_months
