-- One row per target and closed month: chance in how its customers changed.
with ways as (
    select
        t.target_no,
        m.month,
        o.scope_id is not null and m.then_code > 0
            and (t.group_code = 0 or m.then_code = t.group_code)
            as is_counted_then,
        n.scope_id is not null and m.now_code > 0
            and (t.group_code = 0 or m.now_code = t.group_code)
            as is_counted_now,
        o.scope_id is not null
            and (t.group_code = 0 or m.then_code = t.group_code) as is_then,
        n.scope_id is not null
            and (t.group_code = 0 or m.now_code = t.group_code) as is_now,
        m.customers,
        m.then_profit_minor,
        m.now_profit_minor,
        m.then_squares,
        m.now_squares,
        m.change_squares
    from target_rows as t
    cross join run as r
    inner join target_scopes as s on s.target_no = t.target_no
    inner join history.moves as m
        on m.month >= t.baseline_month
        and m.month <= r.as_of
        and m.comparison = 'base'
    left join renamed_segments as rt on rt.from_segment = m.then_segment
    left join renamed_segments as rn on rn.from_segment = m.now_segment
    left join scope_segments as o
        on o.scope_id = s.scope_id
        and o.segment = coalesce(rt.to_segment, m.then_segment)
    left join scope_segments as n
        on n.scope_id = s.scope_id
        and n.segment = coalesce(rn.to_segment, m.now_segment)
    where o.scope_id is not null
        or n.scope_id is not null
),
sums as (
    select
        target_no,
        month,
        cast(sum(customers) as double) as customers,
        cast(sum(
            case when is_counted_then <> is_counted_now then customers else 0
            end
        ) as double) as count_squares,
        cast(sum(
            (case when is_counted_now then customers else 0 end)
            - (case when is_counted_then then customers else 0 end)
        ) as double) as count_change,
        cast(sum(cast(
            case
                when is_then and is_now then change_squares
                when is_then then then_squares
                when is_now then now_squares
                else 0
            end as decimal(38, 0)
        )) as double) as profit_squares,
        cast(sum(
            (case when is_now then now_profit_minor else 0 end)
            - (case when is_then then then_profit_minor else 0 end)
        ) as double) as profit_change,
        -- The same of customers alone, without what leavers still book.
        cast(sum(cast(
            case
                when is_counted_then and is_counted_now then change_squares
                when is_counted_then then then_squares
                when is_counted_now then now_squares
                else 0
            end as decimal(38, 0)
        )) as double) as earned_squares,
        cast(sum(
            (case when is_counted_now then now_profit_minor else 0 end)
            - (case when is_counted_then then then_profit_minor else 0 end)
        ) as double) as earned_change,
        cast(sum(
            case
                when is_counted_then = is_counted_now then 0
                when is_counted_now then now_profit_minor
                else then_profit_minor
            end
        ) as double) as earned_by_count,
        cast(sum(
            case when is_counted_now then now_profit_minor else 0 end
        ) as double)
        / nullif(cast(sum(
            case when is_counted_now then customers else 0 end
        ) as double), 0) as mean,
        cast(sum(
            case when is_counted_now then customers else 0 end
        ) as double) as now_customers
    from ways
    group by target_no, month
)
-- Had other customers of the same kind been here: the sum of their changes over
-- one window would scatter by sqrt(sum of squares - square of sum / customers).
select
    target_no,
    month,
    sqrt(greatest(
        count_squares
        - cast(count_change * count_change as double)
        / nullif(customers, 0), 0
    )) as count_error,
    sqrt(greatest(
        profit_squares
        - cast(profit_change * profit_change as double)
        / nullif(customers, 0), 0
    )) as profit_error,
    -- Of a ratio: who comes with just the mean leaves it as it is, so that a
    -- customer counts with change in profit - mean * change in count.
    sqrt(greatest(
        earned_squares
        - 2 * mean * earned_by_count
        + mean * mean * count_squares
        - cast(
            (earned_change - mean * count_change)
            * (earned_change - mean * count_change) as double
        ) / nullif(customers, 0), 0
    )) / nullif(now_customers, 0) as mean_error
from sums
where customers > 0
