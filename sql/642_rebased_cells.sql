-- One row per baseline month, later plan year, segment, group then and again.
-- Progress is made by customers, not by bounds: the month a promise counts from
-- is judged again on those of every later year, as its first month starts with.
with years as (
    select distinct
        b.month,
        e.plan_year,
        least(e.destroyers_to_minor + 1, -e.neutral_band_minor) as from_eroders,
        -e.neutral_band_minor as from_neutral,
        e.neutral_band_minor + 1 as from_contributors,
        greatest(e.creators_from_minor, e.neutral_band_minor + 1)
            as from_creators
    from target_rows as t
    cross join run as r
    inner join history.closed_months as b on b.month = t.baseline_month
    inner join history.closed_months as k
        on k.month > b.month
        and k.month <= r.as_of
        and k.plan_year <> b.plan_year
    inner join history.group_bounds as e on e.plan_year = k.plan_year
    where t.baseline is null
        and t.group_code between 1 and 5
),
judged as (
    select
        v.month,
        y.plan_year,
        coalesce(n.to_segment, v.segment) as segment,
        v.group_code as closed_code,
        case
            when v.class_profit_minor >= y.from_creators then 5
            when v.class_profit_minor >= y.from_contributors then 4
            when v.class_profit_minor >= y.from_neutral then 3
            when v.class_profit_minor >= y.from_eroders then 2
            else 1
        end as group_code,
        v.profit_minor
    from history.value_groups as v
    inner join years as y on y.month = v.month
    left join renamed_segments as n on n.from_segment = v.segment
    where v.group_code between 1 and 5
)
select
    month,
    plan_year,
    segment,
    closed_code,
    group_code,
    count(*) as customers,
    cast(sum(profit_minor) as bigint) as profit_minor
from judged
group by month, plan_year, segment, closed_code, group_code
