package pipeline

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"valueshift/segments"
)

// line is a line of profit: its column and what a table calls it.
type line struct{ column, name string }

// key is how an assumption names the line.
func (l line) key() string { return strings.TrimSuffix(l.column, "_minor") }

// lines are those of profit in order, profit itself last. All between are costs.
var lines = []line{
	{"revenue_minor", "revenue"},
	{"direct_cost_minor", "direct cost"},
	{"cost_to_serve_minor", "cost to serve"},
	{"acquisition_minor", "acquisition"},
	{"capital_minor", "capital"},
	{"profit_minor", "profit"},
}

// lineSums is a select list of the lines, added up.
func lineSums() (list string) {
	for _, line := range lines {
		list += fmt.Sprintf(", coalesce(cast(sum(%s) as bigint), 0) as %[1]s", line.column)
	}
	return list
}

// standing is a customer at the month, with what the night knew of it.
type standing struct {
	key      int64
	id       string
	then     record // of history.value_groups
	today    record // of customers; empty when no longer listed
	cost     record // of acquisition_costs; empty when there is none
	previous record // of history.value_groups a month earlier; empty when there is none
	bounds   segments.Bounds
	basis    record // of history.group_bounds
}

func (s standing) group() segments.Group { return segments.Group(s.then.whole("group_code")) }
func (s standing) profit() int64         { return s.then.whole("class_profit_minor") }

// explainCustomer tells why a customer is in its group.
func (l *ledger) explainCustomer(ctx context.Context, key record) (Explanation, error) {
	s := standing{key: key.whole("customer_key"), id: key.text("customer_id")}
	if err := l.stand(ctx, &s); err != nil {
		return Explanation{}, err
	}
	found := Explanation{Title: fmt.Sprintf("Customer %s at %s", s.id, l.month.Month.Format("2006-01"))}
	if s.then.isEmpty() {
		absent, err := l.absence(ctx, s)
		found.Sections = append(found.Sections, Section{Lines: absent})
		return found, err
	}
	found.Sections = append(found.Sections, l.whoIs(s))
	for _, part := range []func(context.Context, standing) (Section, error){
		l.windowProfit, l.judgedProfit, l.boundsInForce, l.groupDecision, l.customerIntent,
	} {
		section, err := part(ctx, s)
		if err != nil {
			return Explanation{}, err
		}
		found.Sections = append(found.Sections, section)
	}
	return found, nil
}

// stand reads what is stored of a customer.
func (l *ledger) stand(ctx context.Context, s *standing) error {
	where := fmt.Sprintf(" where customer_key = %d", s.key)
	queries := []struct {
		to    *record
		query string
	}{
		{&s.then, "select * from history.value_groups" + where + " and month = " + l.date()},
		{&s.today, "select * from customers" + where},
		{&s.cost, "select * from acquisition_costs" + where + " and not is_fx"},
		{&s.basis, fmt.Sprintf("select * from history.group_bounds where plan_year = %d", l.month.PlanYear)},
	}
	if m, ok := l.previous(); ok {
		queries = append(queries, struct {
			to    *record
			query string
		}{&s.previous, "select * from history.value_groups" + where + " and month = " + dateLiteral(m.Month)})
	}
	for _, q := range queries {
		var err error
		if *q.to, err = l.one(ctx, q.query); err != nil {
			return err
		}
	}
	share, _ := l.run.number("hysteresis_share")
	s.bounds = segments.Bounds{
		DestroyersTo: s.basis.whole("destroyers_to_minor"), NeutralBand: s.basis.whole("neutral_band_minor"),
		CreatorsFrom: s.basis.whole("creators_from_minor"), HysteresisShare: share,
	}
	return nil
}

// absence says why a customer has no row at the month.
func (l *ledger) absence(ctx context.Context, s standing) ([]string, error) {
	text := []string{fmt.Sprintf("Not in the portfolio: no revenue or cost from %s to %s and no open contract at its end.",
		l.month.WindowFrom.Format(time.DateOnly), l.month.Month.Format(time.DateOnly))}
	if s.today.isEmpty() {
		text = []string{"Not in the portfolio: the customers export does not list it any more, or contradicts itself. What it books belongs to the unknown customer."}
	}
	stays, err := l.one(ctx, fmt.Sprintf(
		"select count(*) as months, min(month) as first, max(month) as last from history.value_groups where customer_key = %d", s.key))
	if err != nil {
		return nil, err
	}
	if stays.whole("months") == 0 {
		text = append(text, "It never was in a closed month.")
	} else {
		text = append(text, fmt.Sprintf("Closed months with it: %d, the first %s and the last %s.", stays.whole("months"),
			stays.on("first").Format("2006-01"), stays.on("last").Format("2006-01")))
	}
	return text, nil
}

