package reports

import (
	"fmt"
	"math"
	"slices"
	"time"

	"valueshift/segments"
)

// forecastSection is about the months to come. A segment that nothing is promised
// for is not forecast and has none.
func (w *writer) forecastSection(s *sheet, doubts func(...string) []doubt) (section, bool, error) {
	if s.backtest == nil {
		return section{}, false, nil
	}
	fan, err := w.fanFigure(s)
	if err != nil {
		return section{}, false, err
	}
	return section{ID: "forecast", Title: "Forecast", Question: "If customers move on as they have moved, what will become of the targets?",
		Words: words("outlook", "band", "required-moves"), Doubts: doubts("forecast"),
		Rows: []figures{{fan, w.requiredFigure(s), w.trustFigure(s)}}}, true, nil
}

// foretold is the promise that the fan is about: of the shares promised for months to
// come the one furthest off, as the headline has it, or else the Creators', or else the
// first; nil when there is none.
func (s *sheet) foretold() *Target {
	var first *Target
	for _, t := range slices.Concat(s.offTrack(), s.targets) {
		if t.Metric != "customer_share" || t.Hidden.isWhole() || !t.TargetMonth.After(s.run.AsOf) {
			continue
		}
		if t.GroupCode == segments.Creators || isBehind(t) {
			return &t
		}
		if first == nil {
			first = &t
		}
	}
	return first
}

// fanFigure shows the share of one group as it was and as it may become.
func (w *writer) fanFigure(s *sheet) (figure, error) {
	f := figure{ID: "fan", Title: "What may become of the mix", Sources: w.sources(tableForecasts, tableMix)}
	group, target := segments.Creators, s.foretold()
	if target != nil {
		group = target.GroupCode
	}
	rows := s.expected(group)
	if len(rows) == 0 || s.stock(s.run.AsOf, group) == nil {
		f.Empty = "There is no forecast: " + s.backtest.Reason + "."
		if at := s.stock(s.run.AsOf, group); at != nil && at.Hidden != Shown {
			f.Empty = group.Name() + " are too few to tell of them or of what may become of them."
			return f, nil
		}
		if s.backtest.Reason == "" {
			f.Empty = "There is no forecast for a scope without customers."
		}
		return f, nil
	}
	last := rows[len(rows)-1]
	f.Title = fmt.Sprintf("%s: %s to %s of customers in %s", group.Name(), w.percent(last.ShareLow80, 1), w.percent(last.ShareHigh80, 1), w.monthName(last.Month))
	f.Sub, f.Unit, f.Period, f.N = "Share of "+group.Name(), "% of customers", s.monthsTo(last.Month), s.size()
	f.How = "line: actual · dashed: expected · dark: " + w.percent(0.8, 0) + " of futures · light: " + w.percent(0.95, 0)
	if target != nil && target.Direction != "band" {
		f.How += " · grey: path"
	}
	if target != nil {
		f.How += " · diamond: goal"
	}
	drawn, err := fanChart("fan", s.fan(group, target, rows))
	f.chart = &drawn
	f.Data = w.fanTable(rows)
	f.Label = fmt.Sprintf("A line over the closed months that opens into a fan over the months to come. %s. The axis does not start at zero.", f.Title)
	months := s.closedMonths()
	for _, r := range rows {
		months = append(months, r.Month)
	}
	w.annotate(s, &f, &drawn, months, s.newBounds())
	f.Notes = append(f.Notes, "A forecast knows the past only: no campaign, no price change and no new bounds of a coming plan year. "+
		"Profit moves with customers between groups; a group’s profit per customer changes as it did in months of the past.")
	return f, err
}

// trustFigure says how far the forecast is to be trusted.
func (w *writer) trustFigure(s *sheet) figure {
	b := s.backtest
	f := figure{ID: "trust", Title: "The forecast was not tested on the past: " + b.Reason, Sources: w.sources(tableBacktests)}
	if b.Origins > 0 && b.Mae != nil && b.Coverage80 != nil {
		f.Title = fmt.Sprintf("In %s on the past, the %s range held %s of the groups’ shares", w.plural(int64(b.Origins), "test", "tests"), w.percent(0.8, 0), w.percent(*b.Coverage80, 0))
		f.Story = []string{s.testWords()}
	}
	return f
}

