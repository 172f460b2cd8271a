-- One row per customer group that a rule or a person may want to retire.
with named as (
    select
        s.segment,
        s.group_code,
        s.customers,
        s.avoidable_minor,
        (
            select count(*)
            from completed_cycles as c
            where c.segment = s.segment
                and c.group_code = s.group_code
                and c.completed_on <= k.month
        ) as cycles,
        (
            select min(a.owner)
            from retire_approvals as a
            where a.segment = s.segment
                and a.group_code = s.group_code
                and k.month between a.approved_on and a.expires_on
        ) as approved_by
    from signals as s
    cross join closing as k
    where s.group_code in (
            select group_code from intent_rules where intent = 'retire'
        )
        or exists (
            select 1
            from override_rows as o
            where o.intent = 'retire'
                and o.segment = s.segment
                and o.group_code = s.group_code
        )
),
-- Without any flag or parent, nothing is known about blocks or links.
delivered as (
    select
        count(retire_block) > 0 as has_blocks,
        count(parent_id) > 0 as has_parents
    from customers
),
members as (
    select
        v.segment,
        v.group_code,
        count(b.customer_key) as blocked_customers,
        count(l.customer_key) as linked_customers,
        cast(sum(
            v.revenue_minor - v.direct_cost_minor - v.cost_to_serve_minor
        ) as bigint) as margin_minor
    from value_groups as v
    left join (
        select customer_key
        from customers
        where retire_block
    ) as b on b.customer_key = v.customer_key
    left join linked_customers as l on l.customer_key = v.customer_key
    group by v.segment, v.group_code
)
select
    n.segment,
    n.group_code,
    n.customers,
    n.avoidable_minor,
    -- Cost to serve that stays when the customers are gone.
    n.avoidable_minor - m.margin_minor as stranded_minor,
    case when d.has_blocks then m.blocked_customers end as blocked_customers,
    case when d.has_parents then m.linked_customers end as linked_customers,
    n.cycles,
    n.approved_by,
    n.avoidable_minor < 0 as is_avoidable_loss,
    n.cycles >= r.retire_min_cycles as is_reengineered,
    n.customers >= r.retire_min_customers as is_large_enough,
    case when d.has_blocks then m.blocked_customers = 0 end as is_unblocked,
    case when d.has_parents then m.linked_customers = 0 end as is_unlinked,
    n.approved_by is not null as is_approved
from named as n
cross join run as r
cross join delivered as d
inner join members as m
    on m.segment = n.segment
    and m.group_code = n.group_code
