-- One row per line of money on the pages that the facts do not bear out.
with pages as (
    select
        1 as position,
        m.revenue_minor as minor
    from report_months as m
    inner join run as r on m.month = r.as_of
    where m.scope_id = 0
    union all
    select
        2,
        m.direct_cost_minor
    from report_months as m
    inner join run as r on m.month = r.as_of
    where m.scope_id = 0
    union all
    select
        3,
        m.cost_to_serve_minor
    from report_months as m
    inner join run as r on m.month = r.as_of
    where m.scope_id = 0
    union all
    select
        4,
        m.acquisition_minor
    from report_months as m
    inner join run as r on m.month = r.as_of
    where m.scope_id = 0
)
select
    c.position,
    c.line,
    c.delivered_minor,
    c.facts_minor,
    c.pages_minor,
    p.minor as shown_minor
from report_reconciled as c
left join pages as p on p.position = c.position
where c.delivered_minor <> c.facts_minor
    or c.pages_minor <> coalesce(p.minor, 0)
