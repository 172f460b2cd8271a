-- One row per scope, comparison and class: its part of the change in profit.
with sizes as (
    select
        scope_id,
        comparison,
        cast(sum(customers) as bigint) as n
    from scope_moves
    group by scope_id, comparison
)
select
    b.scope_id,
    s.name as scope,
    b.comparison,
    p.position,
    b.class,
    b.customers,
    b.then_minor,
    b.now_minor,
    b.change_minor,
    b.revenue_minor,
    b.direct_cost_minor,
    b.cost_to_serve_minor,
    b.acquisition_minor,
    b.capital_minor,
    -- Customers are the sample; the rest of the scope did not move this way.
    sqrt(
        cast(b.change_squares as double)
        - cast(b.change_minor as double) * b.change_minor / nullif(z.n, 0)
    ) as standard_error_minor
from bridge_classes as b
inner join scopes as s on s.scope_id = b.scope_id
inner join bridge_positions as p on p.class = b.class
inner join sizes as z
    on z.scope_id = b.scope_id
    and z.comparison = b.comparison
