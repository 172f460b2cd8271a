package pipeline

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// goneFile is a row of gone_files: a file that the last night read and that is not
// there tonight. The same night again has the last night that it had then. A feed that
// is one file each night may call it by the day: it is not gone under another name.
type goneFile struct {
	Place int // 1, 2, … by feed and name
	Feed  string
	File  string
}

// findGone makes gone_files.
func (n *night) findGone(ctx context.Context) ([]goneFile, error) {
	isAgain, err := n.isLastRun(ctx)
	if err != nil {
		return nil, err
	}
	var gone []goneFile
	if isAgain {
		err = n.read(ctx, "select * from gone_files order by place", &gone)
	} else {
		err = n.read(ctx, `with last as (
	select d.feed, d.file, count(*) over (partition by d.feed) as files
	from history.deliveries as d
	inner join history.last_run as l on l.run_version = d.run_version
)
select cast(row_number() over (order by l.feed, l.file) as integer) as place, l.feed, l.file
from last as l
left join raw_deliveries as r on r.feed = l.feed and r.file = l.file
left join (select feed, count(*) as files from raw_deliveries group by feed) as t on t.feed = l.feed
where r.file is null and not (l.files = 1 and coalesce(t.files, 0) = 1)
order by l.feed, l.file`, &gone)
	}
	if err != nil {
		return nil, fmt.Errorf("gone_files: %w", err)
	}
	_, err = n.makeRows(ctx, "gone_files", gone)
	return gone, err
}

// isLastRun tells whether the last night was this one, and noted what was gone then;
// an older program did not.
func (n *night) isLastRun(ctx context.Context) (bool, error) {
	var found []struct{ TableName string }
	err := n.read(ctx, "select distinct t.table_name from history.last_run as l\n"+
		"inner join information_schema.tables as t on t.table_name = 'gone_files'\n"+
		"where l.run_version = "+sqlText(n.version()), &found)
	return len(found) > 0, err
}

// refuseOlder refuses to show an older month than history has when nobody asked for
// one. A doubt on the page would not do: the pages of the newest month would be gone,
// while a night that is refused leaves them.
func (n *night) refuseOlder(ctx context.Context, gone []goneFile) error {
	var newer []struct{ Month time.Time }
	err := n.read(ctx, "select max(month) as month from history.closed_months having max(month) > "+dateLiteral(n.span.to), &newer)
	if err != nil {
		return fmt.Errorf("history.closed_months: %w", err)
	}
	if n.Config.AsOf != "" || len(newer) == 0 {
		return nil
	}
	var names []string
	for _, g := range gone {
		names = append(names, g.File)
	}
	hint := "a file is missing or cut short"
	if len(names) > 0 {
		hint = "gone since the last night: " + strings.Join(names[:min(3, len(names))], ", ")
		if len(names) > 3 {
			hint += fmt.Sprintf(" and %d more", len(names)-3)
		}
	}
	return fmt.Errorf("exports.revenue: %w: the last month that it completes is %s, and %s is closed already (%s); deliver what is missing, or ask for the older month with as_of: %s",
		ErrRefused, n.span.to.Format("2006-01"), newer[0].Month.Format("2006-01"), hint, n.span.to.Format(time.DateOnly))
}
