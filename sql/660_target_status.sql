-- One row per target and closed month: how it stood, and the colour of that.
with months as (
    select
        k.month,
        k.month_no
    from calendar as k
    cross join run as r
    left join scope_months as m
        on m.month = k.month
        and m.scope_id = 0
    where k.month = r.as_of
        or m.scope_id = 0
),
standing as (
    select
        t.target_no,
        k.month,
        m.baseline,
        m.actual,
        m.glide,
        m.actual - m.glide as gap,
        m.actual - m.baseline as moved,
        m.glide - m.baseline as due,
        t.target - m.baseline as promised,
        -- Nothing is left to reach: only falling back can miss the target.
        (t.direction = 'at_least' and m.baseline >= t.target)
        or (t.direction = 'at_most' and m.baseline <= t.target)
            as is_met_before,
        (t.direction = 'at_least' and m.actual >= t.target)
        or (t.direction = 'at_most' and m.actual <= t.target) as is_met,
        k.month_no as now_month_no
    from target_rows as t
    cross join months as k
    left join target_months as m
        on m.target_no = t.target_no
        and m.month = k.month
),
measured as (
    select
        *,
        case
            when not is_met_before
                then cast(moved as double) / nullif(due, 0)
        end as attainment,
        case
            when not is_met_before
                then cast(moved as double) / nullif(promised, 0)
        end as progress
    from standing
)
select
    t.target_no,
    s.month,
    s.baseline,
    s.actual,
    s.glide,
    s.gap,
    s.attainment,
    s.progress,
    case
        when s.actual is null or s.glide is null then 'none'
        when t.direction = 'hold' and abs(s.gap) <= t.tolerance then 'green'
        when t.direction = 'hold' and abs(s.gap) <= 2 * t.tolerance
            then 'amber'
        when t.direction = 'hold' then 'red'
        when s.is_met_before and s.is_met then 'green'
        when s.is_met_before then 'red'
        when s.attainment is null then 'none'
        when s.attainment >= 0.95 then 'green'
        when s.attainment >= 0.8 then 'amber'
        else 'red'
    end as colour,
    case
        when s.actual is null then 'no closed month has this number'
        when s.now_month_no < t.baseline_month_no
            then 'the baseline month is still to come'
        when s.baseline is null then 'the baseline month is not closed'
        when t.direction = 'hold' or s.is_met_before then ''
        when s.attainment is null
            then 'the path has not left the baseline yet'
        else ''
    end as reason
from target_rows as t
inner join measured as s on s.target_no = t.target_no
