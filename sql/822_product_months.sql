-- One row per segment and group of today, product and month of its lines.
with standing as (
    select
        c.customer_id,
        -- So many remainders are at least so many customers: they are counted
        -- in half the time, and all that is asked is whether they are enough.
        c.customer_key % (50 * r.min_customers + 1) as remainder,
        coalesce(n.to_segment, v.segment, c.segment) as segment,
        coalesce(v.group_code, 0) as group_code
    from customers as c
    cross join run as r
    left join value_groups as v on v.customer_key = c.customer_key
    left join renamed_segments as n on n.from_segment = v.segment
),
cells as (
    select
        c.segment,
        c.group_code,
        -- 1 to 12 have a name of their own, 13 are the others together.
        case when p.rank <= 12 then p.rank else 13 end as product_no,
        r.currency,
        cast(date_trunc('month', r.booked_on) as date) as month_start,
        count(distinct c.remainder) as customers,
        cast(sum(r.revenue_minor) as bigint) as revenue_minor,
        cast(sum(coalesce(r.direct_cost_minor, 0)) as bigint)
            as direct_cost_minor
    from raw_revenue as r
    inner join product_ranks as p on p.product = r.product
    inner join standing as c on c.customer_id = r.customer_id
    group by
        c.segment,
        c.group_code,
        case when p.rank <= 12 then p.rank else 13 end,
        r.currency,
        cast(date_trunc('month', r.booked_on) as date)
)
select
    c.segment,
    c.group_code,
    c.product_no,
    c.month_start,
    -- At least, too: who paid in one currency may also have paid in another.
    max(c.customers) as customers,
    cast(sum(
        case
            when m.plan_rate is null then c.revenue_minor
            else cast(round(
                cast(c.revenue_minor as decimal(20, 0)) * m.plan_rate
            ) as bigint)
        end
    ) as bigint) as revenue_minor,
    cast(sum(
        case
            when m.plan_rate is null then c.direct_cost_minor
            else cast(round(
                cast(c.direct_cost_minor as decimal(20, 0)) * m.plan_rate
            ) as bigint)
        end
    ) as bigint) as direct_cost_minor
from cells as c
left join month_rates as m
    on m.currency = c.currency
    and m.month_start = c.month_start
group by c.segment, c.group_code, c.product_no, c.month_start
