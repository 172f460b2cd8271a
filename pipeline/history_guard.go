package pipeline

import (
	"context"
	"fmt"
	"time"
)

// CheckHistory refuses a configuration that means something else by history's numbers
// than the nights that wrote them: amounts are bare integers there, and closed months
// are held against new ones. A database without a night agrees with every one.
func (c Config) CheckHistory(ctx context.Context, history Reader) error {
	for _, check := range []func(context.Context, Reader) error{c.checkUnit, c.checkClosed} {
		if err := check(ctx, history); err != nil {
			return err
		}
	}
	return nil
}

// checkUnit holds the unit of amounts against that of the last night.
func (c Config) checkUnit(ctx context.Context, history Reader) error {
	var last []struct{ RunVersion string }
	if err := readRows(ctx, history, "select run_version from history.last_run", &last); err != nil {
		return fmt.Errorf("history.last_run: %w", err)
	}
	if len(last) == 0 {
		return nil // and no table run
	}
	var was []struct {
		Currency   string
		MoneyScale int
	}
	if err := readRows(ctx, history, "select currency, money_scale from run", &was); err != nil {
		return fmt.Errorf("run: %w", err)
	}
	for _, w := range was {
		if w.Currency != c.Currency {
			return c.otherHistory("currency", "is %s, and all amounts in %s are in %s", c.Currency, c.Path(c.Database), w.Currency)
		}
		if w.MoneyScale != c.Money.Scale {
			return c.otherHistory("money.scale", "is %d, and all amounts in %s have %d decimals", c.Money.Scale, c.Path(c.Database), w.MoneyScale)
		}
	}
	return nil
}

// checkClosed holds the windows and plan years of closed months against those that
// they would have.
func (c Config) checkClosed(ctx context.Context, history Reader) error {
	var closed []struct {
		Month      time.Time
		WindowFrom time.Time
		PlanYear   int
	}
	err := readRows(ctx, history, "select month, window_from, plan_year from history.closed_months order by month", &closed)
	if err != nil {
		return fmt.Errorf("history.closed_months: %w", err)
	}
	for _, m := range closed {
		if !m.WindowFrom.Equal(c.windowFrom(m.Month)) {
			return c.otherHistory("window_months", "is %d, and %s was closed over %d months in %s",
				c.WindowMonths, m.Month.Format("2006-01"), monthNo(m.Month)-monthNo(m.WindowFrom)+1, c.Path(c.Database))
		}
		if year := c.planYear(m.Month); m.PlanYear != year {
			return c.otherHistory("value_groups.plan_year_starts", "is %d, which puts %s into plan year %d, and it was closed in plan year %d in %s",
				c.ValueGroups.PlanYearStarts, m.Month.Format("2006-01"), year, m.PlanYear, c.Path(c.Database))
		}
	}
	return nil
}

// otherHistory says which key would need another history.
func (c Config) otherHistory(key, format string, values ...any) error {
	return fmt.Errorf("%s: %w: %s; keep what it was, or begin a new history beside it, with another database and another out",
		key, ErrRefused, fmt.Sprintf(format, values...))
}
