-- One row per target: how it stands at as-of, and the colour that gives.
with standing as (
    select
        t.target_no,
        m.baseline,
        m.actual,
        m.glide,
        m.actual - m.glide as gap,
        (m.actual - m.baseline) / nullif(m.glide - m.baseline, 0) as attainment,
        (m.actual - m.baseline) / nullif(t.target - m.baseline, 0) as progress,
        k.month_no as now_month_no
    from target_rows as t
    cross join run as r
    inner join calendar as k on k.month = r.as_of
    left join target_months as m
        on m.target_no = t.target_no
        and m.month = r.as_of
)
select
    t.target_no,
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
        when t.direction <> 'hold' and s.attainment is null
            then 'the path has not left the baseline yet'
        else ''
    end as reason
from target_rows as t
inner join standing as s on s.target_no = t.target_no
