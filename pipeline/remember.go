package pipeline

import (
	"context"
	"fmt"
	"time"
)

// historyRun is a row of history.runs. It has no instant: a night is known by
// what it read and how it judged, so the same night again is the same run.
type historyRun struct {
	RunVersion string
	AsOf       time.Time
	FirstMonth time.Time // first month-end that it closed; zero: it closed none
	Months     int       // how many it closed
	ConfigHash string
	InputHash  string
	Program    string
	Engine     string
}

// remember writes what the next night must know and what nobody may forget. It is
// the last thing before Keep, so that a night that fails leaves no trace.
func (n *night) remember(ctx context.Context) error {
	for _, table := range []struct{ name, query string }{
		{"customer_keys", "select k.customer_key, k.customer_id, c.customer_key is not null as is_listed\n" +
			"from customer_keys as k\nleft join customers as c on c.customer_key = k.customer_key"},
		{"booking_sources", "select month_start, source, times from booking_sources"},
		{"charged_months", "select month_start from charged_months"},
	} {
		if err := n.replace(ctx, table.name, table.query); err != nil {
			return err
		}
	}
	if len(n.closed) > 0 { // an old month that is shown again knows less than history
		for _, table := range []string{"restatements", "segment_restatements"} {
			if err := n.replace(ctx, table, "select * from "+table); err != nil {
				return err
			}
		}
	}
	if err := n.rememberTargets(ctx); err != nil {
		return err
	}
	if err := n.rememberRun(ctx); err != nil {
		return err
	}
	return n.replace(ctx, "last_run", values([]struct{ RunVersion string }{{n.version()}}))
}

// replace exchanges all rows of a history table.
func (n *night) replace(ctx context.Context, table, query string) error {
	if _, err := n.Engine.Replace(ctx, table, "", "", query); err != nil {
		return fmt.Errorf("history.%s: %w", table, err)
	}
	return nil
}

// rememberTargets writes what every month that was closed tonight is held against.
func (n *night) rememberTargets(ctx context.Context) error {
	for _, month := range n.closed {
		end := month.Format(time.DateOnly)
		if _, err := n.Engine.Replace(ctx, "targets", "month", end, `select s.month, t.segment, t.group_code, t.metric, t.direction,
t.baseline_month, s.baseline, t.target_month, t.target, t.tolerance, t.target_low, t.target_high, t.glidepath,
s.actual, s.standard_error, s.glide, s.glide_low, s.glide_high, s.attainment, s.progress,
s.path_colour, s.is_inconclusive, s.status_colour, s.reason,
s.hit_share, s.median, s.low80, s.high80, s.outlook_colour, s.outlook_reason, s.colour
from target_rows as t
inner join target_status as s on s.target_no = t.target_no
where s.month = cast('`+end+"' as date)"); err != nil {
			return fmt.Errorf("history.targets: %w", err)
		}
	}
	return nil
}

// rememberRun writes which night this was and what it read, once: the same
// delivery again is the same run and changes nothing.
func (n *night) rememberRun(ctx context.Context) error {
	version := n.version()
	var known []struct{ RunVersion string }
	err := n.read(ctx, "select run_version from history.runs where run_version = '"+version+"'", &known)
	if err != nil {
		return fmt.Errorf("history.runs: %w", err)
	}
	if len(known) > 0 {
		return nil
	}
	run := historyRun{
		RunVersion: version, AsOf: n.span.to, Months: len(n.closed),
		ConfigHash: n.Config.Hash(), InputHash: n.inputHash(), Program: n.Program, Engine: n.Engine.Version(),
	}
	if len(n.closed) > 0 {
		run.FirstMonth = n.closed[0]
	}
	for _, table := range []struct{ name, query string }{
		{"runs", values([]historyRun{run})},
		{"deliveries", "select r.version as run_version, r.as_of, d.feed, d.file, d.sha256, d.rows_read, d.loaded,\n" +
			"d.quarantined, d.filtered, d.blank, cast(m.modified_at as timestamp) as modified_at\n" +
			"from deliveries as d\ncross join run as r\ninner join raw_deliveries as m on m.file_no = d.file_no"},
	} {
		if _, err := n.Engine.Replace(ctx, table.name, "run_version", version, table.query); err != nil {
			return fmt.Errorf("history.%s: %w", table.name, err)
		}
	}
	return nil
}
