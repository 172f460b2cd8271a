-- One row per owner of segments: how many of the groups run on an override.
select
    coalesce(o.owner, '') as owner,
    count(*) as groups,
    count(i.override_no) as overridden,
    cast(count(i.override_no) as double) / nullif(count(*), 0) as override_share
from intents as i
left join renamed_segments as r on r.from_segment = i.segment
left join segment_owners as o
    on o.segment = coalesce(r.to_segment, i.segment)
where i.engine_intent <> 'observe'
group by coalesce(o.owner, '')
