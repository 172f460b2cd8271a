-- One row per customer who answered lately: the latest answer.
with ranked as (
    select
        a.customer_key,
        a.answered_on,
        a.score,
        row_number() over (
            partition by a.customer_key order by a.month_start desc
        ) as place
    from customer_answers as a
    cross join closing as k
    where a.month_start between k.answers_from and k.month
)
select
    customer_key,
    answered_on,
    score
from ranked
where place = 1