// expected lists the months to come of one group.
func (s *sheet) expected(g segments.Group) []Forecast {
	var rows []Forecast
	for _, f := range s.forecasts {
		if f.GroupCode == g {
			rows = append(rows, f)
		}
	}
	return rows
}

// fan puts closed months and months to come on one axis.
func (s *sheet) fan(g segments.Group, target *Target, rows []Forecast) fan {
	unknown := math.NaN()
	f := fan{colour: "var(--" + g.Key() + ")", goal: unknown}
	add := func(month time.Time, actual, median, low80, high80, low95, high95 float64, tip string) {
		f.bands = append(f.bands, band{float64(len(f.months)), s.monthName(month) + ": " + tip})
		f.months = append(f.months, s.monthName(month))
		f.actual, f.median = append(f.actual, actual*100), append(f.median, median*100)
		f.low80, f.high80 = append(f.low80, low80*100), append(f.high80, high80*100)
		f.low95, f.high95 = append(f.low95, low95*100), append(f.high95, high95*100)
		path := unknown
		if target != nil && target.Direction != "band" { // in a band every way is the path
			for _, p := range s.path(target.TargetNo) {
				if p.Month.Equal(month) && p.Glide != nil {
					path = *p.Glide * 100
				}
			}
		}
		f.path = append(f.path, path)
	}
	for _, m := range s.months {
		share := unknown
		if at := s.stock(m.Month, g); at != nil && at.CustomerShare != nil {
			share = *at.CustomerShare
		}
		start := unknown // the fan opens where the line ends
		if m.Month.Equal(s.run.AsOf) {
			start = share
		}
		told := "unknown"
		if !math.IsNaN(share) {
			told = s.percent(share, 1)
		}
		add(m.Month, share, start, start, start, start, start, told)
	}
	for _, r := range rows {
		if target != nil && r.Month.Equal(target.TargetMonth) {
			f.goal, f.goalAt, f.goalText = target.Target*100, len(f.months), "goal "+s.goal(*target)
		}
		add(r.Month, unknown, r.ShareMedian, r.ShareLow80, r.ShareHigh80, r.ShareLow95, r.ShareHigh95,
			fmt.Sprintf("about %s; 80 %%: %s to %s; 95 %%: %s to %s", s.percent(r.ShareMedian, 1), s.percent(r.ShareLow80, 1),
				s.percent(r.ShareHigh80, 1), s.percent(r.ShareLow95, 1), s.percent(r.ShareHigh95, 1)))
	}
	if target != nil && target.Glidepath == "linear" {
		f.leadPath()
	}
	return f
}

// leadPath draws a straight path on from where it stands today to the goal.
func (f *fan) leadPath() {
	today := len(f.path) - 1
	for today >= 0 && math.IsNaN(f.path[today]) {
		today--
	}
	if today < 0 || math.IsNaN(f.goal) {
		return
	}
	for i := today + 1; i <= f.goalAt; i++ {
		f.path[i] = f.path[today] + (f.goal-f.path[today])*float64(i-today)/float64(f.goalAt-today)
	}
}

func (l spelling) fanTable(rows []Forecast) *table {
	t := table{Head: heads("<Month-end", "Median", "80 % from", "80 % to", "95 % from", "95 % to", "Customers")}
	for _, r := range rows {
		t.Rows = append(t.Rows, texts(l.monthName(r.Month), l.percent(r.ShareMedian, 1), l.percent(r.ShareLow80, 1), l.percent(r.ShareHigh80, 1),
			l.percent(r.ShareLow95, 1), l.percent(r.ShareHigh95, 1), l.count(whole(r.CustomersMedian))))
	}
	return &t
}

