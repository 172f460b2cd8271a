-- One row per segment and group: its NPS, and how sure it is above the hurdle.
with shares as (
    select
        c.segment,
        c.group_code,
        c.customers,
        c.answers,
        cast(c.promoters as double) / nullif(c.answers, 0) as raw_promoters,
        cast(c.detractors as double) / nullif(c.answers, 0) as raw_detractors,
        -- As if prior_answers customers had answered like the parent's.
        cast(c.promoters + r.prior_answers * p.promoter_share as double)
        / nullif(c.answers + r.prior_answers, 0) as promoters,
        cast(c.detractors + r.prior_answers * p.detractor_share as double)
        / nullif(c.answers + r.prior_answers, 0) as detractors,
        p.hurdle_nps
    from advocacy_cells as c
    inner join advocacy_parents as p on p.segment = c.segment
    cross join run as r
),
-- NPS is the mean of 1 for promoters, -1 for detractors and 0 for the others.
scores as (
    select
        s.segment,
        s.group_code,
        s.customers,
        s.answers,
        100 * (s.raw_promoters - s.raw_detractors) as nps,
        100 * sqrt(cast(
            s.raw_promoters + s.raw_detractors
            - (s.raw_promoters - s.raw_detractors)
            * (s.raw_promoters - s.raw_detractors) as double
        ) / nullif(s.answers, 0)) as nps_error,
        100 * (s.promoters - s.detractors) as shrunk_nps,
        100 * sqrt(cast(
            s.promoters + s.detractors
            - (s.promoters - s.detractors) * (s.promoters - s.detractors)
            as double
        ) / nullif(s.answers + r.prior_answers + 1, 0)) as shrunk_error,
        s.promoters as promoter_share,
        s.hurdle_nps
    from shares as s
    cross join run as r
)
select
    s.segment,
    s.group_code,
    s.answers,
    s.nps,
    s.nps_error,
    s.shrunk_nps,
    s.shrunk_error,
    s.promoter_share,
    cast(s.answers as double) / s.customers as answer_share,
    s.answers < r.min_answer_share * s.customers as is_low_coverage,
    s.hurdle_nps,
    -- High when the chance to be above the hurdle is high_z or more errors.
    cast(s.shrunk_nps - s.hurdle_nps as double)
    / nullif(s.shrunk_error, 0) as hurdle_z,
    case
        when s.answers < r.min_answers then null
        when s.shrunk_nps - s.hurdle_nps = 0 then 0
        when s.shrunk_nps - s.hurdle_nps
            >= r.high_advocacy_z * s.shrunk_error then 1
        when s.shrunk_nps - s.hurdle_nps
            <= r.low_advocacy_z * s.shrunk_error then -1
        else 0
    end as advocacy,
    case
        when not r.has_advocacy then 'no survey is delivered'
        when s.answers = 0 then 'no customer answered lately'
        when s.answers < r.min_answers then 'too few answers'
        else ''
    end as advocacy_reason
from scores as s
cross join run as r
