-- One row per customer of the window: the profit that decides the group.
with rates as (
    select
        p.customer_key,
        cast(k.window_days as double) / nullif(p.tenure_days, 0) as fullness,
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
        end as acquisition_minor,
        m.median_minor
    from customer_profits as p
    cross join closing as k
    left join acquisition_costs as a
        on a.customer_key = p.customer_key
        and not a.is_fx
    left join segment_medians as m on m.segment = p.segment
    where p.tenure_days between 1 and k.window_days - 1
),
annual as (
    select
        r.customer_key,
        cast(round(
            (p.profit_minor + p.acquisition_minor) * r.fullness
        ) as bigint) - r.acquisition_minor as profit_minor,
        cast(r.tenure_months as double) / nullif(r.tenure_months + 6, 0)
            as credibility,
        r.median_minor
    from rates as r
    inner join customer_profits as p on p.customer_key = r.customer_key
)
select
    p.customer_key,
    p.segment,
    p.tenure_days,
    case
        when p.tenure_days < 365 then 1
        when p.tenure_days < 1095 then 2
        else 3
    end as tenure_band,
    p.is_new,
    p.is_closed,
    p.revenue_minor,
    p.direct_cost_minor,
    p.cost_to_serve_minor,
    p.acquisition_minor,
    p.capital_minor,
    p.profit_minor,
    case
        when a.customer_key is null then p.profit_minor
        -- Lumpy purchases say little in a short time: lean on the segment.
        when not p.is_contractual and a.median_minor is not null then cast(
            round(
                a.credibility * a.profit_minor
                + (1 - a.credibility) * a.median_minor
            ) as bigint
        )
        else a.profit_minor
    end as class_profit_minor
from customer_profits as p
left join annual as a on a.customer_key = p.customer_key
