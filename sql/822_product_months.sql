-- One row per segment and group of today, product and month of its lines.
with lines as (
    select
        r.customer_id,
        -- 1 to 12 have a name of their own, 13 are the others together.
        case when p.rank <= 12 then p.rank else 13 end as product_no,
        r.currency,
        cast(date_trunc('month', r.booked_on) as date) as month_start,
        cast(sum(r.revenue_minor) as bigint) as revenue_minor,
        cast(sum(coalesce(r.direct_cost_minor, 0)) as bigint)
            as direct_cost_minor
    from raw_revenue as r
    inner join product_ranks as p on p.product = r.product
    group by
        r.customer_id,
        case when p.rank <= 12 then p.rank else 13 end,
        r.currency,
        cast(date_trunc('month', r.booked_on) as date)
),
cells as (
    select
        coalesce(n.to_segment, v.segment, c.segment) as segment,
        coalesce(v.group_code, 0) as group_code,
        l.product_no,
        l.currency,
        l.month_start,
        count(*) as customers,
        cast(sum(l.revenue_minor) as bigint) as revenue_minor,
        cast(sum(l.direct_cost_minor) as bigint) as direct_cost_minor
    from lines as l
    inner join customers as c on c.customer_id = l.customer_id
    left join value_groups as v on v.customer_key = c.customer_key
    left join renamed_segments as n on n.from_segment = v.segment
    group by
        coalesce(n.to_segment, v.segment, c.segment),
        coalesce(v.group_code, 0),
        l.product_no,
        l.currency,
        l.month_start
)
select
    c.segment,
    c.group_code,
    c.product_no,
    c.month_start,
    -- At least: who paid in one currency may also have paid in another.
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
