-- One row per scope and closed month: the totals that pages show.
select
    m.scope_id,
    s.name as scope,
    m.month,
    h.plan_year,
    m.customers,
    m.revenue_minor,
    m.direct_cost_minor,
    m.cost_to_serve_minor,
    m.acquisition_minor,
    m.capital_minor,
    m.profit_minor,
    m.loss_minor,
    m.loss_makers
from scope_months as m
inner join scopes as s on s.scope_id = m.scope_id
inner join history.closed_months as h on h.month = m.month
