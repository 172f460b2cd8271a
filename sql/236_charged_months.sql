-- One row per month that bears a part of a cost that is spread.
select month_start
from acquisition_charges
where not is_fx
union
select month_start
from capital_charges
where not is_fx
