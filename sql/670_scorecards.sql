-- One row per scope, comparison and part: who stayed, who came and who went.
with sizes as (
    select
        scope_id,
        comparison,
        cast(sum(customers) as bigint) as n
    from scope_moves
    group by scope_id, comparison
),
parts as (
    select
        *,
        -- An owner answers for the customers at both ends. Who came, was judged
        -- for the first time or went is told apart, however it changed profit.
        case
            when class in ('entered', 'moved_in', 'graduated') then 'inflow'
            when class in ('left', 'moved_out') then 'outflow'
            else 'same'
        end as part
    from bridge_classes
),
sums as (
    select
        scope_id,
        comparison,
        then_month,
        part,
        cast(sum(customers) as bigint) as customers,
        cast(sum(
            case when class = 'up' then customers else 0 end
        ) as bigint) as up_customers,
        cast(sum(
            case when class = 'down' then customers else 0 end
        ) as bigint) as down_customers,
        cast(sum(
            case
                when class in ('moved_in', 'moved_out') then customers
                else 0
            end
        ) as bigint) as moved_customers,
        cast(sum(
            case
                when class in ('moved_in', 'moved_out') then change_minor
                else 0
            end
        ) as bigint) as moved_minor,
        cast(sum(then_minor) as bigint) as then_minor,
        cast(sum(now_minor) as bigint) as now_minor,
        cast(sum(change_minor) as bigint) as change_minor,
        sum(cast(change_squares as decimal(38, 0))) as change_squares
    from parts
    group by scope_id, comparison, then_month, part
)
select
    s.scope_id,
    s.comparison,
    s.then_month,
    s.part,
    s.customers,
    s.up_customers,
    s.down_customers,
    s.moved_customers,
    s.moved_minor,
    s.then_minor,
    s.now_minor,
    s.change_minor,
    -- Over all customers of the scope, as in the bridge.
    sqrt(
        cast(
            z.n * cast(s.change_squares as decimal(38, 0))
            - cast(s.change_minor as decimal(38, 0)) * s.change_minor
            as double
        ) / nullif(z.n, 0)
    ) as standard_error_minor
from sums as s
inner join sizes as z
    on z.scope_id = s.scope_id
    and z.comparison = s.comparison
