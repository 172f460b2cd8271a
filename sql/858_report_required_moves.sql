-- One row per scope, target month and boundary that customers must cross.
select
    m.scope_id,
    s.name as scope,
    m.target_month,
    m.months_left,
    m.from_code,
    f.name as from_name,
    m.to_code,
    t.name as to_name,
    m.flow,
    m.stock,
    m.usual_share,
    m.needed_share,
    m.best_share,
    m.usual_share * m.stock as usual_customers,
    m.needed_share * m.stock as needed_customers,
    m.best_share * m.stock as best_customers,
    m.is_implausible
from required_moves as m
inner join scopes as s on s.scope_id = m.scope_id
inner join group_names as f on f.group_code = m.from_code
inner join group_names as t on t.group_code = m.to_code
