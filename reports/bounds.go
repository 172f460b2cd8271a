package reports

import (
	"fmt"
	"slices"
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

// boundsShort says the same under a mix on paper, where there is no room for notes.
func (s *sheet) boundsShort(comparison string) string {
	on := s.sameBounds(comparison)
	if on == "" {
		return ""
	}
	then, _ := s.then(comparison)
	return "Columns: as closed. Changes since " + s.monthName(then) + ": " + on + "."
}

// asClosed is the share of a group when a month was closed, in brackets, where a
// shift judges it again; empty where it does not, where that share is hidden, or the same.
func (s *sheet) asClosed(h Shift) string {
	then, _ := s.then(h.Comparison)
	at := s.stock(then, h.GroupCode)
	if s.sameBounds(h.Comparison) == "" || at == nil || at.Hidden != Shown || at.CustomerShare == nil {
		return ""
	}
	closed := s.percent(*at.CustomerShare, 0)
	if closed == s.percent(h.ThenShare, 0) {
		return ""
	}
	return " (as closed: " + closed + ")"
}

// breakAtBounds parts a tile's line where months go on on other bounds: the numbers
// before and after are not of the same groups.
func (s *sheet) breakAtBounds(t *tile) {
	for _, n := range s.newBounds() {
		at := monthsBetween(s.begin(), n.NotedOn)
		isKnown := func(v *float64) bool { return v != nil }
		if at > 0 && at < len(t.months) && slices.ContainsFunc(t.months[:at], isKnown) && slices.ContainsFunc(t.months[at:], isKnown) {
			t.breaks = append(t.breaks, at)
			t.Broken = append(t.Broken, n.Text+" from "+s.monthName(n.NotedOn)+" on")
		}
	}
}