// whoIs says who the customer is.
func (l *ledger) whoIs(s standing) Section {
	segment := "Segment " + s.then.text("segment")
	if name := l.name(s.then.text("segment")); name != s.then.text("segment") {
		segment += ", called " + name + " now"
	}
	if moved := s.today.text("segment"); moved != "" && moved != l.name(s.then.text("segment")) {
		segment += ", today in " + moved
	}
	tenure := "Tenure unknown: no day of acquisition and no booking."
	if days, ok := s.then.number("tenure_days"); ok {
		tenure = fmt.Sprintf("Tenure %s days", countText(int64(days)))
		if on := s.today.on("acquired_on"); !on.IsZero() {
			tenure += ", acquired on " + on.Format(time.DateOnly)
			if corrected, _ := s.today.at("is_acquired_corrected").(bool); corrected {
				tenure += ", the day of the first revenue"
			}
		}
		tenure += "."
	}
	text := []string{l.about(), segment + ".", tenure}
	if s.today.isEmpty() {
		text = append(text, "The customers export no longer lists it, or contradicts itself.")
	}
	if !l.isSameConfig() {
		text = append(text, "The month was closed under another configuration than the last night's; history keeps its hash, not its text.")
	}
	return Section{Lines: text}
}

// windowProfit lists the months of the window.
func (l *ledger) windowProfit(ctx context.Context, s standing) (Section, error) {
	section := Section{
		Heading: "Profit of the window, " + l.run.text("currency"),
		Lines:   []string{"profit = revenue - direct cost - cost to serve - acquisition - capital"},
		Table:   Table{Left: 1},
	}
	months, err := l.records(ctx, fmt.Sprintf("select month_start%s from customer_months where customer_key = %d and month_start between %s and %s group by month_start order by month_start",
		lineSums(), s.key, dateLiteral(l.month.WindowFrom), l.date()))
	if err != nil {
		return section, err
	}
	head := []string{"month"}
	for _, line := range lines {
		head = append(head, line.name)
	}
	section.Table.add(head...)
	sums := make([]int64, len(lines))
	for _, m := range months {
		row := []string{m.on("month_start").Format("2006-01")}
		for i, line := range lines {
			sums[i] += m.whole(line.column)
			row = append(row, l.money(m.whole(line.column)))
		}
		section.Table.add(row...)
	}
	kept, isSame := make([]int64, len(lines)), true
	late := make([]int64, len(lines))
	for i, line := range lines {
		kept[i] = s.then.whole(line.column)
		late[i] = sums[i] - kept[i]
		isSame = isSame && late[i] == 0
	}
	if isSame {
		section.Table.add(l.amounts("window", kept)...)
		section.Notes = append(section.Notes, "Months without a line have nothing to show.")
		return section, nil
	}
	section.Table.add(l.amounts("these months", sums)...)
	section.Table.add(l.amounts("difference", late)...)
	section.Table.add(l.amounts("as closed", kept)...)
	note := "The months are what the exports of the last night make of them; the month was closed with the last line. Its own monthly lines are not kept."
	if from := l.run.on("data_from"); from.After(l.month.WindowFrom) {
		note += " The exports begin " + from.Format(time.DateOnly) + "."
	}
	section.Notes = append(section.Notes, note)
	return section, nil
}

func (l *ledger) amounts(name string, minor []int64) []string {
	row := []string{name}
	for _, m := range minor {
		row = append(row, l.money(m))
	}
	return row
}

