-- One row per customer and month with a survey answer: the last one.
with ranked as (
    select
        c.customer_key,
        cast(date_trunc('month', a.answered_on) as date) as month_start,
        a.answered_on,
        a.score,
        -- Of several answers on one day the worst one counts.
        row_number() over (
            partition by
                c.customer_key,
                cast(date_trunc('month', a.answered_on) as date)
            order by a.answered_on desc, a.score
        ) as place
    from raw_advocacy as a
    inner join customers as c on c.customer_id = a.customer_id
)
select
    customer_key,
    month_start,
    answered_on,
    score
from ranked
where place = 1
