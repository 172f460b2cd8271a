-- One row per segment and group: the intent that holds, and what it came from.
with decided as (
    select
        p.*,
        not s.is_kept as is_parked,
        case when s.is_kept then p.intent else 'maintain' end as final_intent
    from proposed_intents as p
    inner join segment_intents as s
        on s.segment = p.segment
        and s.intent = p.intent
),
earlier as (
    select
        coalesce(n.to_segment, i.segment) as segment,
        i.group_code,
        i.intent,
        i.since_month,
        i.previous_intent,
        -- Of segments that became one, the one whose name was kept.
        row_number() over (
            partition by coalesce(n.to_segment, i.segment), i.group_code
            order by
                i.month desc,
                case when n.to_segment is null then 0 else 1 end,
                i.segment
        ) as place
    from history.intents as i
    cross join closing as k
    left join renamed_segments as n on n.from_segment = i.segment
    where i.month < k.month
)
select
    d.month,
    d.segment,
    d.group_code,
    d.engine_intent,
    d.final_intent as intent,
    -- A second intent must be one that its segment keeps as a first one.
    case
        when not d.is_parked
            and d.secondary <> d.final_intent
            and s.is_kept then d.secondary
    end as secondary,
    d.rule,
    d.engine_reason,
    case
        when d.is_parked then 'INTENT_CAP'
        when d.override_no is not null then 'OVERRIDE'
        else d.engine_reason
    end as reason,
    d.is_parked,
    case when d.is_parked then d.intent end as parked_intent,
    d.override_no,
    d.override_owner,
    d.override_expires_on,
    d.at_stake_minor,
    case when e.intent = d.final_intent then e.since_month else d.month end
        as since_month,
    case when e.intent = d.final_intent then e.previous_intent else e.intent end
        as previous_intent
from decided as d
left join segment_intents as s
    on s.segment = d.segment
    and s.intent = d.secondary
left join earlier as e
    on e.segment = d.segment
    and e.group_code = d.group_code
    and e.place = 1
