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
    where currency is null
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
    where currency is null
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
),
keyed as (
    select
        coalesce(c.customer_key, 0) as customer_key,
        b.month_start,
        b.revenue_minor,
        b.direct_cost_minor,
        b.cost_to_serve_minor,
        b.avoidable_minor,
        b.acquisition_spend_minor,
        b.lines
    from by_id as b
    left join customers as c on c.customer_id = b.customer_id
    union all
    select
        customer_key,
        month_start,
        case when line = 'revenue' then plan_minor else 0 end,
        case when line = 'direct cost' then plan_minor else 0 end,
        case when line = 'cost to serve' then plan_minor else 0 end,
        case when line = 'avoidable' then plan_minor else 0 end,
        case when line = 'acquisition cost' then plan_minor else 0 end,
        case when line in ('direct cost', 'avoidable') then 0 else lines end
    from foreign_values
    where line <> 'capital employed'
)
select
    customer_key,
    month_start,
    cast(sum(revenue_minor) as bigint) as revenue_minor,
    cast(sum(direct_cost_minor) as bigint) as direct_cost_minor,
    cast(sum(cost_to_serve_minor) as bigint) as cost_to_serve_minor,
    cast(sum(avoidable_minor) as bigint) as avoidable_minor,
    cast(sum(acquisition_spend_minor) as bigint) as acquisition_spend_minor,
    cast(sum(lines) as bigint) as lines
from keyed
group by customer_key, month_start
