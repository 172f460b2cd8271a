-- One row per target and later plan year: the baseline on its bounds.
with groups as (
    select
        t.target_no,
        c.plan_year,
        cast(sum(
            case when c.group_code = t.group_code then c.customers else 0 end
        ) as bigint) as customers,
        cast(sum(
            case when c.group_code = t.group_code then c.profit_minor end
        ) as bigint) as profit_minor,
        cast(sum(
            case when c.closed_code <> t.group_code then c.customers else 0 end
        ) as bigint) as joined,
        cast(sum(
            case when c.group_code <> t.group_code then c.customers else 0 end
        ) as bigint) as dropped
    from target_rows as t
    inner join target_scopes as s on s.target_no = t.target_no
    inner join scope_segments as g on g.scope_id = s.scope_id
    inner join rebased_cells as c
        on c.month = t.baseline_month
        and c.segment = g.segment
        and (c.group_code = t.group_code or c.closed_code = t.group_code)
    where t.baseline is null
        -- Of answers only sums by group are kept.
        and t.metric <> 'promoter_share'
    group by t.target_no, c.plan_year
)
select
    g.target_no,
    g.plan_year,
    case t.metric
        when 'customers' then cast(g.customers as double)
        when 'customer_share'
            then cast(g.customers as double) / nullif(m.customers, 0)
        when 'profit' then cast(coalesce(g.profit_minor, 0) as double)
        when 'profit_per_customer'
            then cast(g.profit_minor as double) / nullif(g.customers, 0)
    end as baseline
from groups as g
cross join run as r
inner join target_rows as t on t.target_no = g.target_no
inner join target_scopes as s on s.target_no = g.target_no
inner join scope_months as m
    on m.scope_id = s.scope_id
    and m.month = t.baseline_month
-- Beside what the month was closed with, this tells of those whom the bounds
-- moved: few may not be told of, and make no difference.
where g.joined not between 1 and r.min_customers - 1
    and g.dropped not between 1 and r.min_customers - 1
    and g.customers not between 1 and r.min_customers - 1
