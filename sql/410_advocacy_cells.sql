-- One row per segment and group: who would recommend us.
select
    v.month,
    v.segment,
    v.group_code,
    count(*) as customers,
    count(*) filter (where a.score is not null) as answers,
    count(*) filter (where a.score >= 9) as promoters,
    count(*) filter (where a.score between 7 and 8) as passives,
    count(*) filter (where a.score <= 6) as detractors
from value_groups as v
left join latest_answers as a on a.customer_key = v.customer_key
where v.group_code > 0
group by v.month, v.segment, v.group_code
