-- One row per closing month: the bounds that its whale curve would set.
with positives as (
    select
        class_profit_minor,
        cast(sum(customers) over (
            order by class_profit_minor
        ) as bigint) as customers_below,
        cast(sum(customers) over () as bigint) as customers
    from class_amounts
    where class_profit_minor > 0
),
neutral as (
    select
        greatest(
            r.neutral_min_minor,
            coalesce(cast(round(
                min(p.class_profit_minor) * r.neutral_share_of_median
            ) as bigint), 0)
        ) as band_minor
    from run as r
    left join positives as p on 2 * p.customers_below >= p.customers
    group by r.neutral_min_minor, r.neutral_share_of_median
),
curve as (
    select
        class_profit_minor,
        -- What better customers make, and what worse customers lose.
        coalesce(cast(sum(
            greatest(class_profit_minor, 0) * customers
        ) over (
            order by class_profit_minor desc
            rows between unbounded preceding and 1 preceding
        ) as bigint), 0) as better_minor,
        coalesce(cast(sum(
            greatest(-class_profit_minor, 0) * customers
        ) over (
            order by class_profit_minor
            rows between unbounded preceding and 1 preceding
        ) as bigint), 0) as worse_minor,
        cast(sum(
            greatest(class_profit_minor, 0) * customers
        ) over () as bigint) as peak_minor,
        cast(sum(
            greatest(-class_profit_minor, 0) * customers
        ) over () as bigint) as losses_minor
    from class_amounts
)
select
    n.band_minor as neutral_band_minor,
    coalesce(
        min(case
            when c.class_profit_minor > n.band_minor
                and c.better_minor < r.creators_share * c.peak_minor
                then c.class_profit_minor
        end),
        n.band_minor + 1
    ) as creators_from_minor,
    coalesce(
        max(case
            when c.class_profit_minor < -n.band_minor
                and c.worse_minor < r.destroyers_share * c.losses_minor
                then c.class_profit_minor
        end),
        -n.band_minor - 1
    ) as destroyers_to_minor
from neutral as n
cross join run as r
left join curve as c on 1 = 1
group by n.band_minor
