-- One row per month with revenue: its lines and its last day with a booking.
with days as (
    -- Far fewer dates than lines are left to be cut down to months.
    select
        booked_on,
        count(*) as lines
    from raw_revenue
    group by booked_on
)
select
    cast(date_trunc('month', booked_on) as date) as month_start,
    cast(sum(lines) as bigint) as lines,
    max(booked_on) as last_booked_on
from days
group by cast(date_trunc('month', booked_on) as date)
