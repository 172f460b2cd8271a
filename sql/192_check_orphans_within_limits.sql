-- One row per feed too much of whose money belongs to no known customer.
select
    o.feed,
    o.lines,
    o.orphan_lines,
    o.amount_minor,
    o.orphan_minor,
    cast(l.max_orphan_share as double) as max_orphan_share,
    o.example_customer_id
from orphan_amounts as o
inner join feed_limits as l on l.feed = o.feed
where cast(o.orphan_minor as double)
    > cast(l.max_orphan_share as double) * cast(o.amount_minor as double)
