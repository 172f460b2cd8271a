-- One row per segment and intent proposed in it: whether its strategy keeps it.
with proposed as (
    select
        p.segment,
        p.intent,
        p.intent = 'observe' or (p.intent = 'maintain' and r.maintain_is_free)
            as is_free,
        cast(sum(p.at_stake_minor) as bigint) as at_stake_minor,
        cast(sum(p.customers) as bigint) as customers
    from proposed_intents as p
    cross join run as r
    group by
        p.segment,
        p.intent,
        p.intent = 'observe' or (p.intent = 'maintain' and r.maintain_is_free)
),
ranked as (
    select
        segment,
        intent,
        is_free,
        at_stake_minor,
        customers,
        row_number() over (
            partition by segment, is_free
            order by coalesce(at_stake_minor, 0) desc, customers desc, intent
        ) as place
    from proposed
)
select
    k.segment,
    k.intent,
    k.at_stake_minor,
    k.customers,
    k.is_free,
    k.segment in (select segment from declared_intents) as is_declared,
    k.is_free or case
        when k.segment in (select segment from declared_intents)
            then d.intent is not null
        else k.place <= 2
    end as is_kept
from ranked as k
left join declared_intents as d
    on d.segment = k.segment
    and d.intent = k.intent
