-- One row per doubt that travels with the numbers.
with monthly as (
    select
        month_start,
        cast(sum(profit_minor) as bigint) as profit_minor
    from customer_months
    where customer_key > 0
    group by month_start
),
frozen as (
    select
        m.month,
        m.profit_minor as frozen_minor,
        cast(sum(f.profit_minor) as bigint) as facts_minor
    from scope_months as m
    inner join calendar as c on c.month = m.month
    left join monthly as f
        on f.month_start between c.window_from and c.month
    cross join run as r
    where m.scope_id = 0
        -- An export that no longer reaches so far back proves nothing.
        and c.window_from >= r.data_from
    group by m.month, m.profit_minor
)
select
    1 as position,
    'classify' as topic,
    'The exports begin ' || cast(data_from as varchar) || ': the window of '
        || cast(window_months as varchar)
        || ' months is not covered in full.' as text
from run
where not is_window_covered
union all
select
    2,
    'value',
    'No capital was delivered: profit is before a capital charge.'
from run
where not has_capital
union all
select
    3,
    'data',
    'Delivered rows in quarantine: ' || cast(count(*) as varchar)
        || '. The page on data quality lists them.'
from quarantined
having count(*) > 0
union all
select
    4,
    'data',
    'Customers with revenue before the day they were acquired: '
        || cast(count(*) as varchar)
        || '. For them the day of the first revenue counts.'
from customers
where is_acquired_corrected
having count(*) > 0
union all
select
    5,
    'data',
    'Month-ends whose bookings changed after they were closed: '
        || cast(count(*) as varchar) || ', the latest of them '
        || cast(max(month) as varchar) || '. They stay as they were closed.'
from frozen
where frozen_minor <> coalesce(facts_minor, 0)
having count(*) > 0
union all
select
    6,
    'targets',
    'Targets for a segment that no export knows: ' || cast(count(*) as varchar)
        || ', the first of them for ' || min(t.segment) || '.'
from target_rows as t
left join scopes as s
    on not s.is_portfolio
    and s.name = t.segment
where t.segment is not null
    and s.scope_id is null
having count(*) > 0
