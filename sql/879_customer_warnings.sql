-- One row per doubt about the days that customers came and went.
with late as (
    select
        f.customer_key,
        cast(sum(f.revenue_minor) as bigint) as revenue_minor
    from window_facts as f
    inner join customers as c
        on c.customer_key = f.customer_key
        and f.month_start > c.closed_on
    group by f.customer_key
    -- A last refund is no doubt.
    having cast(sum(f.revenue_minor) as bigint) > 0
),
costs as (
    select count(*) as customers
    from acquisition_costs
)
select
    16 as position,
    'Customers with revenue in months after the one they were closed in: '
        || cast(count(*) as varchar) || ', with a revenue of '
        || cast(cast(round(
            cast(sum(l.revenue_minor) as double)
            / nullif(power(10, r.money_scale), 0)
        ) as bigint) as varchar)
        || ' ' || r.currency || ' in the window. It counts, and they count as'
        || ' having left.' as text
from late as l
cross join run as r
group by r.money_scale, r.currency
union all
select
    17,
    'Customers acquired before the exports begin without an acquisition cost: '
        || cast(count(*) as varchar) || '. What was spent on them is unknown'
        || ' and counts as nothing, so that profit falls as others with a cost'
        || ' come in.'
from customers as c
cross join run as r
cross join costs as k
left join acquisition_costs as a on a.customer_key = c.customer_key
where k.customers > 0
    and a.customer_key is null
    and c.acquired_on < r.data_from
    -- Only who would still bear a part of it.
    and cast(
        c.acquired_on + interval '1' month * r.acquisition_months as date
    ) > r.data_from
    and coalesce(c.closed_on, r.data_from) >= r.data_from
having count(*) > 0
union all
select
    26,
    'Customers whose acquisition cost is spread over months before the exports'
        || ' begin: ' || cast(count(*) as varchar) || ', with a cost of '
        || cast(cast(round(
            cast(sum(a.cost_minor) as double)
            / nullif(power(10, r.money_scale), 0)
        ) as bigint) as varchar)
        || ' ' || r.currency || '. No window bears it.'
from acquisition_costs as a
cross join run as r
where not a.is_fx
    and a.ends_before <= r.data_from
group by r.money_scale, r.currency
