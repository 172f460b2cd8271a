-- One row per plan year and currency: the rate that the whole year is kept at.
with firsts as (
    select
        e.currency,
        cast(
            extract(year from e.month_start)
            - case
                when extract(month from e.month_start) < r.plan_year_starts
                    then 1
                else 0
            end as integer
        ) as plan_year,
        e.month_start,
        e.rate
    from exchange_rates as e
    cross join run as r
),
-- What is given wins; what a closed month was judged at stays; else the first
-- month of the year that has a rate.
candidates as (
    select
        plan_year,
        currency,
        rate,
        cast(null as date) as from_month,
        1 as preference
    from given_plan_rates
    union all
    select p.plan_year, p.currency, p.rate, p.from_month, 2
    from previous_plan_rates as p
    cross join run as r
    where p.from_month < cast(date_trunc('month', r.as_of) as date)
    union all
    select plan_year, currency, rate, month_start, 3
    from firsts
),
ranked as (
    select
        plan_year,
        currency,
        rate,
        from_month,
        row_number() over (
            partition by plan_year, currency order by preference, from_month
        ) as place
    from candidates
)
select
    plan_year,
    currency,
    rate,
    from_month
from ranked
where place = 1
