-- One row per segment and group: how much more its customers could earn.
with cells as (
    select
        c.segment,
        c.group_code,
        cast(sum(c.customers) as bigint) as customers,
        cast(sum(c.profit_minor) as bigint) as profit_minor,
        cast(sum(coalesce(g.customers, 0)) as bigint) as potentials,
        -- Who has no estimate is held against customers who are as long here;
        -- a tenure band without profitable customers has no reference.
        cast(sum(
            coalesce(g.potential_minor, 0)
            + coalesce(p.reference_minor, 0)
            * (c.customers - coalesce(g.customers, 0))
        ) as bigint) as reference_minor,
        cast(sum(
            case
                when p.reference_minor is not null then c.customers
                else coalesce(g.customers, 0)
            end
        ) as bigint) as referenced
    from group_cells as c
    left join reference_profits as p
        on p.segment = c.segment
        and p.tenure_band = c.tenure_band
    left join given_potentials as g
        on g.segment = c.segment
        and g.group_code = c.group_code
        and g.tenure_band = c.tenure_band
    where c.group_code > 0
    group by c.segment, c.group_code
),
means as (
    select
        segment,
        group_code,
        potentials,
        referenced,
        cast(profit_minor as double) / customers as profit_mean,
        case
            when referenced = customers then greatest(
                cast(reference_minor - profit_minor as double) / customers,
                0
            )
        end as headroom_mean
    from cells
)
select
    m.segment,
    m.group_code,
    m.potentials as headroom_potentials,
    m.referenced as headroom_customers,
    m.headroom_mean,
    case
        when m.headroom_mean is null then null
        when m.headroom_mean >= r.headroom_min_share * abs(m.profit_mean)
            and m.headroom_mean >= r.headroom_min_minor then 1
        else 0
    end as headroom
from means as m
cross join run as r
