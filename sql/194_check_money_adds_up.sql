-- One row per file whose amounts do not add up to what was loaded and was not.
select
    d.feed,
    d.file,
    t.amounts,
    t.amount_minor,
    t.loaded,
    t.loaded_minor,
    t.quarantined,
    t.quarantined_minor,
    t.filtered,
    t.filtered_minor
from control_totals as t
inner join deliveries as d on d.file_no = t.file_no
where t.amounts <> t.loaded + t.quarantined + t.filtered
    or t.amount_minor
    <> t.loaded_minor + t.quarantined_minor + t.filtered_minor
