-- One row per comparison and way from one segment and group to another.
with pairs as (
    select
        e.comparison,
        e.month as then_month,
        e.segment as then_segment,
        n.segment as now_segment,
        e.group_code as then_code,
        coalesce(n.group_code, 0) as now_code,
        e.revenue_minor as then_revenue_minor,
        coalesce(n.revenue_minor, 0) as now_revenue_minor,
        e.direct_cost_minor as then_direct_cost_minor,
        coalesce(n.direct_cost_minor, 0) as now_direct_cost_minor,
        e.cost_to_serve_minor as then_cost_to_serve_minor,
        coalesce(n.cost_to_serve_minor, 0) as now_cost_to_serve_minor,
        e.acquisition_minor as then_acquisition_minor,
        coalesce(n.acquisition_minor, 0) as now_acquisition_minor,
        e.capital_minor as then_capital_minor,
        coalesce(n.capital_minor, 0) as now_capital_minor,
        e.profit_minor as then_profit_minor,
        coalesce(n.profit_minor, 0) as now_profit_minor,
        coalesce(n.profit_minor, 0) - e.profit_minor as change_minor
    from earlier_groups as e
    left join value_groups as n on n.customer_key = e.customer_key
    union all
    select
        c.comparison,
        c.month as then_month,
        cast(null as varchar) as then_segment,
        n.segment as now_segment,
        0 as then_code,
        n.group_code as now_code,
        0 as then_revenue_minor,
        n.revenue_minor as now_revenue_minor,
        0 as then_direct_cost_minor,
        n.direct_cost_minor as now_direct_cost_minor,
        0 as then_cost_to_serve_minor,
        n.cost_to_serve_minor as now_cost_to_serve_minor,
        0 as then_acquisition_minor,
        n.acquisition_minor as now_acquisition_minor,
        0 as then_capital_minor,
        n.capital_minor as now_capital_minor,
        0 as then_profit_minor,
        n.profit_minor as now_profit_minor,
        n.profit_minor as change_minor
    from value_groups as n
    cross join (
        select distinct
            comparison,
            month
        from earlier_groups
    ) as c
    where not exists (
        select 1
        from earlier_groups as e
        where e.customer_key = n.customer_key
            and e.comparison = c.comparison
    )
)
select
    k.month,
    p.comparison,
    p.then_month,
    p.then_segment,
    p.now_segment,
    p.then_code,
    p.now_code,
    count(*) as customers,
    cast(sum(p.then_revenue_minor) as bigint) as then_revenue_minor,
    cast(sum(p.now_revenue_minor) as bigint) as now_revenue_minor,
    cast(sum(p.then_direct_cost_minor) as bigint) as then_direct_cost_minor,
    cast(sum(p.now_direct_cost_minor) as bigint) as now_direct_cost_minor,
    cast(sum(p.then_cost_to_serve_minor) as bigint) as then_cost_to_serve_minor,
    cast(sum(p.now_cost_to_serve_minor) as bigint) as now_cost_to_serve_minor,
    cast(sum(p.then_acquisition_minor) as bigint) as then_acquisition_minor,
    cast(sum(p.now_acquisition_minor) as bigint) as now_acquisition_minor,
    cast(sum(p.then_capital_minor) as bigint) as then_capital_minor,
    cast(sum(p.now_capital_minor) as bigint) as now_capital_minor,
    cast(sum(p.then_profit_minor) as bigint) as then_profit_minor,
    cast(sum(p.now_profit_minor) as bigint) as now_profit_minor,
    -- Squares of profit, for the standard error of a total of changes. Only the
    -- largest need the wide multiplication, which is slow.
    sum(case
        when p.then_profit_minor between -3000000000 and 3000000000
            then cast(
                p.then_profit_minor * p.then_profit_minor as decimal(38, 0)
            )
        else cast(p.then_profit_minor as decimal(19, 0)) * p.then_profit_minor
    end) as then_squares,
    sum(case
        when p.now_profit_minor between -3000000000 and 3000000000
            then cast(
                p.now_profit_minor * p.now_profit_minor as decimal(38, 0)
            )
        else cast(p.now_profit_minor as decimal(19, 0)) * p.now_profit_minor
    end) as now_squares,
    sum(case
        when p.change_minor between -3000000000 and 3000000000
            then cast(
                p.change_minor * p.change_minor as decimal(38, 0)
            )
        else cast(p.change_minor as decimal(19, 0)) * p.change_minor
    end) as change_squares
from pairs as p
cross join closing as k
group by
    k.month,
    p.comparison,
    p.then_month,
    p.then_segment,
    p.now_segment,
    p.then_code,
    p.now_code
