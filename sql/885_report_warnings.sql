-- One row per doubt that travels with the numbers.
with restated as (
    select month
    from restatements
    union
    select month
    from segment_restatements
),
large_files as (
    select
        file,
        rows_read - blank as rows_read,
        usual_rows,
        count(*) over () as files,
        row_number() over (order by file_no) as place
    from raw_deliveries
    where rows_read - blank > 10 * usual_rows
),
-- Many equal rows are refused before; few may be chance.
twin_files as (
    select
        file,
        row_number() over (
            partition by feed, sha256
            order by file_no
        ) as place
    from raw_deliveries
    where rows_read > blank
)
select
    1 as position,
    'classify' as topic,
    'The exports begin ' || cast(data_from as varchar) || ': the window of '
        || cast(window_months as varchar)
        || ' months is not covered in full.' as text,
    -- Whose page it is on: 0 is the portfolio's alone, null every page.
    cast(null as integer) as scope_id
from run
where not is_window_covered
union all
select
    2,
    'value',
    'No capital was delivered: profit is before a capital charge.',
    null
from run
where not has_capital
    and has_costs
union all
select
    2,
    'value',
    case
        when r.has_capital then 'No costs'
        else 'No costs and no capital'
    end
    || case
        when coalesce(cast(sum(d.plan_minor) as bigint), 0) <> 0
            then ' but direct costs were delivered: profit is before costs to'
                || ' serve'
                || case
                    when r.has_capital then '.'
                    else ' and a capital charge.'
                end
        when r.has_capital
            then ' were delivered: profit is revenue less a capital charge.'
        else ' were delivered: profit is revenue.'
    end,
    null
from run as r
left join delivered_amounts as d on d.line = 'direct cost'
where not r.has_costs
group by r.has_capital
union all
select
    3,
    'data',
    'Delivered rows in quarantine: ' || cast(count(*) as varchar)
        || '. They count nowhere.'
        || coalesce(
            ' Customers among them whose rows contradict each other: '
            || cast(nullif(max(c.customers), 0) as varchar)
            || '; what they book counts for the unknown customer.',
            ''
        ),
    0
from quarantined
cross join (
    select count(*) as customers
    from contradicted_customers
) as c
having count(*) > 0
union all
select
    4,
    'data',
    'Customers with revenue before the day they were acquired: '
        || cast(count(*) as varchar)
        || '. For them the day of the first revenue counts.',
    0
from customers
where is_acquired_corrected
having count(*) > 0
union all
select
    5,
    'data',
    'Month-ends whose bookings changed after they were closed: '
        || cast(count(*) as varchar) || ', the latest of them '
        || cast(max(month) as varchar) || '. They stay as they were closed.',
    null
from restated
having count(*) > 0
union all
select
    6,
    'targets',
    'Targets for a segment that no export knows: ' || cast(count(*) as varchar)
        || ', the first of them for ' || min(t.segment) || '.',
    0
from target_rows as t
left join scopes as s
    on not s.is_portfolio
    and s.name = t.segment
where t.segment is not null
    and s.scope_id is null
having count(*) > 0
union all
select
    7,
    'data',
    'Customers of earlier nights that the customers export no longer lists: '
        || cast(count(*) as varchar) || '. Their bookings, revenue of '
        || cast(cast(round(
            cast(sum(u.revenue_minor) as double)
            / nullif(power(10, r.money_scale), 0)
        ) as bigint) as varchar)
        || ' and cost of '
        || cast(cast(round(
            cast(sum(u.cost_minor) as double)
            / nullif(power(10, r.money_scale), 0)
        ) as bigint) as varchar)
        || ' ' || r.currency || ', count for the unknown customer.',
    0
from unlisted_customers as u
cross join run as r
group by r.money_scale, r.currency
union all
select
    8,
    'data',
    'Files with more than ten times their usual rows: '
        || cast(files as varchar) || ', the first of them ' || file || ' with '
        || cast(rows_read as varchar) || ', where '
        || cast(usual_rows as varchar) || ' are usual.',
    0
from large_files
where place = 1
union all
select
    9,
    'data',
    'Small files with the same bytes as an earlier one of their feed: '
        || cast(count(*) as varchar) || ', among them ' || min(file)
        || '. If that is no chance, their rows count twice.',
    0
from twin_files
where place > 1
having count(*) > 0
union all
select
    10,
    'data',
    'Notes about a segment that no export knows: ' || cast(count(*) as varchar)
        || ', the first of them about ' || min(n.segment) || '.',
    0
from note_rows as n
left join scopes as s
    on not s.is_portfolio
    and s.name = n.segment
where n.segment is not null
    and s.scope_id is null
having count(*) > 0
union all
select
    11,
    'data',
    'Files that the last night read and that are gone: '
        || cast(count(*) as varchar) || ', the first of them '
        || min(case when place = 1 then file end)
        || coalesce(', ' || min(case when place = 2 then file end), '')
        || coalesce(', ' || min(case when place = 3 then file end), '')
        || '. Their rows count no longer.',
    0
from gone_files
having count(*) > 0
union all
select
    12,
    'data',
    'Months without any booking, though some come before them: '
        || cast(count(*) as varchar) || ', the latest of them '
        || cast(max(c.month) as varchar)
        || '. If an export is missing, deliver it.',
    0
from calendar as c
left join delivered_months as d on d.month_start = c.month_start
where d.month_start is null
having count(*) > 0
union all
select
    13,
    'data',
    'Segments with an owner that no export knows: ' || cast(count(*) as varchar)
        || ', the first of them ' || min(o.segment) || '.',
    0
from segment_owners as o
left join scopes as s
    on not s.is_portfolio
    and s.name = o.segment
where s.scope_id is null
having count(*) > 0
union all
select
    position,
    'intents',
    text,
    scope_id
from intent_warnings
union all
select
    position,
    'data',
    text,
    0
from delivery_warnings
union all
select
    position,
    'data',
    text,
    0
from duplicate_warnings
union all
select
    position,
    'data',
    text,
    0
from feed_warnings
union all
select
    position,
    'data',
    text,
    0
from customer_warnings
union all
select
    18,
    'classify',
    'Pages compare with ' || cast(h.month as varchar) || ', of whose window the'
        || ' exports held only what is from ' || cast(h.data_from as varchar)
        || ' on. A part of the difference is what was not there.',
    null
from history.closed_months as h
inner join (
    select distinct then_month
    from moves
) as m on m.then_month = h.month
where h.data_from > h.window_from
