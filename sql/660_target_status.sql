-- One row per target and closed month: how it stands, and the colour of that.
with judged as (
    select
        p.*,
        p.path_colour <> 'none'
        and p.margin < x.noise_z * coalesce(p.standard_error, 0)
            as is_inconclusive,
        o.hit_share,
        o.median,
        o.low80,
        o.high80,
        case
            when o.hit_share is null then 'none'
            when o.hit_share >= x.green_hit_share then 'green'
            when o.hit_share >= x.amber_hit_share then 'amber'
            else 'red'
        end as outlook_colour,
        case
            when p.month <> r.as_of then 'only the newest month has an outlook'
            when o.target_no is null then 'no forecast was made'
            else o.reason
        end as outlook_reason
    from target_progress as p
    cross join target_limits as x
    cross join run as r
    left join target_outlooks as o
        on o.target_no = p.target_no
        and p.month = r.as_of
),
capped as (
    select
        *,
        -- What chance may have made is neither a success nor a failure.
        case when is_inconclusive then 'amber' else path_colour end
            as status_colour
    from judged
)
select
    target_no,
    month,
    baseline,
    actual,
    standard_error,
    glide,
    glide_low,
    glide_high,
    gap,
    attainment,
    progress,
    path_colour,
    is_inconclusive,
    status_colour,
    reason,
    hit_share,
    median,
    low80,
    high80,
    outlook_colour,
    outlook_reason,
    case
        when 'red' in (status_colour, outlook_colour) then 'red'
        when 'amber' in (status_colour, outlook_colour) then 'amber'
        when 'green' in (status_colour, outlook_colour) then 'green'
        else 'none'
    end as colour
from capped
