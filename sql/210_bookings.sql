-- One row per customer and month with a booking; customer 0 is the unknown one.
with lines as (
    select
        customer_id,
        booked_on,
        revenue_minor,
        coalesce(direct_cost_minor, 0) as direct_cost_minor,
        cast(0 as bigint) as cost_to_serve_minor,
        cast(0 as bigint) as avoidable_minor,
        cast(0 as bigint) as acquisition_spend_minor
    from raw_revenue
    union all
    select
        customer_id,
        booked_on,
        0 as revenue_minor,
        0 as direct_cost_minor,
        case when activity = 'acquisition' then 0 else amount_minor end
            as cost_to_serve_minor,
        case
            when activity = 'acquisition' then 0
            when not coalesce(avoidable, true) then 0
            else amount_minor
        end as avoidable_minor,
        case when activity = 'acquisition' then amount_minor else 0 end
            as acquisition_spend_minor
    from raw_costs
),
-- Aggregating by the delivered text first leaves far fewer rows to join.
by_id as (
    select
        customer_id,
        cast(date_trunc('month', booked_on) as date) as month_start,
        cast(sum(revenue_minor) as bigint) as revenue_minor,
        cast(sum(direct_cost_minor) as bigint) as direct_cost_minor,
        cast(sum(cost_to_serve_minor) as bigint) as cost_to_serve_minor,
        cast(sum(avoidable_minor) as bigint) as avoidable_minor,
        cast(sum(acquisition_spend_minor) as bigint) as acquisition_spend_minor,
        count(*) as lines
    from lines
    group by customer_id, cast(date_trunc('month', booked_on) as date)
)
select
    coalesce(c.customer_key, 0) as customer_key,
    b.month_start,
    cast(sum(b.revenue_minor) as bigint) as revenue_minor,
    cast(sum(b.direct_cost_minor) as bigint) as direct_cost_minor,
    cast(sum(b.cost_to_serve_minor) as bigint) as cost_to_serve_minor,
    cast(sum(b.avoidable_minor) as bigint) as avoidable_minor,
    cast(sum(b.acquisition_spend_minor) as bigint) as acquisition_spend_minor,
    cast(sum(b.lines) as bigint) as lines
from by_id as b
left join customers as c on c.customer_id = b.customer_id
group by coalesce(c.customer_key, 0), b.month_start
