-- One row per customer to act on: the best and the worst of every segment.
with ranked as (
    select
        s.scope_id,
        s.name as scope,
        v.customer_key,
        v.segment,
        v.group_code,
        v.revenue_minor,
        v.direct_cost_minor,
        v.cost_to_serve_minor,
        v.acquisition_minor,
        v.capital_minor,
        v.profit_minor,
        row_number() over (
            partition by s.scope_id
            order by v.profit_minor desc, v.customer_key
        ) as gain_place,
        row_number() over (
            partition by s.scope_id
            order by v.profit_minor, v.customer_key
        ) as loss_place
    from value_groups as v
    -- No row at all unless the configuration asks for lists.
    inner join run as r on r.customer_list_rows > 0
    left join renamed_segments as n on n.from_segment = v.segment
    inner join scopes as s
        on s.name = coalesce(n.to_segment, v.segment)
        and not s.is_portfolio
    where v.group_code > 0
)
select
    c.scope_id,
    c.scope,
    k.customer_id,
    c.group_code,
    g.name as group_name,
    coalesce(i.intent, '') as intent,
    c.profit_minor,
    c.revenue_minor,
    c.direct_cost_minor,
    c.cost_to_serve_minor,
    c.acquisition_minor,
    c.capital_minor,
    case
        when b.first_revenue_on <= r.as_of
            then cast(
                extract(year from r.as_of) * 12
                + extract(month from r.as_of)
                - extract(year from b.first_revenue_on) * 12
                - extract(month from b.first_revenue_on)
                as integer
            )
    end as months_since_first_revenue
from ranked as c
inner join run as r
    on (c.profit_minor > 0 and c.gain_place <= r.customer_list_rows)
    or (c.profit_minor < 0 and c.loss_place <= r.customer_list_rows)
inner join customer_keys as k on k.customer_key = c.customer_key
inner join group_names as g on g.group_code = c.group_code
left join first_bookings as b on b.customer_id = k.customer_id
left join intents as i
    on i.segment = c.segment
    and i.group_code = c.group_code
