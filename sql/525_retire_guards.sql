-- One row per customer group that may be wanted retired: which guardrails hold.
with used as (
    select coalesce(cast(sum(customers) as bigint), 0) as customers
    from retired_groups
    where not is_from_before
),
-- Those that all else lets pass share what the quarter leaves, worst first.
newcomers as (
    select
        c.segment,
        c.group_code,
        cast(sum(c.customers) over (
            order by c.avoidable_minor, c.segment, c.group_code
            rows between unbounded preceding and current row
        ) as bigint) as customers
    from retire_candidates as c
    left join retired_groups as d
        on d.segment = c.segment
        and d.group_code = c.group_code
    where d.segment is null
        and c.is_avoidable_loss and c.is_reengineered and c.is_large_enough
        and c.is_unblocked and c.is_unlinked and c.is_approved
),
guarded as (
    select
        c.*,
        coalesce(d.is_from_before, false) or u.customers + case
            when d.segment is not null then 0
            else coalesce(n.customers, c.customers)
        end <= r.retire_max_share * p.customers as is_within_share
    from retire_candidates as c
    cross join used as u
    cross join run as r
    cross join (
        select cast(sum(customers) as bigint) as customers from signals
    ) as p
    left join retired_groups as d
        on d.segment = c.segment
        and d.group_code = c.group_code
    left join newcomers as n
        on n.segment = c.segment
        and n.group_code = c.group_code
)
select
    k.month,
    g.segment,
    g.group_code,
    g.customers,
    g.avoidable_minor,
    g.stranded_minor,
    -g.avoidable_minor - g.stranded_minor as effect_minor,
    g.blocked_customers,
    g.linked_customers,
    g.cycles,
    g.approved_by,
    g.is_avoidable_loss,
    g.is_reengineered,
    g.is_large_enough,
    g.is_unblocked,
    g.is_unlinked,
    g.is_within_share,
    g.is_approved,
    coalesce(
        g.is_avoidable_loss and g.is_reengineered and g.is_large_enough
        and g.is_unblocked and g.is_unlinked and g.is_within_share
        and g.is_approved,
        false
    ) as may_retire,
    -- In words, each with the semicolon before it cut off the first.
    substr(
        case when g.is_avoidable_loss then ''
            else '; avoidable profit is not below 0' end
        || case when g.is_reengineered then ''
            else '; too few completed attempts to re-engineer' end
        || case when g.is_large_enough then ''
            else '; too few customers to judge as a group' end
        || case when g.is_unblocked then ''
            when g.is_unblocked is null then '; blocks are not known'
            else '; some customers are blocked' end
        || case when g.is_unlinked then ''
            when g.is_unlinked is null then '; links are not known'
            else '; some customers are linked to better ones' end
        || case when g.is_within_share then ''
            else '; too many customers in one quarter' end
        || case when g.is_approved then '' else '; nobody approved it' end,
        3
    ) as failing
from guarded as g
cross join closing as k
