-- One row per page subject: the portfolio (0) and every segment.
with named as (
    select segment
    from customers
    union
    select coalesce(r.to_segment, p.segment) as segment
    from previous_segments as p
    left join renamed_segments as r on r.from_segment = p.segment
)
select
    0 as scope_id,
    portfolio as name,
    '' as owner,
    true as is_portfolio
from run
union all
select
    cast(row_number() over (order by n.segment) as integer) as scope_id,
    n.segment as name,
    coalesce(o.owner, '') as owner,
    false as is_portfolio
from named as n
left join segment_owners as o on o.segment = n.segment
