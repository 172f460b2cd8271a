-- One row per file, column and reason for which rows are not used.
with numbered as (
    select
        feed,
        file_no,
        column_name,
        reason,
        line_no,
        delivered,
        raw,
        count(*) over (
            partition by feed, file_no, column_name, reason
        ) as rows_read,
        row_number() over (
            partition by feed, file_no, column_name, reason order by line_no
        ) as place
    from quarantined
)
select
    q.feed,
    d.file,
    coalesce(q.column_name, '') as column_name,
    q.reason,
    q.rows_read,
    q.line_no as example_line,
    -- Who a row is about is on no page. A whole row has everything in it.
    case
        when coalesce(q.delivered, q.raw) is null then ''
        when q.delivered is null
            or q.column_name is null
            or p.column_name is not null
            then '(masked)'
        else q.delivered
    end as example_value
from numbered as q
inner join deliveries as d on d.file_no = q.file_no
left join personal_columns as p
    on p.feed = q.feed
    and p.column_name = q.column_name
where q.place = 1
