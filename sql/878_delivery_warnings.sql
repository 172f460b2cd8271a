-- One row per doubt about what was delivered.
with late_months as (
    select
        m.month_start,
        m.lines,
        m.last_booked_on
    from delivered_months as m
    left join delivered_months as b
        on b.month_start = cast(m.month_start - interval '1' month as date)
    cross join run as r
    where m.month_start > r.as_of
        and b.month_start is null
),
late_lines as (
    select
        b.booked_on,
        d.file,
        b.line_no,
        row_number() over (order by b.file_no, b.line_no) as place
    from raw_revenue as b
    inner join late_months as m on m.last_booked_on = b.booked_on
    inner join raw_deliveries as d on d.file_no = b.file_no
),
empty_files as (
    select
        feed,
        file,
        filtered,
        count(*) over () as files,
        row_number() over (order by file_no) as place
    from raw_deliveries
    where filtered > 0
        and filtered = rows_read - blank
)
select
    14 as position,
    'Months after the as-of in which something is booked, with none in the '
        || 'month before: ' || cast(count(*) as varchar)
        || '. They are not closed before more is booked. A booking of '
        || cast(min(l.booked_on) as varchar) || ' is in ' || min(l.file)
        || ', line ' || cast(min(l.line_no) as varchar)
        || '. If the day is right, as_of can close its month.' as text
from late_months as m
cross join late_lines as l
where l.place = 1
having count(*) > 0
union all
-- A later acquisition is corrected by the first revenue before it is doubted.
select
    15,
    'Customers who were closed before the day they were acquired: '
        || cast(count(*) as varchar)
        || '. They count as closed; one of the two days is wrong.'
from customers
where closed_on < acquired_on
having count(*) > 0
union all
select
    19,
    'Files of which where leaves out every row: ' || cast(files as varchar)
        || ', the first of them ' || file || ' of ' || feed || ' with '
        || cast(filtered as varchar) || '. Is it written as where expects it?'
from empty_files
where place = 1
