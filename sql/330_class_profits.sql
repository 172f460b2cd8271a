-- One row per customer of the window: the profit that decides the group.
with rates as (
    select
        p.customer_key,
        p.segment,
        p.tenure_days,
        p.is_contractual,
        p.is_new,
        p.is_closed,
        p.revenue_minor,
        p.direct_cost_minor,
        p.cost_to_serve_minor,
        p.avoidable_minor,
        p.acquisition_minor,
        p.capital_minor,
        p.profit_minor,
        -- Only of customers whose window is not full.
        case
            when p.tenure_days between 1 and k.window_days - 1
                then cast(k.window_days as double) / nullif(p.tenure_days, 0)
        end as fullness,
        cast(p.tenure_days * 12 as double) / 365.25 as tenure_months,
        -- What a full window would bear of the acquisition cost.
        case
            when a.spread_days > k.window_days then cast(
                round(
                    cast(a.cost_minor * k.window_days as double)
                    / nullif(a.spread_days, 0)
                ) as bigint
            )
            else coalesce(a.cost_minor, 0)
        end as full_acquisition_minor,
        m.median_minor
    from customer_profits as p
    cross join closing as k
    left join acquisition_costs as a
        on a.customer_key = p.customer_key
        and not a.is_fx
    left join segment_medians as m on m.segment = p.segment
),
annual as (
    select
        customer_key,
        segment,
        tenure_days,
        is_contractual,
        is_new,
        is_closed,
        revenue_minor,
        direct_cost_minor,
        cost_to_serve_minor,
        avoidable_minor,
        acquisition_minor,
        capital_minor,
        profit_minor,
        cast(round(
            (profit_minor + acquisition_minor) * fullness
        ) as bigint) - full_acquisition_minor as annual_minor,
        cast(tenure_months as double) / nullif(tenure_months + 6, 0)
            as credibility,
        median_minor
    from rates
)
select
    customer_key,
    segment,
    tenure_days,
    case
        when tenure_days < 365 then 1
        when tenure_days < 1095 then 2
        else 3
    end as tenure_band,
    is_contractual,
    is_new,
    is_closed,
    revenue_minor,
    direct_cost_minor,
    cost_to_serve_minor,
    avoidable_minor,
    acquisition_minor,
    capital_minor,
    profit_minor,
    case
        when annual_minor is null then profit_minor
        -- Lumpy purchases say little in a short time: lean on the segment.
        when not is_contractual and median_minor is not null then cast(
            round(
                credibility * annual_minor
                + (1 - credibility) * median_minor
            ) as bigint
        )
        else annual_minor
    end as class_profit_minor
from annual
