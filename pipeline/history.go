package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"valueshift/reports"
)

// ClosedMonth is one month of history and the night that closed it last.
type ClosedMonth struct {
	Month       time.Time
	PlanYear    int // whose bounds it was judged on
	Customers   int64
	ProfitMinor int64
	Version     string // of the pages that the night published
	ConfigHash  string
	InputHash   string
}

// History lists the closed months, the oldest first.
func History(ctx context.Context, archive Archive) ([]ClosedMonth, error) {
	var months []ClosedMonth
	err := readRows(ctx, archive, `with stocks as (
    select month, sum(case when group_code > 0 then customers else 0 end) as customers, sum(profit_minor) as profit_minor
    from history.group_cells
    group by month
)
select m.*, cast(coalesce(s.customers, 0) as bigint) as customers, cast(coalesce(s.profit_minor, 0) as bigint) as profit_minor
from history.closed_months as m
left join stocks as s on s.month = m.month
order by m.month`, &months)
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	return months, nil
}

// Restated is what of closed months would be different today, as the last night
// that closed one found it.
type Restated struct {
	Lines    []reports.Restatement        // of the portfolio, by month
	Segments []reports.SegmentRestatement // largest change of profit first
}

// Restatements reads it.
func Restatements(ctx context.Context, archive Archive) (r Restated, err error) {
	err = readRows(ctx, archive, `select *, restated_minor - frozen_minor as change_minor
from history.restatements
order by month, position`, &r.Lines)
	if err != nil {
		return Restated{}, fmt.Errorf("history.restatements: %w", err)
	}
	err = readRows(ctx, archive, `select *, restated_profit_minor - frozen_profit_minor as change_minor
from history.segment_restatements
order by abs(restated_profit_minor - frozen_profit_minor) desc, month desc, segment`, &r.Segments)
	if err != nil {
		return Restated{}, fmt.Errorf("history.segment_restatements: %w", err)
	}
	return r, nil
}

// FindHistory refuses to go on without the database when pages are shown that
// came from one: a night would begin a new history, and nobody would notice.
func (c Config) FindHistory() error {
	// The pages first: a night that is under way makes the database before them.
	if _, err := os.Lstat(filepath.Join(c.Path(c.Out), "current")); err != nil {
		return nil
	}
	if _, err := os.Stat(c.Path(c.Database)); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if _, err := os.Stat(c.Path(c.Database) + ".wal"); err == nil {
		return nil // the engine has its own word for that
	}
	return fmt.Errorf("database %s: %w: history is missing, though %s shows pages made from it; restore a backup, or remove %[3]s to begin a new one",
		c.Path(c.Database), ErrRefused, filepath.Join(c.Path(c.Out), "current"))
}
