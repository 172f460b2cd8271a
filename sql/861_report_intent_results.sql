-- One row per customer group with an intent: what was expected, what came.
select
    s.scope_id,
    s.name as scope,
    i.group_code,
    g.name as group_name,
    i.intent,
    i.since_month,
    i.months,
    i.is_rebased,
    i.expected,
    i.then_customers,
    i.now_customers,
    i.customers_error,
    i.then_share,
    i.now_share,
    i.then_profit_mean as then_profit_mean_minor,
    i.now_profit_mean as now_profit_mean_minor,
    i.then_cost_mean as then_cost_mean_minor,
    i.now_cost_mean as now_cost_mean_minor,
    i.members,
    i.same_customers,
    i.change_mean as change_mean_minor,
    i.change_error as change_error_minor,
    i.cost_change_mean as cost_change_mean_minor,
    i.cost_change_error as cost_change_error_minor,
    i.verdict,
    i.evidence
from intent_results as i
inner join scopes as s on s.scope_id = i.scope_id
inner join group_names as g on g.group_code = i.group_code
