-- One row per file too many of whose lines stand in another file of its feed.
with common as (
    select
        feed,
        first_sha256,
        last_sha256,
        cast(sum(distinct_lines) as bigint) as lines
    from duplicate_lines
    where first_sha256 <> last_sha256
    group by feed, first_sha256, last_sha256
)
select
    c.feed,
    min(a.file) as first_file,
    min(b.file) as last_file,
    c.lines,
    least(min(a.loaded), min(b.loaded)) as loaded
from common as c
inner join feed_limits as l on l.feed = c.feed
inner join raw_deliveries as a
    on a.feed = c.feed
    and a.sha256 = c.first_sha256
inner join raw_deliveries as b
    on b.feed = c.feed
    and b.sha256 = c.last_sha256
where c.lines >= 10
group by c.feed, c.first_sha256, c.last_sha256, c.lines, l.max_duplicate_share
having cast(c.lines as double)
    > cast(l.max_duplicate_share as double)
    * least(min(a.loaded), min(b.loaded))
