-- One row per target and closed month: how it stands to date, chance apart.
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
        t.metric,
        t.direction,
        t.tolerance,
        k.month,
        k.month_no,
        m.baseline,
        m.actual,
        m.standard_error,
        m.glide,
        m.glide_low,
        m.glide_high,
        m.actual - m.glide as gap,
        m.actual - m.baseline as moved,
        m.glide - m.baseline as due,
        case
            when t.direction <> 'band' then t.target
            when m.baseline < t.target_low then t.target_low
            else t.target_high
        end - m.baseline as promised,
        -- Nothing is left to reach: only falling back can miss the target.
        (t.direction = 'at_least' and m.baseline >= t.target)
        or (t.direction = 'at_most' and m.baseline <= t.target)
        or (
            t.direction = 'band'
            and m.baseline >= t.target_low
            and m.baseline <= t.target_high
        ) as is_met_before,
        m.actual >= coalesce(t.target_low, m.actual)
        and m.actual <= coalesce(t.target_high, m.actual) as is_met,
        m.actual - t.target as beyond,
        k.month_no - t.baseline_month_no as months_since
    from target_rows as t
    cross join months as k
    left join target_months as m
        on m.target_no = t.target_no
        and m.month = k.month
),
measured as (
    select
        *,
        -- Monthly values may lead away from the target first. Nothing is due
        -- then but not to be worse than the path.
        direction <> 'hold' and not is_met_before and due * promised < 0
            as is_detour,
        case
            when not is_met_before and due * promised >= 0
                then cast(moved as double) / nullif(due, 0)
        end as attainment,
        case
            when not is_met_before
                then cast(moved as double) / nullif(promised, 0)
        end as progress
    from standing
)
select
    s.target_no,
    s.month,
    s.baseline,
    s.actual,
    s.standard_error,
    s.glide,
    s.glide_low,
    s.glide_high,
    s.gap,
    s.attainment,
    s.progress,
    -- How far the number is from where the judgement would turn.
    case
        when s.direction = 'hold' then abs(s.tolerance - abs(s.gap))
        when s.direction = 'band' and s.gap = 0 then least(
            coalesce(s.actual - s.glide_low, 0),
            coalesce(s.glide_high - s.actual, 0)
        )
        when s.direction <> 'band' and s.is_met_before then abs(s.beyond)
        else abs(s.gap)
    end as margin,
    case
        when s.actual is null or s.glide is null then 'none'
        when s.direction = 'hold' and abs(s.gap) <= s.tolerance then 'green'
        when s.direction = 'hold' and abs(s.gap) <= 2 * s.tolerance
            then 'amber'
        when s.direction = 'hold' then 'red'
        when s.direction = 'band' and s.is_met_before and s.gap = 0
            then 'green'
        -- Outside a band on the far side: half its width is amber.
        when s.direction = 'band' and (s.is_met_before or s.attainment > 1)
            then case when abs(s.gap) <= s.tolerance then 'amber' else 'red' end
        when s.is_met_before and s.is_met then 'green'
        when s.is_met_before then 'red'
        when s.is_detour and s.gap * s.due > 0 then 'red'
        when s.is_detour then 'green'
        when s.attainment is null then 'none'
        when s.attainment >= x.green_attainment then 'green'
        when s.attainment >= x.amber_attainment then 'amber'
        else 'red'
    end as path_colour,
    case
        when s.actual is null and s.metric = 'promoter_share'
            then 'fewer than ' || cast(x.min_answers as varchar) || ' answers'
        when s.actual is null then 'no closed month has this number'
        when s.months_since < 0 then 'the baseline month is still to come'
        when s.baseline is null then 'the baseline month is not closed'
        when s.direction = 'hold' or s.is_met_before or s.is_detour then ''
        when s.attainment is null
            then 'the path has not left the baseline yet'
        else ''
    end as reason
from measured as s
cross join target_limits as x
