-- One row per delivered file: what became of its rows.
select
    feed,
    file,
    sha256,
    rows_read,
    loaded,
    quarantined,
    filtered,
    blank,
    amount_minor,
    quarantined_minor,
    unread
from deliveries
