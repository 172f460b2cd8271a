-- One row per customer with a fact in the window or an open contract.
with sums as (
    select
        customer_key,
        cast(sum(revenue_minor) as bigint) as revenue_minor,
        cast(sum(direct_cost_minor) as bigint) as direct_cost_minor,
        cast(sum(cost_to_serve_minor) as bigint) as cost_to_serve_minor,
        cast(sum(avoidable_minor) as bigint) as avoidable_minor,
        cast(sum(acquisition_minor) as bigint) as acquisition_minor,
        cast(sum(capital_minor) as bigint) as capital_minor
    from window_facts
    where customer_key > 0
    group by customer_key
)
select
    c.customer_key,
    c.segment,
    c.is_contractual,
    date_diff('day', c.acquired_on, k.month) + 1 as tenure_days,
    coalesce(c.acquired_on > k.new_after, false) as is_new,
    coalesce(c.closed_on <= k.month, false) as is_closed,
    coalesce(s.revenue_minor, 0) as revenue_minor,
    coalesce(s.direct_cost_minor, 0) as direct_cost_minor,
    coalesce(s.cost_to_serve_minor, 0) as cost_to_serve_minor,
    -- The part of cost to serve that ends with the customer.
    coalesce(s.avoidable_minor, 0) as avoidable_minor,
    coalesce(s.acquisition_minor, 0) as acquisition_minor,
    coalesce(s.capital_minor, 0) as capital_minor,
    coalesce(
        s.revenue_minor - s.direct_cost_minor - s.cost_to_serve_minor
        - s.acquisition_minor - s.capital_minor, 0
    ) as profit_minor
from customers as c
cross join closing as k
left join sums as s on s.customer_key = c.customer_key
where s.customer_key is not null
    or (
        c.is_contractual
        and coalesce(c.acquired_on <= k.month, true)
        and coalesce(c.closed_on > k.month, true)
    )
