-- One row per customer of the window: the group it belongs to from now on.
with edges as (
    select
        max(case when position = 1 then amount_minor end) as from_eroders,
        max(case when position = 1 then up_minor end) as up_to_eroders,
        max(case when position = 1 then down_minor end) as down_to_destroyers,
        max(case when position = 2 then amount_minor end) as from_neutral,
        max(case when position = 2 then up_minor end) as up_to_neutral,
        max(case when position = 2 then down_minor end) as down_to_eroders,
        max(case when position = 3 then amount_minor end) as from_contributors,
        max(case when position = 3 then up_minor end) as up_to_contributors,
        max(case when position = 3 then down_minor end) as down_to_neutral,
        max(case when position = 4 then amount_minor end) as from_creators,
        max(case when position = 4 then up_minor end) as up_to_creators,
        max(case when position = 4 then down_minor end) as down_to_contributors
    from boundaries
),
judged as (
    select
        p.customer_key,
        p.segment,
        p.tenure_days,
        p.tenure_band,
        p.is_contractual,
        p.class_profit_minor,
        p.revenue_minor,
        p.direct_cost_minor,
        p.cost_to_serve_minor,
        p.avoidable_minor,
        p.acquisition_minor,
        p.capital_minor,
        p.profit_minor,
        case
            when p.class_profit_minor >= e.from_creators then 5
            when p.class_profit_minor >= e.from_contributors then 4
            when p.class_profit_minor >= e.from_neutral then 3
            when p.class_profit_minor >= e.from_eroders then 2
            else 1
        end as raw_group_code,
        -- The lowest group that a rise reaches, the highest that a fall leaves.
        case
            when p.class_profit_minor >= e.up_to_creators then 5
            when p.class_profit_minor >= e.up_to_contributors then 4
            when p.class_profit_minor >= e.up_to_neutral then 3
            when p.class_profit_minor >= e.up_to_eroders then 2
            else 1
        end as least_code,
        case
            when p.class_profit_minor >= e.down_to_contributors then 5
            when p.class_profit_minor >= e.down_to_neutral then 4
            when p.class_profit_minor >= e.down_to_eroders then 3
            when p.class_profit_minor >= e.down_to_destroyers then 2
            else 1
        end as most_code,
        case
            when p.is_closed then 0
            when p.is_new then 6
            when p.revenue_minor = 0
                and abs(p.profit_minor) <= b.neutral_band_minor then 7
        end as standing_code
    from class_profits as p
    cross join edges as e
    cross join group_bounds as b
)
select
    k.month,
    j.customer_key,
    j.segment,
    j.tenure_days,
    j.tenure_band,
    j.is_contractual,
    coalesce(
        j.standing_code,
        case
            when e.group_code between 1 and 5
                then greatest(j.least_code, least(e.group_code, j.most_code))
            else j.raw_group_code
        end
    ) as group_code,
    coalesce(j.standing_code, j.raw_group_code) as raw_group_code,
    j.class_profit_minor,
    j.revenue_minor,
    j.direct_cost_minor,
    j.cost_to_serve_minor,
    j.avoidable_minor,
    j.acquisition_minor,
    j.capital_minor,
    j.profit_minor
from judged as j
cross join closing as k
left join earlier_groups as e
    on e.customer_key = j.customer_key
    and e.comparison = 'previous'
