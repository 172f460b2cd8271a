-- One row per month with revenue: its lines and its last day with a booking.
select
    cast(date_trunc('month', booked_on) as date) as month_start,
    count(*) as lines,
    max(booked_on) as last_booked_on
from raw_revenue
group by cast(date_trunc('month', booked_on) as date)
