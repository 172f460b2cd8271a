-- One row per target and closed month: the actual and where the path stands.
with paths as (
    select
        a.target_no,
        a.month,
        c.month_no,
        a.actual,
        a.standard_error,
        coalesce(t.baseline, y.baseline, b.actual) as baseline,
        t.direction,
        t.target,
        t.tolerance,
        t.target_low,
        t.target_high,
        t.baseline_month_no,
        t.target_month_no,
        coalesce(l.from_value, t.baseline, y.baseline, b.actual)
            as from_value,
        l.to_value,
        t.glidepath,
        cast(c.month_no - l.from_month_no as double)
            / nullif(l.to_month_no - l.from_month_no, 0) as part
    from target_actuals as a
    inner join target_rows as t on t.target_no = a.target_no
    inner join calendar as c on c.month = a.month
    left join history.closed_months as m on m.month = a.month
    left join target_baselines as y
        on y.target_no = a.target_no
        and y.plan_year = m.plan_year
    left join target_actuals as b
        on b.target_no = t.target_no
        and b.month = t.baseline_month
    left join target_legs as l
        on l.target_no = a.target_no
        and l.from_month_no <= c.month_no
        and l.to_month_no > c.month_no
),
ways as (
    select
        *,
        -- Smoothstep, the cubic that runs from 0 to 1 and is flat at both ends.
        case
            when glidepath = 's_curve' then part * part * (3 - 2 * part)
            else part
        end as way
    from paths
),
edges as (
    select
        *,
        case
            when month_no < baseline_month_no then null
            when month_no >= target_month_no then target
            else from_value + (coalesce(to_value, target) - from_value) * way
        end as line,
        -- A band is reached from outside, and kept from inside.
        case
            when month_no < baseline_month_no then null
            when month_no >= target_month_no then target_low
            when baseline < target_low
                then from_value + (target_low - from_value) * way
            when baseline is not null then target_low
        end as band_low,
        case
            when month_no < baseline_month_no then null
            when month_no >= target_month_no then target_high
            when baseline > target_high
                then from_value + (target_high - from_value) * way
            when baseline is not null then target_high
        end as band_high
    from ways
)
select
    target_no,
    month,
    baseline,
    actual,
    standard_error,
    -- In a band the path is wherever the number is.
    case
        when direction <> 'band' then line
        when actual < band_low then band_low
        when actual > band_high then band_high
        when band_low is not null then actual
    end as glide,
    case direction
        when 'at_least' then line
        when 'hold' then line - tolerance
        when 'band' then band_low
    end as glide_low,
    case direction
        when 'at_most' then line
        when 'hold' then line + tolerance
        when 'band' then band_high
    end as glide_high
from edges
