-- One row per scope that is forecast: how the past would have been foretold.
select
    b.scope_id,
    s.name as scope,
    b.horizon_months,
    b.origins,
    b.mae,
    b.coverage80,
    b.needed_factor,
    b.widening,
    b.reason
from backtests as b
inner join scopes as s on s.scope_id = b.scope_id
