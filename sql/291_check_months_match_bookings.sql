-- One row per night whose customer months are not exactly what was booked.
with booked as (
    select
        coalesce(cast(sum(
            revenue_minor - direct_cost_minor - cost_to_serve_minor
        ) as bigint), 0) as margin_minor
    from bookings
),
kept as (
    select
        coalesce(cast(sum(
            profit_minor + acquisition_minor + capital_minor
        ) as bigint), 0) as margin_minor
    from customer_months
)
select
    b.margin_minor as booked_minor,
    k.margin_minor as kept_minor
from booked as b
cross join kept as k
where b.margin_minor <> k.margin_minor
