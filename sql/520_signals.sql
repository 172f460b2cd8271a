-- One row per segment and group: all that the rules are held against.
with cells as (
    select
        segment,
        group_code,
        cast(sum(customers) as bigint) as customers,
        cast(sum(profit_minor) as bigint) as profit_minor
    from group_cells
    where group_code > 0
    group by segment, group_code
)
select
    k.month,
    c.segment,
    c.group_code,
    c.customers,
    c.profit_minor,
    cast(c.profit_minor as double) / c.customers as profit_mean,
    case
        when c.customers > 1 then sqrt(
            cast(
                c.customers * a.profit_squares
                - cast(c.profit_minor as decimal(38, 0)) * c.profit_minor
                as double
            ) / c.customers / c.customers / (c.customers - 1)
        )
    end as profit_error,
    coalesce(t.trend_customers, 0) as trend_customers,
    t.trend_mean,
    t.trend_error,
    t.trend_share,
    t.trend_z,
    t.trend,
    case
        when coalesce(t.trend_customers, 0) = 0
            then 'no customer is known from a window earlier'
        when t.trend is null
            then 'too few customers are known from a window earlier'
        else ''
    end as trend_reason,
    h.headroom_customers,
    h.headroom_potentials,
    h.headroom_mean,
    h.headroom,
    case
        when h.headroom is null then 'no similar customers to compare with'
        else ''
    end as headroom_reason,
    s.answers,
    s.nps,
    s.nps_error,
    s.shrunk_nps,
    s.shrunk_error,
    s.promoter_share,
    s.answer_share,
    s.is_low_coverage,
    s.hurdle_nps,
    s.hurdle_z,
    s.advocacy,
    s.advocacy_reason,
    a.avoidable_minor,
    a.fixed_minor,
    case
        when not r.has_costs then null
        when a.fixed_minor >= 0 then 1
        else 0
    end as fixable,
    case
        when not r.has_costs then 'no cost to serve is delivered'
        else ''
    end as fixable_reason,
    a.young as young_customers,
    case when 2 * a.young > c.customers then 1 else 0 end as is_young,
    case
        when k.loss_month is null then null
        when c.profit_minor < 0 and e.profit_minor is not null then 1
        else 0
    end as is_persistent,
    case
        when k.loss_month is null then 'no earlier month is closed to compare'
        else ''
    end as persistent_reason,
    v.residual_mean,
    v.residual_upper,
    case
        when v.residual_upper is null then null
        when v.residual_upper < 0 then -1
        else 1
    end as residual,
    case
        when v.residual_upper is null then 'too few months of moves are known'
        else ''
    end as residual_reason
from cells as c
cross join closing as k
cross join run as r
inner join avoidable_cells as a
    on a.segment = c.segment
    and a.group_code = c.group_code
inner join headrooms as h
    on h.segment = c.segment
    and h.group_code = c.group_code
inner join advocacy_scores as s
    on s.segment = c.segment
    and s.group_code = c.group_code
left join trends as t
    on t.segment = c.segment
    and t.group_code = c.group_code
left join earlier_losses as e
    on e.segment = c.segment
    and e.group_code = c.group_code
left join residual_values as v
    on v.segment = c.segment
    and v.group_code = c.group_code
