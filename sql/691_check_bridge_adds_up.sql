-- One row per scope and comparison whose bridge misses the change in profit.
with bridges as (
    select
        scope_id,
        comparison,
        then_month,
        cast(sum(change_minor) as bigint) as change_minor,
        cast(sum(
            revenue_minor + direct_cost_minor + cost_to_serve_minor
            + acquisition_minor + capital_minor
        ) as bigint) as lines_minor
    from bridge_classes
    group by scope_id, comparison, then_month
)
select
    b.scope_id,
    b.comparison,
    b.change_minor,
    b.lines_minor,
    coalesce(n.profit_minor, 0) - coalesce(e.profit_minor, 0)
        as profit_change_minor
from bridges as b
cross join run as r
left join scope_months as n
    on n.scope_id = b.scope_id
    and n.month = r.as_of
left join scope_months as e
    on e.scope_id = b.scope_id
    and e.month = b.then_month
where b.change_minor
    <> coalesce(n.profit_minor, 0) - coalesce(e.profit_minor, 0)
    or b.change_minor <> b.lines_minor
