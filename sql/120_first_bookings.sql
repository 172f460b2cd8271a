-- One row per customer id with a booking.
select
    customer_id,
    min(first_booked_on) as first_booked_on,
    min(case when feed = 'revenue' then first_booked_on end)
        as first_revenue_on
from booked_ids
where customer_id is not null
group by customer_id
