-- One row per file whose rows are not all accounted for.
select
    feed,
    file,
    rows_read,
    loaded,
    quarantined,
    filtered,
    blank
from deliveries
where rows_read <> loaded + quarantined + filtered + blank
    or loaded < 0
