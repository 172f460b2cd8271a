-- One row per class of the bridge whose lines of money miss its change.
select
    scope_id,
    comparison,
    class,
    change_minor,
    revenue_minor + direct_cost_minor + cost_to_serve_minor
        + acquisition_minor + capital_minor as lines_minor
from bridge_classes
where change_minor <> revenue_minor + direct_cost_minor + cost_to_serve_minor
    + acquisition_minor + capital_minor
    or change_minor <> now_minor - then_minor
