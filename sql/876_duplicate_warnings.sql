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
        count(*) over (partition by feed) as files,
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
        || ' another in every column: ' || cast(m.files as varchar)
        || ', the first of them ' || m.file || ' with '
        || cast(m.lines as varchar)
        || coalesce(
            ', ' || cast(cast(round(
                cast(m.amount_minor as double)
                / nullif(power(10, r.money_scale), 0)
            ) as bigint) as varchar)
            || ' ' || r.currency || ' in all',
            ''
        )
        || '. A booking that stands there twice counts twice.' as text
from many as m
cross join run as r
where m.place = 1
