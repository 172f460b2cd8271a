-- One row per segment and group: how the profit of the same customers changed.
with compared as (
    select m.*
    from moves as m
    cross join closing as k
    -- Of a window that the exports did not cover a part is not known.
    inner join history.closed_months as h
        on h.month = m.then_month
        and h.data_from <= h.window_from
    where m.comparison = 'base'
        -- Until a whole window has passed, the base is a younger month.
        and m.then_month < k.window_from
        -- Who was too new had less than a window to earn in.
        and m.then_code not in (0, 6)
        and m.now_code not in (0, 6)
),
-- Who is in the group today rose into it or held it, who was in it then held it
-- or fell: either alone leans to one side.
changes as (
    select
        segment,
        group_code,
        cast(sum(customers) as bigint) as customers,
        cast(sum(now_profit_minor - then_profit_minor) as bigint)
            as change_minor,
        cast(sum(then_profit_minor) as bigint) as then_minor,
        sum(cast(change_squares as decimal(38, 0))) as change_squares
    from (
        select
            now_segment as segment,
            now_code as group_code,
            customers,
            now_profit_minor,
            then_profit_minor,
            change_squares
        from compared
        union all
        select
            then_segment as segment,
            then_code as group_code,
            customers,
            now_profit_minor,
            then_profit_minor,
            change_squares
        from compared
        where then_segment <> now_segment
            or then_code <> now_code
    ) as ends
    group by segment, group_code
),
means as (
    select
        segment,
        group_code,
        customers,
        cast(change_minor as double) / customers as trend_mean,
        cast(then_minor as double) / customers as then_mean,
        case
            when customers > 1 then sqrt(
                cast(
                    customers * change_squares
                    - cast(change_minor as decimal(38, 0)) * change_minor
                    as double
                ) / customers / customers / (customers - 1)
            )
        end as trend_error
    from changes
)
select
    m.segment,
    m.group_code,
    m.customers as trend_customers,
    m.trend_mean,
    m.trend_error,
    m.trend_mean / nullif(abs(m.then_mean), 0) as trend_share,
    m.trend_mean / nullif(m.trend_error, 0) as trend_z,
    case
        -- Of fewer customers one alone may turn it.
        when m.customers < 30 then null
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
    end as trend
from means as m
cross join run as r
cross join group_bounds as b
