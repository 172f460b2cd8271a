-- One row per customer group with an intent: its numbers when it began and now.
with measured as (
    select
        s.scope_id,
        i.group_code,
        i.intent,
        i.since_month,
        cast(
            12 * (extract(year from i.month) - extract(year from i.since_month))
            + extract(month from i.month) - extract(month from i.since_month)
            as integer
        ) as months,
        b.plan_year <> e.plan_year as is_rebased,
        f.customers as then_customers,
        n.customers as now_customers,
        cast(f.customers as double) / nullif(fm.customers, 0) as then_share,
        cast(n.customers as double) / nullif(nm.customers, 0) as now_share,
        cast(f.profit_minor as double) / f.customers as then_profit_mean,
        cast(n.profit_minor as double) / n.customers as now_profit_mean,
        cast(f.cost_to_serve_minor as double) / f.customers as then_cost_mean,
        cast(n.cost_to_serve_minor as double) / n.customers as now_cost_mean,
        -- Everybody who crossed the border of the group, either way.
        sqrt(cast(
            m.members + n.customers - 2 * m.stayed_customers as double
        )) as customers_error,
        m.members,
        m.same_customers,
        m.then_minor,
        m.change_minor,
        m.cost_change_minor,
        m.same_customers * m.change_squares
            - cast(m.change_minor as decimal(38, 0)) * m.change_minor
            as change_spread,
        m.same_customers * m.cost_change_squares
            - cast(m.cost_change_minor as decimal(38, 0)) * m.cost_change_minor
            as cost_change_spread
    from intents as i
    left join renamed_segments as r on r.from_segment = i.segment
    inner join scopes as s
        on s.name = coalesce(r.to_segment, i.segment)
        and not s.is_portfolio
    inner join intent_members as m
        on m.segment = i.segment
        and m.group_code = i.group_code
    inner join scope_cells as f
        on f.scope_id = s.scope_id
        and f.group_code = i.group_code
        and f.month = i.since_month
    inner join scope_cells as n
        on n.scope_id = s.scope_id
        and n.group_code = i.group_code
        and n.month = i.month
    inner join scope_months as fm
        on fm.scope_id = s.scope_id
        and fm.month = i.since_month
    inner join scope_months as nm
        on nm.scope_id = s.scope_id
        and nm.month = i.month
    inner join history.closed_months as b on b.month = i.since_month
    inner join history.closed_months as e on e.month = i.month
)
select
    d.scope_id,
    d.group_code,
    d.intent,
    d.since_month,
    d.months,
    d.is_rebased,
    d.then_customers,
    d.now_customers,
    d.customers_error,
    d.then_share,
    d.now_share,
    d.then_profit_mean,
    d.now_profit_mean,
    d.then_cost_mean,
    d.now_cost_mean,
    d.members,
    d.same_customers,
    cast(d.then_minor as double) / nullif(d.same_customers, 0)
        as same_then_mean,
    cast(d.change_minor as double) / nullif(d.same_customers, 0)
        as change_mean,
    cast(d.cost_change_minor as double) / nullif(d.same_customers, 0)
        as cost_change_mean,
    case
        when d.same_customers > 1 then sqrt(
            cast(d.change_spread as double) / d.same_customers
            / d.same_customers / (d.same_customers - 1)
        )
    end as change_error,
    case
        when d.same_customers > 1 then sqrt(
            cast(d.cost_change_spread as double) / d.same_customers
            / d.same_customers / (d.same_customers - 1)
        )
    end as cost_change_error
from measured as d
