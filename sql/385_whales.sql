-- One row per scope and closing month: how concentrated profit is.
with amounts as (
    select
        s.scope_id,
        a.profit_minor,
        cast(sum(a.customers) as bigint) as customers
    from profit_amounts as a
    inner join scope_segments as s on s.segment = a.segment
    group by s.scope_id, a.profit_minor
),
ranked as (
    select
        scope_id,
        profit_minor,
        customers,
        cast(sum(customers) over (
            partition by scope_id order by profit_minor
        ) as bigint) as customers_below,
        cast(sum(customers) over (partition by scope_id) as bigint) as n
    from amounts
),
totals as (
    select
        scope_id,
        n as customers,
        cast(sum(profit_minor * customers) as bigint) as profit_minor,
        cast(sum(case when profit_minor > 0 then profit_minor * customers end)
            as bigint) as peak_minor,
        cast(sum(case when profit_minor > 0 then customers end) as bigint)
            as customers_at_peak,
        -- The best fifth; the customers at its edge count in part.
        cast(sum(case
            when profit_minor > 0 and 5 * (n - customers_below) < n
                then profit_minor * case
                    when n - 5 * (n - customers_below) >= 5 * customers
                        then 5 * customers
                    else n - 5 * (n - customers_below)
                end
        end) as bigint) as best_fifth_minor,
        -- Raffinetti, Siletti and Vernizzi: stays in 0..1 with losses.
        sum(
            cast(
                customers * (2 * customers_below - customers - n)
                as decimal(19, 0)
            ) * profit_minor
        ) as gini_top
    from ranked
    group by scope_id, n
)
select
    k.month,
    case when not s.is_portfolio then s.name end as segment,
    t.customers,
    t.profit_minor,
    coalesce(t.peak_minor, 0) as peak_minor,
    case
        when t.profit_minor > 0
            then cast(t.peak_minor as double) / t.profit_minor
    end as peak_ratio,
    coalesce(t.customers_at_peak, 0) as customers_at_peak,
    cast(t.peak_minor - t.profit_minor as double) / nullif(t.peak_minor, 0)
        as erosion_rate,
    -- Profits and losses without their signs are twice the peak less profit.
    cast(t.gini_top as double) / nullif(cast(
        (t.customers - 1) * (
            2 * cast(coalesce(t.peak_minor, 0) as decimal(38, 0))
            - t.profit_minor
        ) as double
    ), 0) as gini,
    cast(t.best_fifth_minor as double)
        / nullif(5 * cast(t.peak_minor as double), 0) as top20_share
from totals as t
inner join scopes as s on s.scope_id = t.scope_id
cross join closing as k
