-- One row per currency and month with bookings for which there is no rate.
select
    currency,
    substring(cast(month_start as varchar), 1, 7) as month
from month_rates
where rate is null
