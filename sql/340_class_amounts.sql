-- One row per distinct profit among the customers who can be judged.
select
    class_profit_minor,
    count(*) as customers
from class_profits
where not is_new
    and not is_closed
group by class_profit_minor
