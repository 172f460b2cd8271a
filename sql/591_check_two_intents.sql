-- One row per segment with more than two intents that are not parked.
select
    i.segment,
    count(distinct i.intent) as intents
from intents as i
cross join run as r
where not i.is_parked
    and i.intent <> 'observe'
    and not (i.intent = 'maintain' and r.maintain_is_free)
group by i.segment
having count(distinct i.intent) > 2
