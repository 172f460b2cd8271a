-- One row per feed, delivered customer id and month; unknown ones have key 0.
with by_id as (
    -- Aggregating by the delivered text first leaves far fewer rows to join;
    -- each feed sums only what it has.
    select
        customer_id,
        cast(date_trunc('month', booked_on) as date) as month_start,
        cast(sum(revenue_minor) as bigint) as revenue_minor,
        coalesce(cast(sum(direct_cost_minor) as bigint), 0)
            as direct_cost_minor,
        cast(0 as bigint) as cost_to_serve_minor,
        cast(0 as bigint) as avoidable_minor,
        cast(0 as bigint) as acquisition_spend_minor,
        count(*) as lines
    from raw_revenue
    where currency is null
    group by customer_id, cast(date_trunc('month', booked_on) as date)
    union all
    select
        customer_id,
        cast(date_trunc('month', booked_on) as date) as month_start,
        0 as revenue_minor,
        0 as direct_cost_minor,
        cast(sum(case
            when lower(activity) = 'acquisition' then 0
            else amount_minor
        end) as bigint) as cost_to_serve_minor,
        cast(sum(case
            when lower(activity) = 'acquisition' then 0
            when not coalesce(avoidable, true) then 0
            else amount_minor
        end) as bigint) as avoidable_minor,
        cast(sum(case
            when lower(activity) = 'acquisition' then amount_minor
            else 0
        end) as bigint) as acquisition_spend_minor,
        count(*) as lines
    from raw_costs
    where currency is null
    group by customer_id, cast(date_trunc('month', booked_on) as date)
)
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
-- Of several currencies in one row: each line by itself, at plan rates.
select
    customer_key,
    month_start,
    cast(sum(case when line = 'revenue' then plan_minor else 0 end) as bigint),
    cast(sum(case
        when line = 'direct cost' then plan_minor else 0
    end) as bigint),
    cast(sum(case
        when line = 'cost to serve' then plan_minor else 0
    end) as bigint),
    cast(sum(case when line = 'avoidable' then plan_minor else 0 end)
        as bigint),
    cast(sum(case
        when line = 'acquisition cost' then plan_minor else 0
    end) as bigint),
    cast(sum(case
        when line in ('direct cost', 'avoidable') then 0 else lines
    end) as bigint)
from foreign_values
where line <> 'capital employed'
group by customer_key, month_start
