-- One row per scope and group: whether it has targets and the worst of them.
with cells as (
    select
        s.scope_id,
        s.name as scope,
        g.group_code,
        count(t.target_no) as targets,
        count(*) filter (where t.colour = 'red') as red,
        count(*) filter (where t.colour = 'amber') as amber,
        count(*) filter (where t.colour = 'green') as green
    from scopes as s
    cross join group_names as g
    left join report_targets as t
        on t.scope_id = s.scope_id
        and t.group_code = g.group_code
    group by s.scope_id, s.name, g.group_code
)
select
    scope_id,
    scope,
    -- Group 0 is everybody.
    group_code,
    targets,
    case
        when targets = 0 then 'no target'
        when red > 0 then 'red'
        when amber > 0 then 'amber'
        when green > 0 then 'green'
        else 'none'
    end as colour
from cells
