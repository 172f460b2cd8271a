-- One row per foreign currency and month: the average rate of the month.
select
    currency,
    cast(date_trunc('month', month) as date) as month_start,
    min(rate) as rate,
    count(distinct rate) as rates
from raw_rates
where currency is not null
group by currency, cast(date_trunc('month', month) as date)
