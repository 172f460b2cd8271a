-- One row per delivered file, with what became of its rows and its money.
with refused as (
    select
        file_no,
        count(*) as quarantined
    from quarantined
    group by file_no
),
amounts as (
    select
        file_no,
        -- Amounts of several currencies have no sum.
        case
            when count(currency) = 0 then cast(sum(revenue_minor) as bigint)
        end as amount_minor
    from raw_revenue
    group by file_no
    union all
    select
        file_no,
        case
            when count(currency) = 0 then cast(sum(amount_minor) as bigint)
        end as amount_minor
    from raw_costs
    group by file_no
)
select
    d.feed,
    d.file_no,
    d.file,
    d.sha256,
    d.rows_read,
    -- A row that contradicts another was loaded before that was found.
    d.loaded + d.quarantined - coalesce(r.quarantined, 0) as loaded,
    coalesce(r.quarantined, 0) as quarantined,
    d.filtered,
    d.blank,
    a.amount_minor,
    case
        when t.foreign_lines = 0 then cast(t.quarantined_minor as bigint)
    end as quarantined_minor,
    t.unread
from raw_deliveries as d
left join refused as r on r.file_no = d.file_no
left join amounts as a on a.file_no = d.file_no
left join control_totals as t on t.file_no = d.file_no
