-- One row per customer that is in no group, in several, or in an unknown one.
with groups as (
    select
        customer_key,
        count(*) as times,
        min(group_code) as least_code,
        max(group_code) as most_code
    from value_groups
    group by customer_key
)
select
    p.customer_key,
    g.times,
    g.most_code
from customer_profits as p
left join groups as g on g.customer_key = p.customer_key
where g.times is null
    or g.times > 1
    or g.least_code < 0
    or g.most_code > 7
