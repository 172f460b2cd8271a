-- One row per line and foreign currency that differs from the exports.
with delivered as (
    select
        'revenue' as line,
        currency,
        cast(sum(revenue_minor) as bigint) as delivered_minor
    from raw_revenue
    where currency is not null
    group by currency
    union all
    select
        'direct cost',
        currency,
        cast(sum(direct_cost_minor) as bigint)
    from raw_revenue
    where currency is not null
    group by currency
    union all
    select
        case
            when lower(activity) = 'acquisition' then 'acquisition cost'
            else 'cost to serve'
        end,
        currency,
        cast(sum(amount_minor) as bigint)
    from raw_costs
    where currency is not null
    group by
        case
            when lower(activity) = 'acquisition' then 'acquisition cost'
            else 'cost to serve'
        end,
        currency
),
amounts as (
    select
        line,
        currency,
        delivered_minor,
        cast(0 as bigint) as converted_minor
    from delivered
    union all
    select
        a.line,
        a.currency,
        cast(0 as bigint) as delivered_minor,
        a.delivered_minor as converted_minor
    from delivered_amounts as a
    cross join run as r
    where a.currency <> r.currency
)
select
    line,
    currency,
    coalesce(cast(sum(delivered_minor) as bigint), 0) as delivered_minor,
    coalesce(cast(sum(converted_minor) as bigint), 0) as converted_minor
from amounts
group by line, currency
having coalesce(cast(sum(delivered_minor) as bigint), 0)
    <> coalesce(cast(sum(converted_minor) as bigint), 0)
