-- One row per customer, month, foreign currency and line, as delivered.
with lines as (
    select
        customer_id,
        booked_on,
        currency,
        'revenue' as line,
        revenue_minor as amount_minor
    from raw_revenue
    where currency is not null
    union all
    select
        customer_id,
        booked_on,
        currency,
        'direct cost' as line,
        direct_cost_minor as amount_minor
    from raw_revenue
    where currency is not null
        and direct_cost_minor is not null
    union all
    select
        customer_id,
        booked_on,
        currency,
        case
            when lower(activity) = 'acquisition' then 'acquisition cost'
            else 'cost to serve'
        end as line,
        amount_minor
    from raw_costs
    where currency is not null
    union all
    select
        customer_id,
        booked_on,
        currency,
        'avoidable' as line,
        amount_minor
    from raw_costs
    where currency is not null
        and lower(activity) <> 'acquisition'
        and coalesce(avoidable, true)
    union all
    select
        customer_id,
        month as booked_on,
        currency,
        'capital employed' as line,
        amount_minor
    from raw_capital
    where currency is not null
)
select
    coalesce(c.customer_key, 0) as customer_key,
    cast(date_trunc('month', l.booked_on) as date) as month_start,
    l.currency,
    l.line,
    cast(sum(l.amount_minor) as bigint) as delivered_minor,
    count(*) as lines
from lines as l
left join customers as c on c.customer_id = l.customer_id
group by
    coalesce(c.customer_key, 0),
    cast(date_trunc('month', l.booked_on) as date),
    l.currency,
    l.line
