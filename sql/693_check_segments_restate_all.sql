-- One row per closed month whose segments, as today, miss the portfolio.
select
    m.month,
    m.revenue_minor,
    cast(sum(s.revenue_minor) as bigint) as segments_revenue_minor,
    m.revenue_minor - m.direct_cost_minor - m.cost_to_serve_minor
        - m.acquisition_minor - m.capital_minor as profit_minor,
    cast(sum(s.profit_minor) as bigint) as segments_profit_minor
from frozen_months as m
inner join frozen_segments as s on s.month = m.month
group by
    m.month,
    m.revenue_minor,
    m.direct_cost_minor,
    m.cost_to_serve_minor,
    m.acquisition_minor,
    m.capital_minor
having cast(sum(s.revenue_minor) as bigint) <> m.revenue_minor
    or cast(sum(s.profit_minor) as bigint)
    <> m.revenue_minor - m.direct_cost_minor - m.cost_to_serve_minor
    - m.acquisition_minor - m.capital_minor
