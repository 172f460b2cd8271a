-- One row per scope, window's end and class of profit per customer.
with classed as (
    select
        a.scope_id,
        a.month,
        -- Class 0 is exactly nothing, 1 up to one width above it, -1 below.
        case
            when a.amount_minor > k.last_class * k.width_minor
                then k.last_class + 1
            when a.amount_minor < k.first_class * k.width_minor
                then k.first_class - 1
            when a.amount_minor > 0 then cast(ceil(
                cast(a.amount_minor as double) / nullif(k.width_minor, 0)
            ) as integer)
            else cast(floor(
                cast(a.amount_minor as double) / nullif(k.width_minor, 0)
            ) as integer)
        end as class_no,
        a.customers,
        a.profit_minor
    from decile_amounts as a
    inner join profit_scales as k on k.scope_id = a.scope_id
    where a.measure = 'profit'
),
sums as (
    select
        scope_id,
        month,
        class_no,
        cast(sum(customers) as bigint) as customers,
        cast(sum(profit_minor) as bigint) as profit_minor
    from classed
    group by scope_id, month, class_no
),
classes as (
    select
        k.scope_id,
        m.month,
        m.customers as all_customers,
        k.width_minor,
        k.first_class,
        k.last_class,
        k.first_class - 1 + n.step as class_no
    from profit_scales as k
    inner join (
        select
            scope_id,
            month,
            cast(sum(customers) as bigint) as customers
        from sums
        group by scope_id, month
    ) as m on m.scope_id = k.scope_id
    inner join curve_steps as n
        on n.step <= k.last_class - k.first_class + 2
)
-- The first class and the last have no end.
select
    c.scope_id,
    s.name as scope,
    c.month,
    c.class_no,
    case
        when c.class_no > 0 then (c.class_no - 1) * c.width_minor
        when c.class_no >= c.first_class then c.class_no * c.width_minor
    end as above_minor,
    case
        when c.class_no <= c.last_class and c.class_no >= 0
            then c.class_no * c.width_minor
        when c.class_no < 0 then (c.class_no + 1) * c.width_minor
    end as up_to_minor,
    coalesce(x.customers, 0) as customers,
    cast(coalesce(x.customers, 0) as double) / nullif(c.all_customers, 0)
        as customer_share,
    coalesce(x.profit_minor, 0) as profit_minor
from classes as c
inner join scopes as s on s.scope_id = c.scope_id
left join sums as x
    on x.scope_id = c.scope_id
    and x.month = c.month
    and x.class_no = c.class_no
