package pipeline

import (
	"testing"
	"time"
)

// The base is the month a window earlier, or else the oldest; one whose window the
// exports did not cover only while there is no other.
func TestComparisons(t *testing.T) {
	config := Config{WindowMonths: 3}
	at := func(month int) time.Time {
		return monthEnd(time.Date(2026, time.Month(month), 1, 0, 0, 0, 0, time.UTC))
	}
	closed := func(uncovered int, months ...int) (list []closedMonth) {
		for _, m := range months {
			c := closedMonth{Month: at(m), WindowFrom: monthStart(addMonths(at(m), -2))}
			c.DataFrom = c.WindowFrom
			if m <= uncovered {
				c.DataFrom = monthStart(at(m))
			}
			list = append(list, c)
		}
		return list
	}
	for _, c := range []struct {
		why            string
		closed         []closedMonth
		previous, base int // 0: none
	}{
		{"a window earlier", closed(0, 2, 3, 4, 5, 6, 7, 8), 6, 4},
		{"younger", closed(0, 5, 6), 6, 5},
		{"a skipped month", closed(0, 2, 3, 5, 6), 6, 3},
		{"nothing earlier", closed(0, 7, 8), 0, 0},
		{"not covered, and a younger one is", closed(4, 4, 5, 6), 6, 5},
		{"covered since", closed(3, 2, 3, 4, 5, 6), 6, 4},
		{"none is covered", closed(6, 3, 4, 5, 6), 6, 4},
		{"none is covered or old enough", closed(6, 5, 6), 6, 5},
	} {
		want := func(month int) (day time.Time) {
			if month > 0 {
				day = at(month)
			}
			return day
		}
		previous, base := config.comparisons(at(7), c.closed)
		if !previous.Equal(want(c.previous)) || !base.Equal(want(c.base)) {
			t.Errorf("%s: %s and %s", c.why, previous.Format("2006-01"), base.Format("2006-01"))
		}
	}
}
