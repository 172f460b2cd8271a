-- One row per segment and group: its size, trend and headroom.
with cells as (
    select
        c.segment,
        c.group_code,
        cast(sum(c.customers) as bigint) as customers,
        cast(sum(c.profit_minor) as bigint) as profit_minor,
        -- What the customers would earn at their reference; a tenure band
        -- without profitable customers has none.
        cast(sum(p.reference_minor * c.customers) as bigint)
            as reference_minor,
        cast(sum(
            case when p.reference_minor is not null then c.customers end
        ) as bigint) as referenced
    from group_cells as c
    left join reference_profits as p
        on p.segment = c.segment
        and p.tenure_band = c.tenure_band
    where c.group_code > 0
    group by c.segment, c.group_code
),
trends as (
    select
        now_segment as segment,
        now_code as group_code,
        cast(sum(customers) as bigint) as customers,
        cast(sum(
            now_profit_minor - then_profit_minor
        ) as bigint) as change_minor,
        cast(sum(then_profit_minor) as bigint) as then_minor,
        sum(cast(change_squares as decimal(38, 0))) as change_squares
    from moves
    where comparison = 'base'
        and then_code > 0
        and now_code > 0
    group by now_segment, now_code
),
means as (
    select
        c.segment,
        c.group_code,
        c.customers,
        c.profit_minor,
        cast(c.profit_minor as double) / c.customers as profit_mean,
        coalesce(t.customers, 0) as trend_customers,
        cast(t.change_minor as double) / t.customers as trend_mean,
        cast(t.then_minor as double) / t.customers as then_mean,
        case
            when t.customers > 1 then sqrt(
                cast(
                    t.customers * t.change_squares
                    - cast(t.change_minor as decimal(38, 0)) * t.change_minor
                    as double
                ) / t.customers / t.customers / (t.customers - 1)
            )
        end as trend_error,
        case
            when c.referenced = c.customers then greatest(
                cast(c.reference_minor - c.profit_minor as double)
                / c.customers,
                0
            )
        end as headroom_mean
    from cells as c
    left join trends as t
        on t.segment = c.segment
        and t.group_code = c.group_code
)
select
    k.month,
    m.segment,
    m.group_code,
    m.customers,
    m.profit_minor,
    m.profit_mean,
    m.trend_customers,
    m.trend_mean,
    m.trend_mean / nullif(abs(m.then_mean), 0) as trend_share,
    m.trend_mean / nullif(m.trend_error, 0) as trend_z,
    case
        when m.trend_error is null then null
        -- Around zero a share of the profit means nothing: use neutral.
        when abs(m.trend_mean) < r.trend_z * m.trend_error
            or abs(m.trend_mean) < greatest(
                r.trend_min_share * abs(m.then_mean),
                case
                    when abs(m.then_mean) <= b.neutral_band_minor
                        then b.neutral_band_minor
                    else 0
                end
            ) then 0
        when m.trend_mean > 0 then 1
        when m.trend_mean < 0 then -1
        else 0
    end as trend,
    m.headroom_mean,
    case
        when m.headroom_mean is null then null
        when m.headroom_mean >= r.headroom_min_share * abs(m.profit_mean)
            and m.headroom_mean >= r.headroom_min_minor then 1
        else 0
    end as headroom
from means as m
cross join closing as k
cross join run as r
cross join group_bounds as b
