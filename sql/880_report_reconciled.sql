-- One row per line of money, and of profit: loaded, in the facts, on the pages.
with charged as (
    select cast(coalesce(sum(capital_minor), 0) as bigint) as facts_minor
    from capital_charges
    where not is_fx
),
shown as (
    select
        cast(coalesce(sum(
            case when m.customer_key = 0 then m.capital_minor end
        ), 0) as bigint) as unknown_minor,
        cast(coalesce(sum(
            case when m.customer_key <> 0 then m.capital_minor end
        ), 0) as bigint) as known_minor
    from customer_months as m
    inner join closing as k on m.month_start between k.window_from and k.month
),
lines as (
    select * from reconciled_lines
    union all
    select
        5,
        'capital charge',
        -- Balances are delivered, not what they cost.
        cast(null as bigint),
        c.facts_minor,
        s.unknown_minor,
        c.facts_minor - s.unknown_minor - s.known_minor
            + coalesce(x.restated_minor - x.frozen_minor, 0),
        s.known_minor - coalesce(x.restated_minor - x.frozen_minor, 0)
    from charged as c
    cross join shown as s
    cross join closing as k
    left join restatements as x
        on x.month = k.month
        and x.line = 'capital charge'
)
select
    position,
    line,
    delivered_minor,
    facts_minor,
    unknown_minor,
    outside_minor,
    pages_minor
from lines
union all
select
    6,
    'profit',
    null,
    cast(sum(
        case when position = 1 then facts_minor else -facts_minor end
    ) as bigint),
    cast(sum(
        case when position = 1 then unknown_minor else -unknown_minor end
    ) as bigint),
    cast(sum(
        case when position = 1 then outside_minor else -outside_minor end
    ) as bigint),
    cast(sum(
        case when position = 1 then pages_minor else -pages_minor end
    ) as bigint)
from lines
