-- One row per segment: the larger group that its small groups are held against.
with stocks as (
    select
        segment,
        2 * count(*) filter (where is_contractual) > count(*)
            as is_contractual
    from value_groups
    where group_code > 0
    group by segment
),
answered as (
    select
        s.segment,
        s.is_contractual,
        cast(sum(c.answers) as bigint) as answers,
        cast(sum(c.promoters) as bigint) as promoters,
        cast(sum(c.detractors) as bigint) as detractors
    from stocks as s
    inner join advocacy_cells as c on c.segment = s.segment
    group by s.segment, s.is_contractual
),
widening as (
    select
        segment,
        answers,
        promoters,
        detractors,
        cast(sum(answers) over (partition by is_contractual) as bigint)
            as type_answers,
        cast(sum(promoters) over (partition by is_contractual) as bigint)
            as type_promoters,
        cast(sum(detractors) over (partition by is_contractual) as bigint)
            as type_detractors,
        cast(sum(answers) over () as bigint) as all_answers,
        cast(sum(promoters) over () as bigint) as all_promoters,
        cast(sum(detractors) over () as bigint) as all_detractors
    from answered
)
select
    w.segment,
    case
        when w.answers >= r.min_answers then 'segment'
        when w.type_answers >= r.min_answers then 'relationship'
        else 'all'
    end as parent,
    case
        when w.answers >= r.min_answers
            then cast(w.promoters as double) / nullif(w.answers, 0)
        when w.type_answers >= r.min_answers
            then cast(w.type_promoters as double) / nullif(w.type_answers, 0)
        else cast(w.all_promoters as double) / nullif(w.all_answers, 0)
    end as promoter_share,
    case
        when w.answers >= r.min_answers
            then cast(w.detractors as double) / nullif(w.answers, 0)
        when w.type_answers >= r.min_answers
            then cast(w.type_detractors as double) / nullif(w.type_answers, 0)
        else cast(w.all_detractors as double) / nullif(w.all_answers, 0)
    end as detractor_share,
    -- What the group must be above, in points.
    coalesce(
        r.advocacy_hurdle,
        cast(100 * (w.all_promoters - w.all_detractors) as double)
        / nullif(w.all_answers, 0)
    ) as hurdle_nps
from widening as w
cross join run as r
