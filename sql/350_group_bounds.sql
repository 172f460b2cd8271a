-- One row per closing month: the bounds in force, frozen for its plan year.
select
    k.plan_year,
    case
        when g.neutral_band_minor is not null then 'given'
        else 'calibrated'
    end as basis,
    case
        when g.neutral_band_minor is not null then cast(null as date)
        else coalesce(p.calibrated_on, k.month)
    end as calibrated_on,
    coalesce(
        g.destroyers_to_minor, p.destroyers_to_minor, c.destroyers_to_minor
    ) as destroyers_to_minor,
    coalesce(
        g.neutral_band_minor, p.neutral_band_minor, c.neutral_band_minor
    ) as neutral_band_minor,
    coalesce(
        g.creators_from_minor, p.creators_from_minor, c.creators_from_minor
    ) as creators_from_minor
from closing as k
cross join calibrated_bounds as c
left join given_bounds as g on 1 = 1
left join previous_bounds as p
    on p.plan_year = k.plan_year
    and p.calibrated_on < k.month
