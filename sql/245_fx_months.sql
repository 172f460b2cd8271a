-- One row per customer and month with foreign money: actual less plan rates.
with facts as (
    select
        customer_key,
        month_start,
        case line
            -- Nobody known is there to spread the unknown customer's cost over.
            when 'acquisition cost' then case
                when customer_key = 0 then 'acquisition'
            end
            else line
        end as line,
        actual_minor - plan_minor as fx_minor
    from foreign_values
    union all
    select
        customer_key,
        month_start,
        'acquisition' as line,
        acquisition_minor as fx_minor
    from acquisition_charges
    where is_fx
    union all
    select
        customer_key,
        month_start,
        'capital' as line,
        capital_minor as fx_minor
    from capital_charges
    where is_fx
),
lines as (
    select
        customer_key,
        month_start,
        case when line = 'revenue' then fx_minor else 0 end as revenue_minor,
        case when line = 'direct cost' then fx_minor else 0 end
            as direct_cost_minor,
        case when line = 'cost to serve' then fx_minor else 0 end
            as cost_to_serve_minor,
        case when line = 'acquisition' then fx_minor else 0 end
            as acquisition_minor,
        case when line = 'capital' then fx_minor else 0 end as capital_minor
    from facts
)
select
    customer_key,
    month_start,
    cast(sum(revenue_minor) as bigint) as revenue_minor,
    cast(sum(direct_cost_minor) as bigint) as direct_cost_minor,
    cast(sum(cost_to_serve_minor) as bigint) as cost_to_serve_minor,
    cast(sum(acquisition_minor) as bigint) as acquisition_minor,
    cast(sum(capital_minor) as bigint) as capital_minor,
    cast(sum(
        revenue_minor - direct_cost_minor - cost_to_serve_minor
        - acquisition_minor - capital_minor
    ) as bigint) as fx_minor
from lines
group by customer_key, month_start
