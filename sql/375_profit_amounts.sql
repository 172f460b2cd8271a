-- One row per segment, tenure band and distinct profit in the portfolio.
select
    segment,
    tenure_band,
    profit_minor,
    count(*) as customers
from value_groups
where group_code > 0
group by segment, tenure_band, profit_minor
