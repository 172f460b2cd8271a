-- One row per month and source of its bookings: a file's bytes, or a rate.
with files as (
    select
        file_no,
        cast(date_trunc('month', booked_on) as date) as month_start
    from raw_revenue
    group by file_no, cast(date_trunc('month', booked_on) as date)
    union all
    select
        file_no,
        cast(date_trunc('month', booked_on) as date) as month_start
    from raw_costs
    group by file_no, cast(date_trunc('month', booked_on) as date)
)
select
    f.month_start,
    d.feed || ' ' || d.sha256 as source,
    -- The same bytes may be delivered twice.
    count(*) as times,
    max(case when d.is_held then 0 else 1 end) = 1 as is_read
from files as f
inner join raw_deliveries as d on d.file_no = f.file_no
group by f.month_start, d.feed || ' ' || d.sha256
union all
select
    month_start,
    currency
    || ' ' || coalesce(cast(rate as varchar), '')
    || ' ' || coalesce(cast(plan_rate as varchar), '') as source,
    1 as times,
    false as is_read
from month_rates
