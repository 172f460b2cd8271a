-- One row per customer group with an intent: its first customers, then and now.
with began as (
    select
        i.segment,
        coalesce(n.to_segment, i.segment) as new_segment,
        i.group_code,
        i.since_month
    from intents as i
    left join renamed_segments as n on n.from_segment = i.segment
    where i.intent <> 'observe'
        and i.since_month < i.month
),
pairs as (
    select
        b.segment,
        b.group_code,
        v.customer_key is not null as is_here,
        v.group_code = b.group_code
            and coalesce(m.to_segment, v.segment) = b.new_segment as is_member,
        v.profit_minor - h.profit_minor as change_minor,
        v.cost_to_serve_minor - h.cost_to_serve_minor as cost_change_minor,
        h.profit_minor
    from history.value_groups as h
    left join renamed_segments as n on n.from_segment = h.segment
    inner join began as b
        on b.since_month = h.month
        and b.group_code = h.group_code
        and b.new_segment = coalesce(n.to_segment, h.segment)
    left join value_groups as v
        on v.customer_key = h.customer_key
        and v.group_code > 0
    left join renamed_segments as m on m.from_segment = v.segment
)
select
    segment,
    group_code,
    count(*) as members,
    count(*) filter (where is_here) as same_customers,
    count(*) filter (where is_member) as stayed_customers,
    cast(sum(case when is_here then profit_minor end) as bigint) as then_minor,
    cast(sum(change_minor) as bigint) as change_minor,
    sum(cast(change_minor as decimal(19, 0)) * change_minor) as change_squares,
    cast(sum(cost_change_minor) as bigint) as cost_change_minor,
    sum(cast(cost_change_minor as decimal(19, 0)) * cost_change_minor)
        as cost_change_squares
from pairs
group by segment, group_code
