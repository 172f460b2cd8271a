-- One row per comparison and way from one segment and group to another.
with comparisons as (
    select distinct
        comparison,
        month
    from earlier_groups
),
pairs as (
    select
        c.comparison,
        n.month,
        c.month as then_month,
        e.segment as then_segment,
        n.segment as now_segment,
        coalesce(e.group_code, 0) as then_code,
        n.group_code as now_code,
        coalesce(e.revenue_minor, 0) as then_revenue_minor,
        n.revenue_minor as now_revenue_minor,
        coalesce(e.direct_cost_minor, 0) as then_direct_cost_minor,
        n.direct_cost_minor as now_direct_cost_minor,
        coalesce(e.cost_to_serve_minor, 0) as then_cost_to_serve_minor,
        n.cost_to_serve_minor as now_cost_to_serve_minor,
        coalesce(e.acquisition_minor, 0) as then_acquisition_minor,
        n.acquisition_minor as now_acquisition_minor,
        coalesce(e.capital_minor, 0) as then_capital_minor,
        n.capital_minor as now_capital_minor,
        coalesce(e.profit_minor, 0) as then_profit_minor,
        n.profit_minor as now_profit_minor
    from value_groups as n
    cross join comparisons as c
    left join earlier_groups as e
        on e.customer_key = n.customer_key
        and e.comparison = c.comparison
    union all
    select
        e.comparison,
        k.month,
        e.month as then_month,
        e.segment as then_segment,
        cast(null as varchar) as now_segment,
        e.group_code as then_code,
        0 as now_code,
        e.revenue_minor as then_revenue_minor,
        0 as now_revenue_minor,
        e.direct_cost_minor as then_direct_cost_minor,
        0 as now_direct_cost_minor,
        e.cost_to_serve_minor as then_cost_to_serve_minor,
        0 as now_cost_to_serve_minor,
        e.acquisition_minor as then_acquisition_minor,
        0 as now_acquisition_minor,
        e.capital_minor as then_capital_minor,
        0 as now_capital_minor,
        e.profit_minor as then_profit_minor,
        0 as now_profit_minor
    from earlier_groups as e
    cross join closing as k
    left join value_groups as n on n.customer_key = e.customer_key
    where n.customer_key is null
)
select
    month,
    comparison,
    then_month,
    then_segment,
    now_segment,
    then_code,
    now_code,
    count(*) as customers,
    cast(sum(then_revenue_minor) as bigint) as then_revenue_minor,
    cast(sum(now_revenue_minor) as bigint) as now_revenue_minor,
    cast(sum(then_direct_cost_minor) as bigint) as then_direct_cost_minor,
    cast(sum(now_direct_cost_minor) as bigint) as now_direct_cost_minor,
    cast(sum(then_cost_to_serve_minor) as bigint) as then_cost_to_serve_minor,
    cast(sum(now_cost_to_serve_minor) as bigint) as now_cost_to_serve_minor,
    cast(sum(then_acquisition_minor) as bigint) as then_acquisition_minor,
    cast(sum(now_acquisition_minor) as bigint) as now_acquisition_minor,
    cast(sum(then_capital_minor) as bigint) as then_capital_minor,
    cast(sum(now_capital_minor) as bigint) as now_capital_minor,
    cast(sum(then_profit_minor) as bigint) as then_profit_minor,
    cast(sum(now_profit_minor) as bigint) as now_profit_minor,
    -- Squares of profit, for the standard error of a total of changes.
    sum(cast(then_profit_minor as decimal(19, 0)) * then_profit_minor)
        as then_squares,
    sum(cast(now_profit_minor as decimal(19, 0)) * now_profit_minor)
        as now_squares,
    sum(
        cast(now_profit_minor - then_profit_minor as decimal(19, 0))
        * (now_profit_minor - then_profit_minor)
    ) as change_squares
from pairs
group by
    month,
    comparison,
    then_month,
    then_segment,
    now_segment,
    then_code,
    now_code
