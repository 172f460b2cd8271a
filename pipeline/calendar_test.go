package pipeline

import (
	"testing"
	"time"
)

// Whether a newest month is complete is told by how long before its end it fell
// silent, against what earlier months did.
func TestUnderWay(t *testing.T) {
	// silent are the days without a booking at the end of earlier months, from a
	// January on.
	for _, c := range []struct {
		name   string
		silent []int
		now    int
		want   bool
	}{
		{"the only month, to its last day", nil, 0, false},
		{"the only month, to the last but one", nil, 1, true},
		{"as silent as some month", []int{0, 2, 0, 1}, 2, false},
		{"more silent than any", []int{0, 2, 0, 1}, 3, true},
		{"one of few months excuses all", []int{0, 0, 13, 0}, 8, false},
		{"one of twelve does not", []int{0, 0, 13, 0, 1, 0, 0, 1, 0, 0, 0, 0}, 8, true},
		{"but some days", []int{0, 0, 13, 0, 1, 0, 0, 1, 0, 0, 0, 0}, 4, false},
		{"nor do every third", []int{0, 0, 13, 0, 0, 13, 0, 0, 13, 0, 0, 13}, 13, false},
		{"the same month of another year does", []int{0, 0, 13, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0}, 12, false},
	} {
		month := func(i, silent int) deliveredMonth {
			start := time.Date(2024, time.January+time.Month(i), 1, 0, 0, 0, 0, time.UTC)
			return deliveredMonth{MonthStart: start, Lines: 100, LastBookedOn: monthEnd(start).AddDate(0, 0, -silent)}
		}
		var earlier []deliveredMonth
		for i, silent := range c.silent {
			earlier = append(earlier, month(i, silent))
		}
		if got := isUnderWay(month(len(c.silent), c.now), earlier); got != c.want {
			t.Errorf("%s: under way is %t", c.name, got)
		}
	}
}
