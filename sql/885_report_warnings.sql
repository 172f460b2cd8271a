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
    where m.scope_id = 0
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
    cast(count(*) as varchar)
        || ' delivered rows are quarantined; the page on data quality lists '
        || 'them.'
from quarantined
having count(*) > 0
union all
select
    4,
    'data',
    cast(count(*) as varchar)
        || ' customers have revenue before the day on which they were '
        || 'acquired; the day of the first revenue counts.'
from customers
where is_acquired_corrected
having count(*) > 0
union all
select
    5,
    'data',
    'Bookings for ' || cast(count(*) as varchar)
        || ' closed month-ends changed after they were closed, the latest '
        || 'of them ' || cast(max(month) as varchar)
        || '. Those months stay as they were closed.'
from frozen
where frozen_minor <> coalesce(facts_minor, 0)
having count(*) > 0
