-- One row per segment, group and tenure band; group 0 holds leavers' bookings.
select
    month,
    segment,
    group_code,
    tenure_band,
    count(*) as customers,
    count(*) filter (where profit_minor < 0) as loss_makers,
    cast(sum(revenue_minor) as bigint) as revenue_minor,
    cast(sum(direct_cost_minor) as bigint) as direct_cost_minor,
    cast(sum(cost_to_serve_minor) as bigint) as cost_to_serve_minor,
    cast(sum(acquisition_minor) as bigint) as acquisition_minor,
    cast(sum(capital_minor) as bigint) as capital_minor,
    cast(sum(profit_minor) as bigint) as profit_minor,
    cast(sum(
        case when profit_minor > 0 then profit_minor else 0 end
    ) as bigint) as peak_minor
from value_groups
group by month, segment, group_code, tenure_band
