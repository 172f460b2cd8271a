package reports

import (
	"fmt"
	"time"
)

// bounds is the plan year whose bounds a month was closed on; 0 when it is not known.
func (s *sheet) bounds(on time.Time) int {
	if m := s.month(on); m != nil {
		return m.PlanYear
	}
	return 0
}

// newBounds notes where the months of a scope go on on the bounds of another plan year.
func (s *sheet) newBounds() (notes []Note) {
	for i, m := range s.months {
		if i > 0 && m.PlanYear != s.months[i-1].PlanYear {
			first := time.Date(m.Month.Year(), m.Month.Month(), 1, 0, 0, 0, 0, time.UTC)
			notes = append(notes, Note{ScopeID: m.ScopeID, NotedOn: first, Text: fmt.Sprintf("bounds of %d", m.PlanYear)})
		}
	}
	return notes
}

// sameBounds tells on whose bounds a comparison judges both its ends, where the first
// was closed on others; otherwise it is empty.
func (s *sheet) sameBounds(comparison string) string {
	then, ok := s.then(comparison)
	if now := s.bounds(s.run.AsOf); ok && s.bounds(then) != now {
		return fmt.Sprintf("on the bounds of %d", now)
	}
	return ""
}

// boundsWords say that a comparison judges its first month-end on later bounds.
func (s *sheet) boundsWords(comparison string) []string {
	on := s.sameBounds(comparison)
	if on == "" {
		return nil
	}
	then, _ := s.then(comparison)
	return []string{s.monthName(then) + " is judged again " + on + ", so that only customers moved; as it was closed, it stands in the mix of the months."}
}
