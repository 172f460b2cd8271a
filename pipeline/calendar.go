package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"
)

// calendarMonth is one month that the exports cover.
type calendarMonth struct {
	MonthStart time.Time
	Month      time.Time // its last day: the name of the month everywhere
	MonthNo    int       // months since year 0, so that differences are plain
	WindowFrom time.Time // first day of the window that ends with the month
}

// span is the time that the night looks at.
type span struct {
	from, to time.Time // month-ends: first month with data, as-of
	covered  bool      // the exports fill at least one window
}

func monthEnd(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC)
}

func monthStart(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// addMonths moves a month-end by whole months to a month-end.
func addMonths(month time.Time, n int) time.Time {
	return time.Date(month.Year(), month.Month()+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC)
}

func monthNo(month time.Time) int { return month.Year()*12 + int(month.Month()) }

// deliveredMonth is a row of delivered_months.
type deliveredMonth struct {
	MonthStart   time.Time
	Lines        int64
	LastBookedOn time.Time
}

// findSpan says which months the revenue export covers. A month counts as
// delivered when it has at least a tenth of the lines of the middle month, so
// that one stray date neither opens a century nor closes next year. Of few lines a
// month, one may be a tenth: see withoutStrays.
func (n Night) findSpan(ctx context.Context) (span, error) {
	var months []deliveredMonth
	if err := n.read(ctx, "select * from delivered_months order by month_start", &months); err != nil {
		return span{}, err
	}
	if len(months) == 0 {
		return span{}, fmt.Errorf("exports.revenue: %w: no line could be read", ErrRefused)
	}
	usual := delivered(months, n.Config.WindowMonths)
	last := len(usual) - 1
	s := span{from: monthEnd(usual[0].MonthStart), to: monthEnd(usual[last].MonthStart)}
	switch isOpen := isUnderWay(usual[last], usual[:last]); {
	case n.Config.AsOf != "":
		var err error
		if s.to, err = n.Config.asked(bookedUpTo(months, usual[last])); err != nil {
			return span{}, err
		}
	case isOpen && last == 0:
		return span{}, fmt.Errorf("exports.revenue: %w: %s is the only month, and counts as under way, for its last booking is on %s; as_of: %s closes it if it is complete",
			ErrRefused, s.to.Format("2006-01"), usual[0].LastBookedOn.Format(time.DateOnly), s.to.Format(time.DateOnly))
	case isOpen:
		n.Log.LogAttrs(ctx, slog.LevelInfo, "under way, not closed", slog.String("month", s.to.Format("2006-01")),
			slog.String("last_booking", usual[last].LastBookedOn.Format(time.DateOnly)))
		s.to = addMonths(s.to, -1)
	}
	if s.to.Before(s.from) {
		return span{}, fmt.Errorf("as_of: %w: no month is complete by %s; the revenue export begins %s",
			ErrRefused, s.to.Format(time.DateOnly), monthStart(s.from).Format(time.DateOnly))
	}
	s.covered = !addMonths(s.from, n.Config.WindowMonths-1).After(s.to)
	return s, nil
}

// delivered leaves out the months with far fewer lines than the middle one, and strays.
func delivered(months []deliveredMonth, window int) []deliveredMonth {
	lines := make([]int64, len(months))
	for i, m := range months {
		lines[i] = m.Lines
	}
	slices.Sort(lines)
	middle := lines[len(lines)/2]
	return slices.DeleteFunc(withoutStrays(slices.Clone(months), middle, window), func(m deliveredMonth) bool { return 10*m.Lines < middle })
}

// bookedUpTo is the last month up to which there are bookings in every month since
// one: the one under way has few, and a stray date in another year is none.
func bookedUpTo(months []deliveredMonth, since deliveredMonth) deliveredMonth {
	for _, m := range months {
		if m.MonthStart.Equal(monthStart(addMonths(monthEnd(since.MonthStart), 1))) {
			since = m
		}
	}
	return since
}

// asked is the last month that is complete on the day that was asked for. One after
// the last booking is refused: closed, it would stay as it is for good when its
// bookings come.
func (c Config) asked(last deliveredMonth) (time.Time, error) {
	asOf, err := time.Parse(time.DateOnly, c.AsOf)
	if err != nil {
		return time.Time{}, fmt.Errorf("as_of: %w: %w", ErrConfig, err)
	}
	to := monthEnd(asOf)
	if to.After(asOf) {
		to = addMonths(to, -1)
	}
	if to.After(monthEnd(last.MonthStart)) {
		return time.Time{}, fmt.Errorf("as_of: %w: %s closes %s, and the revenue export books up to %s; give as_of or --as-of a day of %s at the latest, or neither",
			ErrRefused, c.AsOf, to.Format("2006-01"), last.LastBookedOn.Format(time.DateOnly), last.MonthStart.Format("2006-01"))
	}
	return to, nil
}

// withoutStrays leaves out the last months when they come after a month without any
// line and are likely to be wrong dates: they have not half the lines of the middle
// month, or they are fewer and at least a year and a window away. A warning tells.
func withoutStrays(months []deliveredMonth, middle int64, window int) []deliveredMonth {
	for at := len(months) - 1; at > 0; at-- {
		gap := monthNo(months[at].MonthStart) - monthNo(months[at-1].MonthStart) - 1
		if gap == 0 {
			continue
		}
		before, after := sumLines(months[:at]), sumLines(months[at:])
		if 2*after >= middle && (after >= before || gap < max(12, window)) {
			break
		}
		months = months[:at]
	}
	return months
}

func sumLines(months []deliveredMonth) (lines int64) {
	for _, m := range months {
		lines += m.Lines
	}
	return lines
}

// isUnderWay reports whether more bookings of a month are to come: none is as late
// in the month as in some earlier month. Shops close on Sundays and subscriptions
// are billed on the first, so the last day of the month says little by itself. One
// month in ten may end early for a reason of its own, which excuses the same month of
// another year, and any month by some days.
func isUnderWay(month deliveredMonth, earlier []deliveredMonth) bool {
	const grace = 3 * 24 * time.Hour
	silences, most := []time.Duration{0}, time.Duration(0)
	for _, m := range earlier {
		silences = append(silences, m.silence())
		if m.MonthStart.Month() == month.MonthStart.Month() {
			most = max(most, m.silence())
		}
	}
	slices.Sort(silences)
	last := len(silences) - 1
	usual := min(silences[last], silences[last-len(earlier)/10]+grace)
	return month.silence() > max(usual, most)
}

// silence is the time from the last booking of a month to its last day.
func (m deliveredMonth) silence() time.Duration {
	return monthEnd(m.MonthStart).Sub(m.LastBookedOn)
}

// calendar lists the months of a span.
func (c Config) calendar(s span) []calendarMonth {
	var months []calendarMonth
	for m := s.from; !m.After(s.to); m = addMonths(m, 1) {
		months = append(months, calendarMonth{
			MonthStart: monthStart(m), Month: m, MonthNo: monthNo(m),
			WindowFrom: c.windowFrom(m),
		})
	}
	return months
}

func (c Config) windowFrom(month time.Time) time.Time {
	return monthStart(addMonths(month, 1-c.WindowMonths))
}

// planYear is the year in which the plan year of a month starts.
func (c Config) planYear(month time.Time) int {
	if int(month.Month()) < c.ValueGroups.PlanYearStarts {
		return month.Year() - 1
	}
	return month.Year()
}
