package reports

import (
	"fmt"
	"path"
	"strings"
	"time"

	"valueshift/segments"
)

// mostMonths is how far back pages look.
const mostMonths = 13

// sheet is the part of a book that one scope's page shows.
type sheet struct {
	spelling
	run         Run
	lacks       lacks
	scope       Scope
	isHidden    bool      // it has too few customers to tell of
	file        string    // of its page, from the site's root
	first       time.Time // the first month-end that was ever closed
	months      []Month   // the last closed ones, oldest first
	mix         []Mix
	points      []WhalePoint
	whales      []Whale
	migrations  []Migration
	moves       []MonthlyMove
	deciles     []Decile
	classes     []ProfitClass
	bridge      []BridgeClass
	scorecards  []Scorecard
	effects     []Effect
	tests       []ShiftTest
	shifts      []Shift
	targets     []Target
	targetCells []TargetCell
	paths       []TargetMonth // of all targets of the book
	intents     []Intent
	forecasts   []Forecast
	outlooks    []Outlook
	required    []RequiredMove
	backtest    *Backtest // nil: the scope is not forecast
	results     []IntentResult
	guards      []RetireGuard
	overrides   []Override
	notes       []Note
	money       money
}

// pageFiles names the page of every scope, after the name as it was delivered: a
// segment has a folder of its own, which can be handed to its owner alone. It fails
// when two segments would share a page.
func pageFiles(scopes []Scope) ([]string, error) {
	files := make([]string, len(scopes))
	taken := make(map[string]bool, len(scopes))
	for i, s := range scopes {
		files[i] = "portfolio.html"
		if s.ScopeID != 0 {
			files[i] = "segments/" + Slug(s.Name) + "/index.html"
		}
		if taken[files[i]] {
			return nil, fmt.Errorf("two scopes have the page %s", files[i])
		}
		taken[files[i]] = true
	}
	return files, nil
}

// sheets deals the book out to its scopes, in the book's order.
func sheets(b Book, files []string, l spelling) []sheet {
	all := make([]sheet, len(b.Scopes))
	without, place := lacksOf(b), make(map[int]int, len(b.Scopes))
	for i, s := range b.Scopes {
		place[s.ScopeID] = i
		all[i] = sheet{spelling: l, run: b.Run, lacks: without, scope: s, file: files[i], paths: b.TargetMonths,
			money: newMoney(b.Run, l)}
	}
	deal(b, all, place)
	var first time.Time
	if len(all) > 0 && len(all[0].months) > 0 {
		first = all[0].months[0].Month
	}
	for i := range all {
		all[i].first = first
		if n := len(all[i].months); n > mostMonths {
			all[i].months = all[i].months[n-mostMonths:]
		}
		all[i].money = all[i].money.onPage(all[i].profits()...)
	}
	return all
}

// profits are the amounts that a page's unit is chosen by.
func (s *sheet) profits() []int64 {
	var list []int64
	for _, m := range s.months {
		list = append(list, m.ProfitMinor)
	}
	for _, m := range s.mix {
		list = append(list, m.ProfitMinor)
	}
	return list
}

// deal appends every row to the sheet of its scope.
func deal(b Book, all []sheet, place map[int]int) {
	to := func(scope int, add func(*sheet)) {
		if i, ok := place[scope]; ok {
			add(&all[i])
		}
	}
	for _, r := range b.Months {
		to(r.ScopeID, func(s *sheet) { s.months = append(s.months, r) })
	}
	for _, r := range b.Mix {
		to(r.ScopeID, func(s *sheet) { s.mix = append(s.mix, r) })
	}
	for _, r := range b.WhalePoints {
		to(r.ScopeID, func(s *sheet) { s.points = append(s.points, r) })
	}
	for _, r := range b.Whales {
		to(r.ScopeID, func(s *sheet) { s.whales = append(s.whales, r) })
	}
	for _, r := range b.Migrations {
		to(r.ScopeID, func(s *sheet) { s.migrations = append(s.migrations, r) })
	}
	for _, r := range b.MonthlyMoves {
		to(r.ScopeID, func(s *sheet) { s.moves = append(s.moves, r) })
	}
	for _, r := range b.Deciles {
		to(r.ScopeID, func(s *sheet) { s.deciles = append(s.deciles, r) })
	}
	for _, r := range b.ProfitClasses {
		to(r.ScopeID, func(s *sheet) { s.classes = append(s.classes, r) })
	}
	for _, r := range b.Bridge {
		to(r.ScopeID, func(s *sheet) { s.bridge = append(s.bridge, r) })
	}
	for _, r := range b.Scorecards {
		to(r.ScopeID, func(s *sheet) { s.scorecards = append(s.scorecards, r) })
	}
	for _, r := range b.Effects {
		to(r.ScopeID, func(s *sheet) { s.effects = append(s.effects, r) })
	}
	for _, r := range b.ShiftTests {
		to(r.ScopeID, func(s *sheet) { s.tests = append(s.tests, r) })
	}
	for _, r := range b.Shifts {
		to(r.ScopeID, func(s *sheet) { s.shifts = append(s.shifts, r) })
	}
	for _, r := range b.Targets {
		to(r.ScopeID, func(s *sheet) { s.targets = append(s.targets, r) })
	}
	for _, r := range b.TargetCells {
		to(r.ScopeID, func(s *sheet) { s.targetCells = append(s.targetCells, r) })
	}
	for _, r := range b.Intents {
		to(r.ScopeID, func(s *sheet) { s.intents = append(s.intents, r) })
	}
	for _, r := range b.Forecasts {
		to(r.ScopeID, func(s *sheet) { s.forecasts = append(s.forecasts, r) })
	}
	for _, r := range b.Outlooks {
		to(r.ScopeID, func(s *sheet) { s.outlooks = append(s.outlooks, r) })
	}
	for _, r := range b.RequiredMoves {
		to(r.ScopeID, func(s *sheet) { s.required = append(s.required, r) })
	}
	for _, r := range b.Backtests {
		to(r.ScopeID, func(s *sheet) { s.backtest = &r })
	}
	for _, r := range b.IntentResults {
		to(r.ScopeID, func(s *sheet) { s.results = append(s.results, r) })
	}
	for _, r := range b.RetireGuards {
		to(r.ScopeID, func(s *sheet) { s.guards = append(s.guards, r) })
	}
	for _, r := range b.Notes {
		to(r.ScopeID, func(s *sheet) { s.notes = append(s.notes, r) })
	}
	for _, r := range b.Overrides {
		if r.ScopeID != nil {
			to(*r.ScopeID, func(s *sheet) { s.overrides = append(s.overrides, r) })
		}
	}
}

