-- One row per line of money and currency, if more than one is delivered.
select
    position,
    line,
    currency,
    delivered_minor,
    plan_minor,
    actual_minor
from delivered_amounts
where exists (select 1 from foreign_values)
