-- One row per month whose lines may not be those of last night.
-- Duplicate lines are looked for again in these months and kept for all others.
select month_start
from touched_bookings
