-- One row per decile of profit then and now; 0 is outside the portfolio.
with thens as (
    select
        e.customer_key,
        a.decile
    from earlier_groups as e
    inner join decile_amounts as a
        on a.month = e.month
        and a.amount_minor = e.profit_minor
    where e.comparison = 'base'
        and e.group_code > 0
        and a.scope_id = 0
        and a.measure = 'profit'
),
nows as (
    select
        v.customer_key,
        a.decile
    from value_groups as v
    inner join decile_amounts as a
        on a.month = v.month
        and a.amount_minor = v.profit_minor
    where v.group_code > 0
        and a.scope_id = 0
        and a.measure = 'profit'
),
pairs as (
    select
        coalesce(t.decile, 0) as then_decile,
        n.decile as now_decile
    from nows as n
    left join thens as t on t.customer_key = n.customer_key
    union all
    select
        t.decile as then_decile,
        0 as now_decile
    from thens as t
    left join nows as n on n.customer_key = t.customer_key
    where n.customer_key is null
)
select
    then_decile,
    now_decile,
    count(*) as customers,
    case
        when then_decile > 0
            then cast(count(*) as double) / nullif(
                cast(sum(count(*)) over (
                    partition by then_decile
                ) as bigint), 0
            )
    end as then_share
from pairs
group by then_decile, now_decile
