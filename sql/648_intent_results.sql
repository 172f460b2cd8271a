-- One row per customer group with an intent: what was expected, what came.
-- Up is 1, down -1, and 0 what chance alone may do; null is unknown.
with moved as (
    select
        c.*,
        case
            when c.change_mean > r.trend_z * c.change_error then 1
            when c.change_mean < -r.trend_z * c.change_error then -1
            when c.change_error is not null then 0
        end as profit_moved,
        case
            when c.cost_change_mean > r.trend_z * c.cost_change_error then 1
            when c.cost_change_mean < -r.trend_z * c.cost_change_error then -1
            when c.cost_change_error is not null then 0
        end as cost_moved,
        case
            when c.now_customers - c.then_customers
                > r.trend_z * c.customers_error then 1
            when c.now_customers - c.then_customers
                < -r.trend_z * c.customers_error then -1
            else 0
        end as customers_moved,
        -- Flat enough to be called so, at the worst that chance leaves open.
        c.change_mean - r.trend_z * c.change_error
            > -r.trend_min_share * abs(c.same_then_mean) as is_profit_held
    from intent_changes as c
    cross join run as r
)
select
    m.scope_id,
    m.group_code,
    m.intent,
    m.since_month,
    m.months,
    m.is_rebased,
    case m.intent
        when 'grow' then 'a larger share of the segment, and the same customers'
            || ' earning no less'
        when 'maintain' then 'the same customers earning no less, at no more'
            || ' cost to serve'
        when 're-engineer' then 'the same customers earning more, or costing'
            || ' less to serve'
        else 'fewer customers, and their cost to serve released'
    end as expected,
    m.then_customers,
    m.now_customers,
    m.customers_error,
    m.then_share,
    m.now_share,
    m.then_profit_mean,
    m.now_profit_mean,
    m.then_cost_mean,
    m.now_cost_mean,
    m.members,
    m.same_customers,
    m.same_then_mean,
    m.change_mean,
    m.change_error,
    m.cost_change_mean,
    m.cost_change_error,
    case
        when m.months < r.result_min_months then 'too early'
        when m.members < r.result_min_customers then 'too few customers then'
        when m.intent = 'grow' then case
            when m.profit_moved = -1 or (
                m.customers_moved = -1 and m.now_share < m.then_share
            ) then 'against the intent'
            when m.customers_moved = 1 and m.now_share > m.then_share
                then 'as intended'
            else 'within noise'
        end
        when m.intent = 'maintain' then case
            when (
                    m.profit_moved = -1
                    and m.change_mean
                        <= -r.trend_min_share * abs(m.same_then_mean)
                )
                or (
                    m.cost_moved = 1
                    and m.cost_change_mean
                        > r.trend_min_share * abs(m.then_cost_mean)
                ) then 'against the intent'
            when m.is_profit_held then 'as intended'
            else 'within noise'
        end
        when m.intent = 're-engineer' then case
            when m.profit_moved = -1 then 'against the intent'
            when m.profit_moved = 1 or m.cost_moved = -1 then 'as intended'
            else 'within noise'
        end
        when m.customers_moved = 1 then 'against the intent'
        -- Those who stay may cost as much as all did before: nothing is gained.
        when m.customers_moved = -1
            and m.now_customers * m.now_cost_mean
                <= m.then_customers * m.then_cost_mean then 'as intended'
        else 'within noise'
    end as verdict,
    -- Before and after, without a control group.
    'C' as evidence
from moved as m
cross join run as r
