-- One row per target and closed month: the number and its standard error.
with stocks as (
    select
        t.target_no,
        m.month,
        m.customers as scope_customers,
        cast(sum(case
            when t.group_code = 0 and c.group_code = 0 then 0
            else c.customers
        end) as bigint) as customers,
        cast(sum(c.profit_minor) as bigint) as profit_minor,
        -- What leavers still book is nobody's profit here: otherwise the fewer
        -- customers are left to share it, the better each would look.
        cast(sum(
            case when c.group_code > 0 then c.profit_minor end
        ) as bigint) as earned_minor
    from target_rows as t
    inner join target_scopes as s on s.target_no = t.target_no
    inner join scope_months as m on m.scope_id = s.scope_id
    left join scope_cells as c
        on c.scope_id = m.scope_id
        and c.month = m.month
        and (t.group_code = 0 or c.group_code = t.group_code)
    group by t.target_no, m.month, m.customers
),
surveys as (
    select
        t.target_no,
        h.month,
        cast(sum(h.answers) as bigint) as answers,
        cast(cast(sum(h.promoters) as bigint) as double)
        / nullif(cast(sum(h.answers) as bigint), 0) as share
    from target_rows as t
    inner join target_scopes as s on s.target_no = t.target_no
    inner join scope_segments as g on g.scope_id = s.scope_id
    inner join history.advocacy_cells as h
        on h.group_code > 0
        and (t.group_code = 0 or h.group_code = t.group_code)
    left join renamed_segments as n on n.from_segment = h.segment
    where coalesce(n.to_segment, h.segment) = g.segment
    group by t.target_no, h.month
)
select
    k.target_no,
    k.month,
    case t.metric
        when 'customers' then cast(coalesce(k.customers, 0) as double)
        when 'customer_share'
            then cast(coalesce(k.customers, 0) as double)
            / nullif(k.scope_customers, 0)
        when 'profit' then cast(coalesce(k.profit_minor, 0) as double)
        when 'profit_per_customer'
            then cast(k.earned_minor as double) / nullif(k.customers, 0)
        when 'promoter_share'
            then case when v.answers >= x.min_answers then v.share end
    end as actual,
    case t.metric
        when 'customers' then e.count_error
        when 'customer_share'
            then e.count_error / nullif(k.scope_customers, 0)
        when 'profit' then e.profit_error
        when 'profit_per_customer' then e.mean_error
        when 'promoter_share'
            then case
                when v.answers >= x.min_answers
                    then sqrt(v.share * (1 - v.share) / v.answers)
            end
    end as standard_error
from stocks as k
inner join target_rows as t on t.target_no = k.target_no
cross join target_limits as x
left join target_noise as e
    on e.target_no = k.target_no
    and e.month = k.month
left join surveys as v
    on v.target_no = k.target_no
    and v.month = k.month
