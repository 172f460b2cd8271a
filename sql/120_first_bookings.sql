-- One row per customer id with a booking.
with bookings as (
    select
        customer_id,
        booked_on,
        booked_on as revenue_on
    from raw_revenue
    union all
    select
        customer_id,
        booked_on,
        cast(null as date) as revenue_on
    from raw_costs
)
select
    customer_id,
    min(booked_on) as first_booked_on,
    min(revenue_on) as first_revenue_on
from bookings
where customer_id is not null
group by customer_id
