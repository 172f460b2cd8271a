-- One row per scope, comparison and class: its part of the change in profit.
with sizes as (
    select
        scope_id,
        comparison,
        cast(sum(customers) as bigint) as n
    from scope_moves
    group by scope_id, comparison
),
errors as (
    -- Over all customers of the scope; those of other classes count as zero.
    -- Exact until the root: no difference of large floats.
    select
        b.scope_id,
        b.comparison,
        b.class,
        sqrt(
            cast(
                z.n * cast(b.change_squares as decimal(38, 0))
                - cast(b.change_minor as decimal(38, 0)) * b.change_minor
                as double
            ) / nullif(z.n, 0)
        ) as standard_error_minor
    from bridge_classes as b
    inner join sizes as z
        on z.scope_id = b.scope_id
        and z.comparison = b.comparison
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
    e.standard_error_minor,
    coalesce(
        e.standard_error_minor > 0
        and abs(b.change_minor) >= 1.96 * e.standard_error_minor,
        false
    ) as is_real
from bridge_classes as b
inner join scopes as s on s.scope_id = b.scope_id
inner join bridge_positions as p on p.class = b.class
inner join errors as e
    on e.scope_id = b.scope_id
    and e.comparison = b.comparison
    and e.class = b.class
union all
select
    b.scope_id,
    s.name as scope,
    b.comparison,
    p.position,
    p.class,
    cast(0 as bigint) as customers,
    b.then_minor,
    b.now_minor,
    b.change_minor,
    b.revenue_minor,
    b.direct_cost_minor,
    b.cost_to_serve_minor,
    b.acquisition_minor,
    b.capital_minor,
    cast(null as double) as standard_error_minor,
    false as is_real
from bridge_fx as b
inner join scopes as s on s.scope_id = b.scope_id
inner join bridge_positions as p on p.class = 'fx'
