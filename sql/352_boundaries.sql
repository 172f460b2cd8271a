-- One row per boundary between neighbouring groups, with its hysteresis band.
with amounts as (
    select
        1 as position,
        least(destroyers_to_minor + 1, -neutral_band_minor) as amount_minor,
        neutral_band_minor
    from group_bounds
    union all
    select 2, -neutral_band_minor, neutral_band_minor
    from group_bounds
    union all
    select 3, neutral_band_minor + 1, neutral_band_minor
    from group_bounds
    union all
    select
        4,
        greatest(creators_from_minor, neutral_band_minor + 1),
        neutral_band_minor
    from group_bounds
),
widths as (
    select
        a.position,
        a.amount_minor,
        -- Exact: only the edges of the band are whole.
        cast(greatest(
            cast(abs(a.amount_minor) as decimal(24, 0)) * r.hysteresis_share,
            cast(a.neutral_band_minor as decimal(24, 0))
            * cast('0.5' as decimal(2, 1))
        ) as decimal(38, 6)) as width_minor
    from amounts as a
    cross join run as r
),
-- Bands that would touch share the space between their amounts.
cut as (
    select
        w.position,
        w.amount_minor,
        least(w.width_minor, coalesce(min(cast(floor(
            cast(abs(o.amount_minor - w.amount_minor) - 1 as double) / 2
        ) as decimal(38, 6))), w.width_minor)) as width_minor
    from widths as w
    left join widths as o
        on o.amount_minor <> w.amount_minor
        and w.width_minor + o.width_minor
        >= abs(o.amount_minor - w.amount_minor)
    group by w.position, w.amount_minor, w.width_minor
)
select
    position,
    amount_minor,
    -- The least whole amounts that are not below the edges.
    amount_minor + cast(ceil(width_minor) as bigint) as up_minor,
    amount_minor - cast(floor(width_minor) as bigint) as down_minor
from cut
