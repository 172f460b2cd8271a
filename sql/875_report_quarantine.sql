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
    -- Who a row is about is for those alone who may see customers.
    case
        when coalesce(q.delivered, q.raw) is null then ''
        when r.customer_list_rows = 0
            and (
                q.delivered is null
                or q.column_name is null
                or q.column_name in ('customer_id', 'parent_id', 'name')
            )
            then '(masked)'
        else coalesce(q.delivered, q.raw)
    end as example_value
from numbered as q
cross join run as r
inner join deliveries as d on d.file_no = q.file_no
where q.place = 1
