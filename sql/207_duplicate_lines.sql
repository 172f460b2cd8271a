-- One row per feed, month and two files: lines that equal an earlier one.
with same_revenue as (
    -- What every line has finds the few that may be equal in half the time.
    select
        cast(date_trunc('month', booked_on) as date) as month_start,
        customer_id,
        booked_on,
        revenue_minor
    from raw_revenue
    group by
        cast(date_trunc('month', booked_on) as date),
        customer_id,
        booked_on,
        revenue_minor
    having count(*) > 1
),
same_costs as (
    select
        cast(date_trunc('month', booked_on) as date) as month_start,
        customer_id,
        booked_on,
        amount_minor
    from raw_costs
    group by
        cast(date_trunc('month', booked_on) as date),
        customer_id,
        booked_on,
        amount_minor
    having count(*) > 1
),
-- Who has no id is nobody whose bookings could be told apart.
equal_lines as (
    select
        'revenue' as feed,
        s.month_start,
        count(*) - 1 as lines,
        case
            when r.currency is null then (count(*) - 1) * r.revenue_minor
        end as amount_minor,
        min(r.file_no) as first_file,
        max(r.file_no) as last_file
    from raw_revenue as r
    inner join same_revenue as s
        on s.month_start = cast(date_trunc('month', r.booked_on) as date)
        and s.customer_id = r.customer_id
        and s.booked_on = r.booked_on
        and s.revenue_minor = r.revenue_minor
    group by
        s.month_start,
        r.customer_id,
        r.booked_on,
        r.revenue_minor,
        r.direct_cost_minor,
        r.product,
        r.quantity,
        r.order_id,
        r.line_id,
        r.channel,
        r.currency
    having count(*) > 1
    union all
    select
        'costs' as feed,
        s.month_start,
        count(*) - 1 as lines,
        case
            when c.currency is null then (count(*) - 1) * c.amount_minor
        end as amount_minor,
        min(c.file_no) as first_file,
        max(c.file_no) as last_file
    from raw_costs as c
    inner join same_costs as s
        on s.month_start = cast(date_trunc('month', c.booked_on) as date)
        and s.customer_id = c.customer_id
        and s.booked_on = c.booked_on
        and s.amount_minor = c.amount_minor
    group by
        s.month_start,
        c.customer_id,
        c.booked_on,
        c.activity,
        c.amount_minor,
        c.avoidable,
        c.driver_quantity,
        c.currency
    having count(*) > 1
)
select
    e.feed,
    e.month_start,
    -- Numbers of files change with what else is delivered.
    a.sha256 as first_sha256,
    b.sha256 as last_sha256,
    cast(sum(e.lines) as bigint) as lines,
    -- So many of them are unlike each other.
    count(*) as distinct_lines,
    case
        when count(e.amount_minor) = count(*)
            then cast(sum(e.amount_minor) as bigint)
    end as amount_minor
from equal_lines as e
inner join raw_deliveries as a on a.file_no = e.first_file
inner join raw_deliveries as b on b.file_no = e.last_file
group by e.feed, e.month_start, a.sha256, b.sha256