// testWords is the test of the forecast in a sentence.
func (s *sheet) testWords() string {
	b := s.backtest
	text := fmt.Sprintf("Tested on %s, %s ahead: the median was off by %s points on average.",
		s.plural(int64(b.Origins), "earlier month-end", "earlier month-ends"), s.plural(int64(b.HorizonMonths), "month", "months"), s.decimal(*b.Mae*100, 1))
	if b.Widening > 1 {
		text += fmt.Sprintf(" The range held too few, so all ranges here are %s times as wide as first drawn.", s.decimal(b.Widening, 1))
	} else if *b.Coverage80 < 0.75 {
		text += " The range held fewer than it should: take it, and the chances of targets, for narrower than the future is."
	}
	return text
}

// requiredFigure says in sentences who must move.
func (w *writer) requiredFigure(s *sheet) figure {
	f := figure{ID: "required", Title: "No promised share asks for more moves", Sources: w.sources(tableRequired)}
	if len(s.required) == 0 {
		f.Empty = s.whyNoMoves()
		return f
	}
	total, hard := int64(0), int64(0)
	t := table{ID: "required-table", Class: "dense", Head: heads("<Boundary", "More", "Usual", "Needed", "Best", "<Verdict")}
	for _, m := range s.required {
		total += people(m.Flow) // as the rows say it, so that they add up
		verdict, class := "no comparison", "l flat"
		if m.IsImplausible != nil {
			verdict, class = "managed before", "l"
			if *m.IsImplausible {
				hard++
				verdict, class = "never managed", "l bad"
			}
		}
		f.Story = append(f.Story, w.requiredWords(m))
		t.Rows = append(t.Rows, row{Cells: []cell{
			{Text: shortGroup(m.FromCode), Sub: "to " + shortGroup(m.ToCode), IsHead: true},
			{Text: w.count(people(m.Flow))}, {Text: w.peopleOr(m.UsualCustomers)}, {Text: w.peopleOr(m.NeededCustomers)}, {Text: w.peopleOr(m.BestCustomers)},
			{Text: verdict, Class: class},
		}})
	}
	f.Title = "The promised shares ask for " + w.plural(total, "more move", "more moves") + " between groups"
	if hard > 0 {
		f.Title += fmt.Sprintf("; %s of %s at a pace that no month has managed", w.count(hard), w.plural(int64(len(s.required)), "boundary", "boundaries"))
	}
	f.Period, f.N = "after "+w.monthName(s.run.AsOf), s.size()
	f.Sub, f.How = "Moves that the goals ask for", "more: customers until the goal, over and above those who move anyway · the rest: customers a month"
	f.Views = []table{t}
	f.Notes = []string{"A customer who moves two groups crosses two boundaries. Usual, needed and best are at today’s size of the group. All customers are rounded up."}
	return f
}

// whyNoMoves says why no promised share asks for moves.
func (s *sheet) whyNoMoves() string {
	var promised, open []Target
	slack := 0.0 // less than half a customer is nobody
	if now := s.now(); now != nil && now.Customers > 0 {
		slack = 0.5 / float64(now.Customers)
	}
	for _, t := range s.targets {
		if t.Metric == "customer_share" && t.TargetMonth.After(s.run.AsOf) {
			if promised = append(promised, t); !isKept(t, slack) {
				open = append(open, t)
			}
		}
	}
	switch {
	case len(promised) == 0:
		return "No share is promised for a month to come."
	case len(promised) == 1 && len(open) == 0:
		t := promised[0]
		return fmt.Sprintf("The one share that is promised is kept already: %s are %s of customers, the goal is %s %s.",
			t.GroupCode.Name(), s.targetValue(t, t.Actual), directionName(t.Direction), s.goal(t))
	case len(open) == 0:
		return "All " + s.count(int64(len(promised))) + " promised shares are kept already."
	case slices.ContainsFunc(s.mix, func(m Mix) bool { return m.Month.Equal(s.run.AsOf) && m.Hidden != Shown }):
		return "Who would have to move is hidden, because a group has too few customers to tell of."
	case len(s.moves) == 0:
		return "There are no two months in a row to compare with."
	}
	return "The promised shares cannot be had together from the customers whom New and Dormant leave."
}

// isKept says that a share is today what is promised of it, or off by less than slack.
func isKept(t Target, slack float64) bool {
	return t.Actual != nil && (t.TargetLow == nil || *t.Actual > *t.TargetLow-slack) && (t.TargetHigh == nil || *t.Actual < *t.TargetHigh+slack)
}

