-- One row per segment and tenure band: what its profitable customers can earn.
with ranked as (
    select
        segment,
        tenure_band,
        profit_minor,
        cast(sum(customers) over (
            partition by segment, tenure_band order by profit_minor
        ) as bigint) as customers_below,
        cast(sum(customers) over (
            partition by segment, tenure_band
        ) as bigint) as customers
    from profit_amounts
    where profit_minor > 0
)
select
    k.segment,
    k.tenure_band,
    min(k.profit_minor) as reference_minor
from ranked as k
cross join run as r
where k.customers_below >= r.headroom_percentile * k.customers
group by k.segment, k.tenure_band
