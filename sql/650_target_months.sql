-- One row per target and closed month: the actual and where the path stands.
with stocks as (
    select
        t.target_no,
        m.month,
        m.customers as scope_customers,
        cast(sum(case
            when t.group_code = 0 and c.group_code = 0 then 0
            else c.customers
        end) as bigint) as customers,
        cast(sum(c.profit_minor) as bigint) as profit_minor
    from target_rows as t
    inner join scopes as s
        on (t.segment is null and s.is_portfolio)
        or (not s.is_portfolio and s.name = t.segment)
    inner join scope_months as m on m.scope_id = s.scope_id
    left join scope_cells as c
        on c.scope_id = m.scope_id
        and c.month = m.month
        and (t.group_code = 0 or c.group_code = t.group_code)
    group by t.target_no, m.month, m.customers
),
actuals as (
    select
        k.target_no,
        k.month,
        case t.metric
            when 'customers' then cast(coalesce(k.customers, 0) as double)
            when 'customer_share'
                then cast(coalesce(k.customers, 0) as double)
                / nullif(k.scope_customers, 0)
            when 'profit' then cast(coalesce(k.profit_minor, 0) as double)
            when 'profit_per_customer'
                then cast(k.profit_minor as double) / nullif(k.customers, 0)
        end as actual
    from stocks as k
    inner join target_rows as t on t.target_no = k.target_no
),
paths as (
    select
        t.target_no,
        t.target,
        coalesce(t.baseline, b.actual) as baseline,
        t.baseline_month_no,
        t.target_month_no
    from target_rows as t
    left join actuals as b
        on b.target_no = t.target_no
        and b.month = t.baseline_month
)
select
    a.target_no,
    a.month,
    p.baseline,
    a.actual,
    case
        when c.month_no < p.baseline_month_no then null
        when c.month_no >= p.target_month_no then p.target
        else p.baseline + (p.target - p.baseline)
            * cast(c.month_no - p.baseline_month_no as double)
            / (p.target_month_no - p.baseline_month_no)
    end as glide
from actuals as a
inner join paths as p on p.target_no = a.target_no
inner join calendar as c on c.month = a.month