// judgedProfit tells how the profit that decides the group was made of the
// window's. Its steps are those of sql/330_class_profits.sql, which a test holds
// them against.
func (l *ledger) judgedProfit(ctx context.Context, s standing) (Section, error) {
	section := Section{Heading: "Profit that decides the group"}
	windowDays := int64(l.month.Month.Sub(l.month.WindowFrom).Hours()/24) + 1
	tenure, isKnown := s.then.number("tenure_days")
	if !isKnown || int64(tenure) >= windowDays || tenure < 1 {
		section.Lines = []string{fmt.Sprintf("%s, the profit of the window as it is.", l.money(s.profit()))}
		return section, nil
	}
	yearly := s.cost.whole("cost_minor")
	if spread := s.cost.whole("spread_days"); spread > windowDays {
		yearly = int64(math.Round(float64(yearly*windowDays) / float64(spread)))
	}
	profit, borne := s.then.whole("profit_minor"), s.then.whole("acquisition_minor")
	timesWindow, days := (profit+borne)*windowDays, int64(tenure)
	annual := int64(math.Round(float64(timesWindow)/tenure)) - yearly
	text := []string{fmt.Sprintf("A full window has %d days, the tenure %.0f of them. Before acquisition cost, drawn out to a full window, less what a full window bears:",
		windowDays, tenure),
		fmt.Sprintf("    (%s + %s) x %d / %.0f - %s = %s", l.money(profit), l.money(borne), windowDays, tenure, l.money(yearly), l.money(annual)),
	}
	judged := annual
	isContractual, _ := s.then.at("is_contractual").(bool)
	if !isContractual {
		median, ok, err := l.median(ctx, s.then.text("segment"), windowDays)
		if err != nil {
			return section, err
		}
		if ok {
			months := tenure * 12 / 365.25
			z := months / (months + 6)
			judged = int64(math.Round(float64(8*(timesWindow-yearly*days)+1461*median) / float64(8*days+1461)))
			text = append(text,
				fmt.Sprintf("Purchases without a contract say little in a short time: %.4f of it counts (months of tenure / (months + 6), of %.2f months), the rest is the segment's median.", z, months),
				fmt.Sprintf("    %.4f x %s + %.4f x %s = %s", z, l.money(annual), 1-z, l.money(median), l.money(judged)))
		}
	}
	if judged != s.profit() {
		text = []string{fmt.Sprintf("%s was decided on. What the last night knows of the customer gives %s: the acquisition cost or the configuration of then are not kept.",
			l.money(s.profit()), l.money(judged))}
	}
	section.Lines = text
	return section, nil
}

// median is the least profit that half of a segment's customers with a full window
// do not exceed, as sql/320_segment_medians.sql has it.
func (l *ledger) median(ctx context.Context, segment string, windowDays int64) (minor int64, ok bool, err error) {
	found, err := l.one(ctx, fmt.Sprintf(`select profit_minor from (
	select profit_minor, row_number() over (order by profit_minor) as place, count(*) over () as customers
	from history.value_groups
	where month = %s and segment = %s and group_code > 0 and tenure_days >= %d
) as ranked where 2 * place >= customers order by place limit 1`, l.date(), sqlText(segment), windowDays))
	return found.whole("profit_minor"), !found.isEmpty(), err
}

// boundsInForce lists the bounds and the bands around them, best first.
func (l *ledger) boundsInForce(_ context.Context, s standing) (Section, error) {
	section := Section{Heading: "Bounds in force, " + l.run.text("currency") + " per window", Table: Table{Left: 1}}
	basis := fmt.Sprintf("Plan year %d, given in the configuration.", l.month.PlanYear)
	if on := s.basis.on("calibrated_on"); !on.IsZero() {
		basis = fmt.Sprintf("Plan year %d, calibrated on the whale curve of %s and frozen.", l.month.PlanYear, on.Format("2006-01"))
	}
	section.Lines = []string{basis, fmt.Sprintf("Band around a bound: %s of it, at least half of the neutral band.", percent(s.bounds.HysteresisShare))}
	section.Table.add("boundary", "bound", "rises at", "falls below")
	boundaries := s.bounds.Boundaries()
	for i := len(boundaries) - 1; i >= 0; i-- {
		b := boundaries[i]
		section.Table.add(fmt.Sprintf("%s | %s", segments.Group(b.Position).Name(), segments.Group(b.Position+1).Name()),
			l.money(b.AmountMinor), l.money(b.UpMinor), l.money(b.DownMinor))
	}
	return section, nil
}

// groupDecision says in a sentence why the customer is in its group.
func (l *ledger) groupDecision(_ context.Context, s standing) (Section, error) {
	section := Section{Heading: "Group: " + s.group().Name()}
	before, told := l.groupBefore(s)
	section.Lines = []string{told, l.decision(s, before)}
	raw := segments.Group(s.then.whole("raw_group_code"))
	if raw != s.group() {
		section.Notes = append(section.Notes, fmt.Sprintf("Judged without memory it would be %s; the band keeps it from changing to and fro.", raw.Name()))
	}
	if profitDecides(s.group()) && s.bounds.Assign(s.profit(), before) != s.group() {
		section.Notes = append(section.Notes, fmt.Sprintf(
			"The bounds and the band above would give %s: the month was decided under a configuration that is not kept.",
			s.bounds.Assign(s.profit(), before).Name()))
	}
	return section, nil
}

