-- One row per doubt about what people decided on intents.
with strangers as (
    select segment from declared_intents
    union
    select segment from override_rows
    union
    select segment from completed_cycles
    union
    select segment from retire_approvals
)
select
    20 as position,
    'The override of ' || scope || ', ' || group_name || ', to ' || intent
        || ' by ' || owner || ' expires on ' || cast(expires_on as varchar)
        || '. Then the rules decide again.' as text,
    -- Nobody but the whole portfolio hears of a segment that is not there.
    coalesce(scope_id, 0) as scope_id
from report_overrides
where is_ending
union all
select
    21,
    'The override of ' || scope || ', ' || group_name || ', to ' || intent
        || ' by ' || owner || ' is refused: ' || refused_because || '.',
    coalesce(scope_id, 0)
from report_overrides
where state = 'refused'
union all
select
    22,
    'The override of ' || scope || ', ' || group_name || ', to ' || intent
        || ' by ' || owner || ' is parked: its segment has two other intents.',
    coalesce(scope_id, 0)
from report_overrides
where state = 'parked'
union all
select
    23,
    'The override of ' || scope || ', ' || group_name || ', to ' || intent
        || ' by ' || owner || ' is for a group without customers.',
    coalesce(scope_id, 0)
from report_overrides
where state = 'nobody'
union all
select
    24,
    'Decisions on intents of a segment that no export knows: ' || x.segment
        || '.',
    0
from strangers as x
left join scopes as s
    on s.name = x.segment
    and not s.is_portfolio
where s.scope_id is null
