-- One row per plan year and boundary: the frozen amount between two groups.
with years as (
    select
        h.plan_year,
        h.basis,
        h.calibrated_on,
        h.destroyers_to_minor,
        h.neutral_band_minor,
        h.creators_from_minor
    from history.group_bounds as h
    inner join closing as k on h.plan_year <= k.plan_year
)
select
    plan_year,
    1 as position,
    'destroyers_to' as boundary,
    destroyers_to_minor as amount_minor,
    calibrated_on,
    basis
from years
union all
select plan_year, 2, 'neutral_from', -neutral_band_minor, calibrated_on, basis
from years
union all
select plan_year, 3, 'neutral_to', neutral_band_minor, calibrated_on, basis
from years
union all
select plan_year, 4, 'creators_from', creators_from_minor, calibrated_on, basis
from years