func profitDecides(g segments.Group) bool { return g >= segments.Destroyers && g <= segments.Creators }

// groupBefore is the group that the band remembers, and a line about it.
func (l *ledger) groupBefore(s standing) (segments.Group, string) {
	m, ok := l.previous()
	switch {
	case !ok:
		return segments.Out, "No month was closed before this one."
	case s.previous.isEmpty():
		return segments.Out, fmt.Sprintf("In %s it was not in the portfolio.", m.Month.Format("2006-01"))
	}
	group := segments.Group(s.previous.whole("group_code"))
	text := fmt.Sprintf("In %s it was %s", m.Month.Format("2006-01"), group.Name())
	if m.PlanYear != l.month.PlanYear && profitDecides(group) {
		group = s.bounds.Raw(s.previous.whole("class_profit_minor"))
		text += fmt.Sprintf(", on the bounds of plan year %d %s", l.month.PlanYear, group.Name())
	}
	return group, text + fmt.Sprintf(" with %s.", l.money(s.previous.whole("class_profit_minor")))
}

// decision is the sentence.
func (l *ledger) decision(s standing, before segments.Group) string {
	group, profit := s.group(), l.money(s.profit())
	switch group {
	case segments.Out:
		if on := s.today.on("closed_on"); !on.IsZero() {
			return fmt.Sprintf("Left: closed on %s; what it still books in the window counts for no group.", on.Format(time.DateOnly))
		}
		return "Left; what it still books in the window counts for no group."
	case segments.New:
		return fmt.Sprintf("New: %d days of tenure are too few to be judged.", s.then.whole("tenure_days"))
	case segments.Dormant:
		return fmt.Sprintf("Dormant: no revenue in the window, and a profit of %s lies within plus or minus %s.",
			l.money(s.then.whole("profit_minor")), l.money(s.bounds.NeutralBand))
	}
	boundaries := s.bounds.Boundaries()
	var reached, limits string
	switch {
	case !profitDecides(before) && group == segments.Destroyers:
		reached = fmt.Sprintf("is judged without memory as %s: %s is below %s", group.Name(), profit, l.money(boundaries[0].AmountMinor))
	case !profitDecides(before):
		reached = fmt.Sprintf("is judged without memory as %s: %s is at least %s", group.Name(), profit, l.money(boundaries[group-2].AmountMinor))
	case group > before:
		reached = fmt.Sprintf("rises from %s to %s: %s reaches %s", before.Name(), group.Name(), profit, l.money(boundaries[group-2].UpMinor))
	case group < before:
		reached = fmt.Sprintf("falls from %s to %s: %s is below %s", before.Name(), group.Name(), profit, l.money(boundaries[group-1].DownMinor))
	case group == segments.Destroyers:
		reached = fmt.Sprintf("stays %s: %s is below %s", group.Name(), profit, l.money(boundaries[0].UpMinor))
	default:
		reached = fmt.Sprintf("stays %s: %s is not below %s", group.Name(), profit, l.money(boundaries[group-2].DownMinor))
	}
	if group < segments.Creators {
		limits = fmt.Sprintf("; it must reach %s to rise", l.money(boundaries[group-1].UpMinor))
	}
	if group > segments.Destroyers && (group != before) {
		limits += fmt.Sprintf("; below %s it falls", l.money(boundaries[group-2].DownMinor))
	}
	return s.id + " " + reached + limits + "."
}

// customerIntent says what is meant with the customer's group.
func (l *ledger) customerIntent(ctx context.Context, s standing) (Section, error) {
	section := Section{Heading: "Intent of the customer group"}
	name := s.then.text("segment") + "/" + s.group().Key()
	if s.group() == segments.Out {
		section.Lines = []string{"None: who has left belongs to no customer group."}
		return section, nil
	}
	intent, err := l.one(ctx, fmt.Sprintf("select * from history.intents where month = %s and segment = %s and group_code = %d",
		l.date(), sqlText(s.then.text("segment")), s.group()))
	if err != nil {
		return section, err
	}
	section.Lines = []string{
		name + ": " + l.intentText(intent) + ".",
		fmt.Sprintf("Why: valueshift explain %q --month %s", l.name(s.then.text("segment"))+"/"+s.group().Key(), l.month.Month.Format("2006-01")),
	}
	return section, nil
}
