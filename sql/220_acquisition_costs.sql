-- One row per known customer with an acquisition cost and when it is spread.
with spent as (
    select
        customer_key,
        cast(sum(acquisition_spend_minor) as bigint) as cost_minor
    from bookings
    where customer_key > 0
    group by customer_key
    having cast(sum(acquisition_spend_minor) as bigint) <> 0
),
spread as (
    select
        s.customer_key,
        s.cost_minor,
        c.acquired_on as starts_on,
        cast(
            c.acquired_on + interval '1' month * r.acquisition_months as date
        ) as ends_before
    from spent as s
    inner join customers as c on c.customer_key = s.customer_key
    cross join run as r
)
select
    customer_key,
    cost_minor,
    starts_on,
    ends_before,
    date_diff('day', starts_on, ends_before) as spread_days
from spread
