-- One row per comparison and customer known then, on today's bounds.
with edges as (
    select
        max(case when position = 1 then amount_minor end) as from_eroders,
        max(case when position = 2 then amount_minor end) as from_neutral,
        max(case when position = 3 then amount_minor end) as from_contributors,
        max(case when position = 4 then amount_minor end) as from_creators
    from boundaries
)
select
    v.comparison,
    v.month,
    v.customer_key,
    -- History keeps the name that a segment had: a new name moves nobody.
    coalesce(n.to_segment, v.segment) as segment,
    case
        when v.group_code not between 1 and 5 then v.group_code
        when v.plan_year = k.plan_year then v.group_code
        -- Another plan year had other bounds: compare like with like.
        when v.class_profit_minor >= e.from_creators then 5
        when v.class_profit_minor >= e.from_contributors then 4
        when v.class_profit_minor >= e.from_neutral then 3
        when v.class_profit_minor >= e.from_eroders then 2
        else 1
    end as group_code,
    v.revenue_minor,
    v.direct_cost_minor,
    v.cost_to_serve_minor,
    v.acquisition_minor,
    v.capital_minor,
    v.profit_minor
from previous_values as v
cross join closing as k
cross join edges as e
left join renamed_segments as n on n.from_segment = v.segment
