-- One row per month whose customers may not have last night's profit.
-- Customers' months are made again for these and kept for all others.
select month_start
from touched_bookings
union
-- Costs are spread over many months: any of them may bear another part.
select month_start
from charged_months
union
select month_start
from previous_charged_months
