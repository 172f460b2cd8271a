-- One row per doubt about what a feed lacks, or has of nobody or twice.
with known as (
    select
        feed,
        lines,
        lines - orphan_lines as known_lines
    from orphan_amounts
    union all
    select
        r.feed,
        count(*) as lines,
        count(c.customer_id) as known_lines
    from (
        select
            'capital' as feed,
            customer_id
        from raw_capital
        union all
        select
            'advocacy' as feed,
            customer_id
        from raw_advocacy
        union all
        select
            'potential' as feed,
            customer_id
        from raw_potential
    ) as r
    left join customers as c on c.customer_id = r.customer_id
    group by r.feed
),
-- Assets of one file may be lines of their own.
capital_twice as (
    select
        customer_id,
        max(file_no) as file_no
    from raw_capital
    group by
        customer_id,
        cast(date_trunc('month', month) as date),
        currency
    having count(distinct file_no) > 1
        or count(distinct amount_minor) < count(*)
)
select
    case feed when 'costs' then 22 else 23 end as position,
    'Months with hardly any line of ' || feed || ', though each of the three'
        || ' months before has them: ' || cast(count(*) as varchar)
        || ', the latest of them ' || cast(max(month) as varchar)
        || '. Profit there is without them; when the next month closes, it'
        || ' stays so.' as text
from missing_months
group by feed
union all
select
    24,
    'Lines of ' || feed || ' that are of no customer whom the customers export'
        || ' lists without contradiction: '
        || cast(lines - known_lines as varchar) || ' of '
        || cast(lines as varchar)
        || case
            when feed in ('revenue', 'costs')
                then '. Their amounts stand with the reconciliation, and'
                    || ' nowhere else.'
            else '. They count for nobody.'
        end
from known
where 100 * (lines - known_lines) > lines
union all
select
    25,
    'Customers with a line of capital in several files, or twice in one, for'
        || ' one month: ' || cast(count(distinct t.customer_id) as varchar)
        || ', the last of the files ' || max(d.file)
        || '. Lines are added up: a balance that stands there twice is charged'
        || ' twice.'
from capital_twice as t
inner join raw_deliveries as d on d.file_no = t.file_no
having count(*) > 0