// requiredWords is one boundary in a sentence.
func (l spelling) requiredWords(m RequiredMove) string {
	verb := "rise"
	if m.ToCode < m.FromCode {
		verb = "fall"
	}
	text := fmt.Sprintf("%s must %s from %s to %s by %s", l.plural(people(m.Flow), "more customer", "more customers"), verb,
		m.FromCode.Name(), m.ToCode.Name(), l.monthName(m.TargetMonth))
	if m.NeededCustomers == nil || m.UsualCustomers == nil || m.BestCustomers == nil {
		return text + "; nobody has been there to compare with."
	}
	return text + fmt.Sprintf(": %s a month instead of %s; the best month managed %s.",
		l.peopleOr(m.NeededCustomers), l.peopleOr(m.UsualCustomers), l.peopleOr(m.BestCustomers))
}

// people rounds up: half a customer who must move is one. What moves are compared with
// is rounded as they are, so that more never reads as less.
func people(customers float64) int64 { return int64(math.Ceil(customers - 1e-6)) }

func (l spelling) peopleOr(customers *float64) string {
	if customers == nil {
		return none
	}
	return l.count(people(*customers))
}

// outlooksTable is what is to be expected of every target's number.
func (s *sheet) outlooksTable() table {
	t := table{ID: "outlooks-table", Class: "dense", Head: heads("<Target", "<Goal", "Actual", "Expected", "80 % of futures", "95 % of futures", "Chance to be kept", "<Remark")}
	known, likely, hidden := int64(0), int64(0), int64(0)
	for _, o := range s.outlooks {
		p := s.targetOf(o)
		chance := p.missing()
		if p.Hidden != Shown {
			hidden++
		}
		if o.HitShare != nil {
			known++
			if *o.HitShare >= 0.5 {
				likely++
			}
			chance = s.chanceText(*o.HitShare)
		}
		t.Rows = append(t.Rows, row{Cells: []cell{
			{Text: groupOr(o.GroupCode, "All customers"), Sub: metricName(o.Metric), IsHead: true},
			{Text: directionName(o.Direction) + " " + s.goal(p), Sub: "by " + s.monthName(o.TargetMonth), Class: "l"},
			{Text: s.targetValue(p, o.Actual)}, {Text: s.targetValue(p, o.Median)},
			{Text: s.reach(p, o.Low80, o.High80)}, {Text: s.reach(p, o.Low95, o.High95)},
			{Text: chance}, {Text: o.Reason, Class: "l long"},
		}})
	}
	t.Name = s.outlooksFinding(known, likely, hidden)
	return t
}

// outlooksFinding counts the targets that will likely be kept.
func (l spelling) outlooksFinding(known, likely, hidden int64) string {
	text := "The outlook of no target is known"
	switch {
	case known == 0 && hidden > 0:
		return "How likely the targets are kept is hidden"
	case known > 0:
		text = fmt.Sprintf("More likely kept than missed: %s of %s", l.count(likely), l.plural(known, "target", "targets"))
	}
	if hidden > 0 {
		text += "; of " + l.plural(hidden, "other", "others") + " it is hidden"
	}
	return text
}

// targetOf is the target that an outlook is about.
func (s *sheet) targetOf(o Outlook) Target {
	for _, t := range s.targets {
		if t.TargetNo == o.TargetNo {
			return t
		}
	}
	return Target{GroupCode: o.GroupCode, Metric: o.Metric, Target: o.Target}
}

// reach spells a range.
func (s *sheet) reach(t Target, low, high *float64) string {
	if low == nil || high == nil {
		return t.missing()
	}
	return s.targetValue(t, low) + " to " + s.targetValue(t, high)
}

// chanceText spells a probability that was counted over draws: the ends of the
// scale are never certain.
func (l spelling) chanceText(p float64) string {
	switch {
	case p < 0.01:
		return "below " + l.percent(0.01, 0)
	case p > 0.99:
		return "above " + l.percent(0.99, 0)
	}
	return l.percent(p, 0)
}
