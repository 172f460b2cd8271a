-- One row per closed month, customer of another segment then, and segment.
with movers as (
    select
        m.month,
        m.window_from,
        v.customer_key,
        coalesce(n.to_segment, v.segment) as then_segment,
        c.segment as now_segment
    from history.value_groups as v
    inner join frozen_months as m on m.month = v.month
    inner join customers as c on c.customer_key = v.customer_key
    left join renamed_segments as n on n.from_segment = v.segment
    where c.segment <> coalesce(n.to_segment, v.segment)
)
-- A move is no restatement: what the customer books counts where it was (1),
-- and not where it is (-1).
select
    month,
    window_from,
    customer_key,
    then_segment as segment,
    1 as sign
from movers
union all
select
    month,
    window_from,
    customer_key,
    now_segment as segment,
    -1 as sign
from movers
