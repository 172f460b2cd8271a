-- One row per scope: the width, the first and the last of its profit classes.
with ends as (
    -- Between the best and the worst fortieth of the customers.
    select
        a.scope_id,
        min(case
            when 40 * (a.customers_to - a.customers) < a.all_customers
                then a.amount_minor
        end) as high_minor,
        max(case
            when 40 * a.customers_to > 39 * a.all_customers then a.amount_minor
        end) as low_minor
    from decile_amounts as a
    inner join run as r on r.as_of = a.month
    where a.measure = 'profit'
    group by a.scope_id
),
spans as (
    select
        scope_id,
        greatest(coalesce(high_minor, 0), 0) as high_minor,
        least(coalesce(low_minor, 0), 0) as low_minor
    from ends
),
widths as (
    select
        s.scope_id,
        s.high_minor,
        s.low_minor,
        min(c.width_minor) as width_minor
    from spans as s
    inner join class_widths as c
        on 16 * c.width_minor >= s.high_minor - s.low_minor
    group by s.scope_id, s.high_minor, s.low_minor
)
select
    scope_id,
    width_minor,
    cast(floor(cast(low_minor as double) / nullif(width_minor, 0)) as integer)
        as first_class,
    cast(ceil(cast(high_minor as double) / nullif(width_minor, 0)) as integer)
        as last_class
from widths
