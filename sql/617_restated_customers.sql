-- One row per closed month whose money changed, and segment: customers today.
with changed as (
    select
        m.month,
        m.window_from
    from frozen_months as m
    inner join frozen_segments as s on s.month = m.month
    where s.revenue_minor <> s.frozen_revenue_minor
        or s.profit_minor <> s.frozen_profit_minor
    group by m.month, m.window_from
),
present as (
    select
        m.month,
        f.customer_key
    from customer_months as f
    inner join changed as m on f.month_start between m.window_from and m.month
    union
    select
        m.month,
        c.customer_key
    from customers as c
    cross join changed as m
    where c.is_contractual
        and coalesce(c.acquired_on <= m.month, true)
),
counted as (
    select
        p.month,
        coalesce(v.segment, c.segment) as segment,
        count(*) as customers
    from present as p
    inner join customers as c on c.customer_key = p.customer_key
    left join frozen_movers as v
        on v.month = p.month
        and v.customer_key = p.customer_key
        and v.sign = 1
    where coalesce(c.closed_on > p.month, true)
    group by p.month, coalesce(v.segment, c.segment)
)
select
    s.month,
    s.segment,
    coalesce(k.customers, 0) as customers
from frozen_segments as s
inner join changed as m on m.month = s.month
left join counted as k on k.month = s.month and k.segment = s.segment