// beside names a file that lies with the scope's page and is called like it.
func (s *sheet) beside(extension string) string {
	if s.isPortfolio() {
		return strings.TrimSuffix(s.file, ".html") + extension
	}
	folder := path.Dir(s.file)
	return path.Join(folder, path.Base(folder)+extension)
}

// size is how many customers the scope has now.
func (s *sheet) size() string {
	now := s.now()
	if now == nil {
		return ""
	}
	return s.plural(now.Customers, "customer", "customers")
}

// sinceThen is the time that a comparison spans.
func (s *sheet) sinceThen(comparison string) string {
	on, ok := s.then(comparison)
	if !ok {
		return "to " + s.monthName(s.run.AsOf)
	}
	return s.monthName(on) + " to " + s.monthName(s.run.AsOf)
}

// sinceMonth is the month-end since which an intent is known to hold: what held before
// the first one, nobody knows.
func (s *sheet) sinceMonth(on time.Time) string {
	if on.Equal(s.first) {
		return s.monthName(on) + " or earlier"
	}
	return s.monthName(on)
}

// begin is in the first month that pages look back to.
func (s *sheet) begin() time.Time {
	asOf := s.run.AsOf
	if back := time.Date(asOf.Year(), asOf.Month()+1-mostMonths, 1, 0, 0, 0, 0, time.UTC); s.first.Before(back) {
		return back
	}
	return s.first
}

// monthsTo is the time from the first month that pages show to a later one.
func (s *sheet) monthsTo(last time.Time) string {
	if len(s.months) == 0 || !s.months[0].Month.Before(last) {
		return s.monthName(last)
	}
	return s.monthName(s.months[0].Month) + " to " + s.monthName(last)
}

// chartHeight is that of the portfolio's charts, or for a segment one that leaves its
// page on two sheets of paper without smaller text.
func (s *sheet) chartHeight(portfolio int) int {
	if s.isPortfolio() {
		return portfolio
	}
	return 240
}

// isPortfolio tells the whole from its segments.
func (s *sheet) isPortfolio() bool { return s.scope.ScopeID == 0 }

// now is the month at as-of; nil when the scope had no row there.
func (s *sheet) now() *Month { return s.month(s.run.AsOf) }

// base is the month that changes are measured against; nil when there is none.
func (s *sheet) base() *Month {
	if on, ok := s.then(AgainstBase); ok {
		return s.month(on)
	}
	return nil
}

// then is the month-end a comparison starts from.
func (s *sheet) then(comparison string) (on time.Time, ok bool) {
	for _, m := range s.migrations {
		if m.Comparison == comparison {
			return m.FromMonth, m.FromMonth.Before(m.ToMonth)
		}
	}
	return time.Time{}, false
}

func (s *sheet) month(on time.Time) *Month {
	for i := range s.months {
		if s.months[i].Month.Equal(on) {
			return &s.months[i]
		}
	}
	return nil
}

// stock is one group at a month-end; nil when there is no such row.
func (s *sheet) stock(on time.Time, g segments.Group) *Mix {
	for i := range s.mix {
		if s.mix[i].GroupCode == g && s.mix[i].Month.Equal(on) {
			return &s.mix[i]
		}
	}
	return nil
}

// shift is how the share of a group moved; nil when there is no such row.
func (s *sheet) shift(comparison string, g segments.Group) *Shift {
	for i := range s.shifts {
		if s.shifts[i].Comparison == comparison && s.shifts[i].GroupCode == g {
			return &s.shifts[i]
		}
	}
	return nil
}

func (s *sheet) whale(on time.Time) *Whale {
	for i := range s.whales {
		if s.whales[i].Month.Equal(on) {
			return &s.whales[i]
		}
	}
	return nil
}

func (s *sheet) test(comparison string) *ShiftTest {
	for i := range s.tests {
		if s.tests[i].Comparison == comparison {
			return &s.tests[i]
		}
	}
	return nil
}

// target finds the promise about one number; nil when there is none.
func (s *sheet) target(g segments.Group, metric string) *Target {
	for i := range s.targets {
		if s.targets[i].GroupCode == g && s.targets[i].Metric == metric {
			return &s.targets[i]
		}
	}
	return nil
}

// path is what a target's number did, month by month.
func (s *sheet) path(targetNo int) []TargetMonth {
	var path []TargetMonth
	for _, p := range s.paths {
		if p.TargetNo == targetNo {
			path = append(path, p)
		}
	}
	if len(path) > mostMonths {
		path = path[len(path)-mostMonths:]
	}
	return path
}
