-- One row per number that is unusual enough to ask about.
select
    position,
    question,
    value,
    low,
    high
from questions
