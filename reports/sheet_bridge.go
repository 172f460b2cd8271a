package reports

import (
	"fmt"
	"slices"
)

// steps are the bridge's classes of a comparison that anybody is in. Exchange
// rates are no such class.
func (s *sheet) steps(comparison string) []BridgeClass {
	var steps []BridgeClass
	for _, c := range s.bridge {
		if c.Comparison == comparison && c.Class != classFx && (c.Customers != 0 || c.ChangeMinor != 0) {
			steps = append(steps, c)
		}
	}
	return append(steps, s.hiddenSteps(comparison, steps)...)
}

// hiddenSteps are the hidden classes together: what the others leave of the change, and
// of the customers, where a scorecard has them all.
func (s *sheet) hiddenSteps(comparison string, shown []BridgeClass) []BridgeClass {
	hides, large := false, []string{}
	for _, c := range s.bridge {
		if c.Comparison == comparison && c.Hidden.isWhole() {
			if hides = true; c.Hidden == Beside {
				large = append(large, c.Class)
			}
		}
	}
	on, _ := s.then(comparison)
	then, now := s.month(on), s.now()
	if !hides || then == nil || now == nil {
		return nil
	}
	rest := now.ProfitMinor - then.ProfitMinor
	for _, c := range shown {
		rest -= c.ChangeMinor
	}
	class := classHidden
	if len(large) == 1 {
		class = classWithFew + large[0]
	}
	return []BridgeClass{{Comparison: comparison, Class: class, Customers: s.hiddenCustomers(comparison, shown), ChangeMinor: rest, Hidden: Beside}}
}

// hiddenCustomers are those of the hidden classes together; 0 where a part of the
// scorecard is hidden, too.
func (s *sheet) hiddenCustomers(comparison string, shown []BridgeClass) (customers int64) {
	for _, c := range s.scorecards {
		if c.Comparison == comparison && c.Hidden.isWhole() {
			return 0
		}
		if c.Comparison == comparison {
			customers += c.Customers
		}
	}
	for _, c := range shown {
		customers -= c.Customers
	}
	return customers
}

// classHidden stands for all classes whose numbers are hidden, classWithFew before the
// name of one for this one and others of few customers.
const (
	classHidden  = "hidden"
	classWithFew = "few and "
)

// isMovedHidden tells that who moved up or down is not told.
func (s *sheet) isMovedHidden(comparison string) bool {
	for _, c := range s.bridge {
		if c.Comparison == comparison && c.Hidden.isWhole() && (c.Class == "up" || c.Class == "down") {
			return true
		}
	}
	return false
}

// told sums the customers of classes of the bridge; ok is false when one is hidden.
func (s *sheet) told(comparison string, classes ...string) (customers int64, ok bool) {
	for _, c := range s.bridge {
		if c.Comparison == comparison && slices.Contains(classes, c.Class) {
			if c.Hidden.isWhole() {
				return 0, false
			}
			customers, ok = customers+c.Customers, true
		}
	}
	return customers, ok
}

// movedWords tells of the customers of one bridge class; empty where that is hidden.
func (s *sheet) movedWords(comparison, class string) string {
	for _, c := range s.bridge {
		switch {
		case c.Comparison != comparison || c.Class != class:
		case c.Hidden == Beside:
			return ""
		case c.Hidden == Few:
			return fmt.Sprintf("fewer than %d %s", s.run.MinCustomers, class)
		default:
			return s.count(c.Customers) + " " + class
		}
	}
	return s.count(0) + " " + class
}

// moved counts the customers of one bridge class.
func (s *sheet) moved(comparison, class string) int64 {
	for _, c := range s.bridge {
		if c.Comparison == comparison && c.Class == class {
			return c.Customers
		}
	}
	return 0
}
