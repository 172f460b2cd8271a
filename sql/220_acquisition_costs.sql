-- One row per known customer with an acquisition cost, and one for its fx.
with spent as (
    select
        customer_key,
        false as is_fx,
        cast(sum(acquisition_spend_minor) as bigint) as cost_minor
    from bookings
    where customer_key > 0
        and acquisition_spend_minor <> 0
    group by customer_key
    having cast(sum(acquisition_spend_minor) as bigint) <> 0
    union all
    select
        customer_key,
        true as is_fx,
        cast(sum(actual_minor - plan_minor) as bigint) as cost_minor
    from foreign_values
    where customer_key > 0
        and line = 'acquisition cost'
    group by customer_key
    having cast(sum(actual_minor - plan_minor) as bigint) <> 0
),
spread as (
    select
        s.customer_key,
        s.is_fx,
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
    is_fx,
    cost_minor,
    starts_on,
    ends_before,
    date_diff('day', starts_on, ends_before) as spread_days
from spread
