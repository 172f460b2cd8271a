-- One row per feed with files of many duplicate lines.
with files as (
    select
        d.feed,
        d.file_no,
        d.file,
        d.loaded,
        cast(sum(u.lines) as bigint) as lines,
        case
            when count(u.amount_minor) = count(*)
                then cast(sum(u.amount_minor) as bigint)
        end as amount_minor
    from duplicate_lines as u
    inner join raw_deliveries as d
        on d.feed = u.feed
        and d.sha256 = u.last_sha256
    group by d.feed, d.file_no, d.file, d.loaded
),
many as (
    select
        feed,
        file,
        lines,
        amount_minor,
        row_number() over (
            partition by feed
            order by file_no
        ) as place
    from files
    where lines >= 10
        and 100 * lines > loaded
)
select
    21 as position,
    'Files of ' || m.feed || ' with more than one line in a hundred that equals'
        || ' another in every column that is read: '
        || cast(count(*) as varchar) || ', with '
        || cast(cast(sum(m.lines) as bigint) as varchar)
        || ' such lines in all'
        || coalesce(
            case when count(m.amount_minor) = count(*)
                then ' of ' || cast(cast(round(
                    cast(cast(sum(m.amount_minor) as bigint) as double)
                    / nullif(power(10, r.money_scale), 0)
                ) as bigint) as varchar)
                || ' ' || r.currency
            end,
            ''
        )
        || '; the first file is ' || min(case when m.place = 1 then m.file end)
        || '. A booking that stands there twice counts twice; what tells lines'
        || ' apart, like their numbers, should be read.' as text
from many as m
cross join run as r
group by m.feed, r.money_scale, r.currency
