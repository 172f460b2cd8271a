-- One row per delivered file of amounts, with what became of their sum.
with delivered as (
    select
        file_no,
        cast(sum(amounts) as bigint) as amounts,
        cast(sum(amount_minor) as decimal(38, 0)) as amount_minor,
        cast(sum(filtered) as bigint) as filtered,
        cast(sum(filtered_minor) as decimal(38, 0)) as filtered_minor
    from raw_amounts
    group by file_no
),
judged as (
    select
        file_no,
        'loaded' as fate,
        revenue_minor as amount_minor,
        currency as currency
    from raw_revenue
    union all
    select
        file_no,
        'loaded' as fate,
        amount_minor as amount_minor,
        currency as currency
    from raw_costs
    union all
    select
        file_no,
        'loaded' as fate,
        amount_minor as amount_minor,
        currency as currency
    from raw_capital
    union all
    select
        file_no,
        'loaded' as fate,
        amount_minor as amount_minor,
        cast(null as varchar) as currency
    from raw_potential
    union all
    select
        file_no,
        'quarantined' as fate,
        amount_minor as amount_minor,
        currency as currency
    from raw_quarantined
),
fates as (
    select
        file_no,
        fate,
        count(*) as lines,
        count(amount_minor) as amounts,
        cast(sum(amount_minor) as decimal(38, 0)) as amount_minor,
        count(currency) as foreign_lines
    from judged
    group by file_no, fate
)
-- A control total adds up whatever the currencies are.
select
    d.file_no,
    d.amounts,
    d.amount_minor,
    coalesce(l.amounts, 0) as loaded,
    coalesce(l.amount_minor, 0) as loaded_minor,
    coalesce(q.amounts, 0) as quarantined,
    coalesce(q.amount_minor, 0) as quarantined_minor,
    d.filtered,
    d.filtered_minor,
    coalesce(q.lines - q.amounts, 0) as unread,
    coalesce(l.foreign_lines, 0) + coalesce(q.foreign_lines, 0)
        as foreign_lines
from delivered as d
left join fates as l
    on l.file_no = d.file_no
    and l.fate = 'loaded'
left join fates as q
    on q.file_no = d.file_no
    and q.fate = 'quarantined'
