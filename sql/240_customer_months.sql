-- One row per customer and month: every line of profit, at plan rates.
with facts as (
    select
        customer_key,
        month_start,
        revenue_minor,
        direct_cost_minor,
        cost_to_serve_minor,
        avoidable_minor,
        -- Nobody known is there to spread the unknown customer's cost over.
        case when customer_key = 0 then acquisition_spend_minor else 0 end
            as acquisition_minor,
        cast(0 as bigint) as capital_minor
    from bookings
    union all
    select
        customer_key,
        month_start,
        0 as revenue_minor,
        0 as direct_cost_minor,
        0 as cost_to_serve_minor,
        0 as avoidable_minor,
        acquisition_minor,
        0 as capital_minor
    from acquisition_charges
    where not is_fx
    union all
    select
        customer_key,
        month_start,
        0 as revenue_minor,
        0 as direct_cost_minor,
        0 as cost_to_serve_minor,
        0 as avoidable_minor,
        0 as acquisition_minor,
        capital_minor
    from capital_charges
    where not is_fx
)
select
    customer_key,
    month_start,
    cast(sum(revenue_minor) as bigint) as revenue_minor,
    cast(sum(direct_cost_minor) as bigint) as direct_cost_minor,
    cast(sum(cost_to_serve_minor) as bigint) as cost_to_serve_minor,
    cast(sum(avoidable_minor) as bigint) as avoidable_minor,
    cast(sum(acquisition_minor) as bigint) as acquisition_minor,
    cast(sum(capital_minor) as bigint) as capital_minor,
    cast(sum(
        revenue_minor - direct_cost_minor - cost_to_serve_minor
        - acquisition_minor - capital_minor
    ) as bigint) as profit_minor
from facts
group by customer_key, month_start
