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
                then p.tenure_days
        end as part_days,
        (p.profit_minor + p.acquisition_minor) * k.window_days as times_window,
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
        -- Rounded once, out of whole numbers: halves stay halves.
        cast(round(
            cast(times_window as double) / nullif(part_days, 0)
        ) as bigint) - full_acquisition_minor as annual_minor,
        -- Months of tenure, days * 12 / 365.25, weigh months / (months + 6):
        -- of days that is 8 * days / (8 * days + 1461).
        cast(round(
            cast(
                8 * cast(
                    times_window - full_acquisition_minor * part_days
                    as decimal(38, 0)
                )
                + 1461 * cast(median_minor as decimal(38, 0)) as double
            ) / nullif(8 * part_days + 1461, 0)
        ) as bigint) as leaning_minor
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
        when not is_contractual and leaning_minor is not null
            then leaning_minor
        else annual_minor
    end as class_profit_minor
from annual
