-- One row per segment with foreign money: actual rates less plan rates.
select
    k.month,
    p.segment,
    cast(sum(f.revenue_minor) as bigint) as revenue_minor,
    cast(sum(f.direct_cost_minor) as bigint) as direct_cost_minor,
    cast(sum(f.cost_to_serve_minor) as bigint) as cost_to_serve_minor,
    cast(sum(f.acquisition_minor) as bigint) as acquisition_minor,
    cast(sum(f.capital_minor) as bigint) as capital_minor,
    cast(sum(f.fx_minor) as bigint) as fx_minor
from fx_months as f
cross join closing as k
inner join class_profits as p on p.customer_key = f.customer_key
where f.month_start between k.window_from and k.month
group by k.month, p.segment
