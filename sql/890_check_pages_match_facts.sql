-- One row per line of money on the pages that the facts do not bear out.
with pages as (
    select
        c.position,
        case c.position
            when 1 then m.revenue_minor
            when 2 then m.direct_cost_minor
            when 3 then m.cost_to_serve_minor
            when 4 then m.acquisition_minor
            when 5 then m.capital_minor
            else m.profit_minor
        end as minor
    from report_reconciled as c
    cross join run as r
    inner join report_months as m
        on m.month = r.as_of
        and m.scope_id = 0
),
newest as (
    select max(month) as month
    from history.closed_months
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
cross join newest as n
cross join run as r
where c.delivered_minor <> c.facts_minor
    -- A frozen month is shown as it was closed, whatever the facts are today.
    or (
        c.pages_minor <> coalesce(p.minor, 0)
        and coalesce(n.month <= r.as_of, true)
    )
