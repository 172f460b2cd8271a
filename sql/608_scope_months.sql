-- One row per scope and closed month: its totals for the window.
select
    scope_id,
    month,
    cast(sum(
        case when group_code > 0 then customers else 0 end
    ) as bigint) as customers,
    cast(sum(revenue_minor) as bigint) as revenue_minor,
    cast(sum(direct_cost_minor) as bigint) as direct_cost_minor,
    cast(sum(cost_to_serve_minor) as bigint) as cost_to_serve_minor,
    cast(sum(acquisition_minor) as bigint) as acquisition_minor,
    cast(sum(capital_minor) as bigint) as capital_minor,
    cast(sum(profit_minor) as bigint) as profit_minor,
    cast(sum(profit_minor - peak_minor) as bigint) as loss_minor,
    cast(sum(
        case when group_code > 0 then loss_makers else 0 end
    ) as bigint) as loss_makers
from scope_cells
group by scope_id, month
