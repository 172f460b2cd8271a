-- One row per feed and customer id on its lines: what they come to.
select
    'revenue' as feed,
    customer_id,
    count(*) as lines,
    min(booked_on) as first_booked_on,
    cast(sum(revenue_minor) as bigint) as revenue_minor,
    coalesce(cast(sum(direct_cost_minor) as bigint), 0) as cost_minor,
    -- Refunds must not hide what they outweigh.
    cast(sum(abs(revenue_minor)) as bigint) as unsigned_minor
from raw_revenue
group by customer_id
union all
select
    'costs' as feed,
    customer_id,
    count(*) as lines,
    min(booked_on) as first_booked_on,
    cast(0 as bigint) as revenue_minor,
    cast(sum(amount_minor) as bigint) as cost_minor,
    cast(sum(abs(amount_minor)) as bigint) as unsigned_minor
from raw_costs
group by customer_id
