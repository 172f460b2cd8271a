-- One row per closed month and segment: its money as closed and today.
with booked as (
    select
        c.segment,
        f.month_start,
        cast(sum(f.revenue_minor) as bigint) as revenue_minor,
        cast(sum(
            f.revenue_minor - f.direct_cost_minor - f.cost_to_serve_minor
        ) as bigint) as margin_minor,
        cast(sum(f.acquisition_minor + f.capital_minor) as bigint)
            as charges_minor
    from customer_months as f
    inner join customers as c on c.customer_key = f.customer_key
    group by c.segment, f.month_start
),
parts as (
    select
        m.month,
        b.segment,
        b.revenue_minor,
        b.margin_minor,
        b.charges_minor
    from frozen_months as m
    inner join booked as b on b.month_start between m.window_from and m.month
    union all
    select
        v.month,
        v.segment,
        v.sign * f.revenue_minor as revenue_minor,
        v.sign * (
            f.revenue_minor - f.direct_cost_minor - f.cost_to_serve_minor
        ) as margin_minor,
        v.sign * (f.acquisition_minor + f.capital_minor) as charges_minor
    from customer_months as f
    inner join frozen_movers as v
        on v.customer_key = f.customer_key
        and f.month_start between v.window_from and v.month
),
today as (
    select
        month,
        segment,
        cast(sum(revenue_minor) as bigint) as revenue_minor,
        cast(sum(margin_minor) as bigint) as margin_minor,
        cast(sum(charges_minor) as bigint) as charges_minor
    from parts
    group by month, segment
)
select
    m.month,
    s.name as segment,
    m.is_same_config,
    coalesce(z.customers, 0) as frozen_customers,
    coalesce(z.revenue_minor, 0) as frozen_revenue_minor,
    coalesce(z.profit_minor, 0) as frozen_profit_minor,
    coalesce(t.revenue_minor, 0) as revenue_minor,
    -- What months before the window bear on is taken as closed where they are
    -- no longer delivered.
    coalesce(t.margin_minor, 0) - case
        when m.is_shortened
            then coalesce(z.acquisition_minor, 0) + coalesce(z.capital_minor, 0)
        else coalesce(t.charges_minor, 0)
    end as profit_minor
from frozen_months as m
cross join scopes as s
left join scope_months as z on z.month = m.month and z.scope_id = s.scope_id
left join today as t on t.month = m.month and t.segment = s.name
where not s.is_portfolio
