-- One row per customer in the family of a Creator or Contributor.
with valued as (
    select distinct f.family_id
    from families as f
    inner join value_groups as v on v.customer_key = f.customer_key
    where v.group_code in (4, 5)
)
select distinct f.customer_key
from families as f
inner join valued as v on v.family_id = f.family_id
