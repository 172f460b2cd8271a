-- One row per segment, group and tenure band with estimates of its potential.
with ranked as (
    select
        p.customer_key,
        p.potential_minor,
        row_number() over (
            partition by p.customer_key order by p.as_of desc
        ) as place
    from customer_potentials as p
    cross join closing as k
    where p.as_of <= k.month
)
select
    v.segment,
    v.group_code,
    v.tenure_band,
    count(*) as customers,
    cast(sum(r.potential_minor) as bigint) as potential_minor
from ranked as r
inner join value_groups as v on v.customer_key = r.customer_key
where r.place = 1
    and v.group_code > 0
group by v.segment, v.group_code, v.tenure_band
