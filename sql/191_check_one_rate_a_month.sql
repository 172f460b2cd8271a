-- One row per currency and month that the exports give more than one rate for.
select
    currency,
    substring(cast(month_start as varchar), 1, 7) as month,
    rates
from exchange_rates
where rates > 1
