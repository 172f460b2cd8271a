-- One row per customer whose description is clear.
select
    k.customer_key,
    d.customer_id,
    d.segment,
    d.name,
    d.region,
    d.parent_id,
    d.retire_block,
    d.closed_on,
    case
        when d.relationship is null then r.is_contractual
        else lower(d.relationship) = 'contractual'
    end as is_contractual,
    -- Nobody is a customer later than the first revenue.
    case
        when d.acquired_on is null
            then coalesce(b.first_revenue_on, b.first_booked_on)
        when b.first_revenue_on < d.acquired_on then b.first_revenue_on
        else d.acquired_on
    end as acquired_on,
    coalesce(b.first_revenue_on < d.acquired_on, false) as is_acquired_corrected
from customer_descriptions as d
inner join customer_keys as k on k.customer_id = d.customer_id
left join contradicted_customers as x on x.customer_id = d.customer_id
left join first_bookings as b on b.customer_id = d.customer_id
cross join run as r
where x.customer_id is null
