-- One row per feed and month of the window that has hardly any of its lines.
with feed_months as (
    select
        'costs' as feed,
        cast(date_trunc('month', booked_on) as date) as month_start,
        count(*) as lines
    from raw_costs
    group by cast(date_trunc('month', booked_on) as date)
    union all
    select
        'capital' as feed,
        cast(date_trunc('month', month) as date) as month_start,
        count(*) as lines
    from raw_capital
    group by cast(date_trunc('month', month) as date)
)
-- A feed that comes every quarter has no three months in a row.
select
    a.feed,
    k.month
from calendar as k
inner join closing as c
    on k.month between c.window_from and c.month
inner join feed_months as a
    on a.month_start = cast(k.month_start - interval '1' month as date)
inner join feed_months as b
    on b.feed = a.feed
    and b.month_start = cast(k.month_start - interval '2' month as date)
inner join feed_months as d
    on d.feed = a.feed
    and d.month_start = cast(k.month_start - interval '3' month as date)
left join feed_months as n
    on n.feed = a.feed
    and n.month_start = k.month_start
where 10 * coalesce(n.lines, 0) < least(a.lines, b.lines, d.lines)
