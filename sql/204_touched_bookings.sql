-- One row per month whose bookings may not be those of last night.
-- Bookings are made again for these months and kept for all others.
with turned as (
    -- Listed tonight and not last night, or the other way round.
    select c.customer_id
    from customers as c
    left join previous_customer_keys as p
        on p.customer_key = c.customer_key
        and p.is_listed
    where p.customer_key is null
    union all
    select p.customer_id
    from previous_customer_keys as p
    left join customers as c on c.customer_key = p.customer_key
    where p.is_listed
        and c.customer_key is null
),
since as (
    select
        cast(date_trunc('month', min(b.first_booked_on)) as date)
            as month_start
    from booked_ids as b
    inner join turned as t on t.customer_id = b.customer_id
)
select s.month_start
from booking_sources as s
cross join since as n
left join previous_booking_sources as p
    on p.month_start = s.month_start
    and p.source = s.source
    and p.times = s.times
where s.is_read
    or p.month_start is null
    or s.month_start >= n.month_start
union
select p.month_start
from previous_booking_sources as p
left join booking_sources as s
    on s.month_start = p.month_start
    and s.source = p.source
    and s.times = p.times
where s.month_start is null
