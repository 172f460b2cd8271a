package pipeline

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"valueshift/segments"
)

// cell is a customer group at the month. A segment that was several then has one
// for each name.
type cell struct {
	segment string // as history has it
	group   segments.Group
	signals record
	intent  record
	guards  record // of history.retire_guards; empty when nobody thinks of retiring it
}

// explainGroup tells how a customer group stands and why it has its intent.
func (l *ledger) explainGroup(ctx context.Context, segment string, group segments.Group) (Explanation, error) {
	found := Explanation{Title: fmt.Sprintf("%s / %s at %s", segment, group.Name(), l.month.Month.Format("2006-01"))}
	stock, err := l.groupStock(ctx, segment, group)
	if err != nil {
		return found, err
	}
	found.Sections = append(found.Sections, stock)
	cells, err := l.cells(ctx, segment, group)
	if err != nil {
		return found, err
	}
	for _, c := range cells {
		rules, err := l.groupRules(ctx, c)
		if err != nil {
			return found, err
		}
		found.Sections = append(found.Sections, l.groupSignals(c), rules)
		if !c.guards.isEmpty() {
			found.Sections = append(found.Sections, l.groupGuards(c))
		}
		found.Sections = append(found.Sections, l.groupIntent(c))
	}
	targets, err := l.groupTargets(ctx, segment, group)
	if err != nil {
		return found, err
	}
	found.Sections = append(found.Sections, targets)
	return found, nil
}

// groupStock adds up the customers and lines of the group and of its segment.
func (l *ledger) groupStock(ctx context.Context, segment string, group segments.Group) (Section, error) {
	section := Section{Lines: []string{l.about()}, Table: Table{Left: 1}}
	if owner, err := l.one(ctx, "select owner from scopes where not is_portfolio and name = "+sqlText(segment)); err != nil {
		return section, err
	} else if owner.text("owner") != "" {
		section.Lines = append(section.Lines, "Owner of "+segment+": "+owner.text("owner")+".")
	}
	section.Table.add(l.run.text("currency"), "group", "segment")
	query := "select coalesce(cast(sum(case when group_code > 0 then customers else 0 end) as bigint), 0) as customers," +
		" coalesce(cast(sum(loss_makers) as bigint), 0) as loss_makers," +
		" coalesce(cast(sum(case when group_code > 0 then profit_minor else 0 end) as bigint), 0) as earned_minor" + lineSums() +
		" from history.group_cells where month = " + l.date() + " and segment in " + l.namedThen(segment)
	whole, err := l.one(ctx, query)
	if err != nil {
		return section, err
	}
	part, err := l.one(ctx, fmt.Sprintf("%s and group_code = %d", query, group))
	if err != nil {
		return section, err
	}
	section.Table.add("customers", countText(part.whole("customers")), countText(whole.whole("customers")))
	if all := whole.whole("customers"); all > 0 {
		section.Table.add("share of customers", percent(float64(part.whole("customers"))/float64(all)), percent(1))
	}
	section.Table.add("loss makers", countText(part.whole("loss_makers")), countText(whole.whole("loss_makers")))
	for _, line := range lines {
		section.Table.add(line.name, l.money(part.whole(line.column)), l.money(whole.whole(line.column)))
	}
	section.Table.add("profit per customer", l.perCustomer(part), l.perCustomer(whole))
	if part.whole("customers") == 0 {
		section.Notes = append(section.Notes, "Nobody is in the group, so it has neither signals nor an intent.")
	}
	section.Notes = append(section.Notes, "The segment holds what leavers still booked; its profit per customer does not.")
	return section, nil
}

func (l *ledger) perCustomer(r record) string {
	if r.whole("customers") == 0 {
		return "-"
	}
	return l.money(int64(math.Round(float64(r.whole("earned_minor")) / float64(r.whole("customers")))))
}

// cells reads signals and intents.
func (l *ledger) cells(ctx context.Context, segment string, group segments.Group) ([]cell, error) {
	where := fmt.Sprintf(" where month = %s and group_code = %d and segment in %s order by segment", l.date(), group, l.namedThen(segment))
	intents, err := l.records(ctx, "select * from history.intents"+where)
	if err != nil {
		return nil, err
	}
	signals, err := l.records(ctx, "select * from history.signals"+where)
	if err != nil {
		return nil, err
	}
	var cells []cell
	for _, i := range intents {
		c := cell{segment: i.text("segment"), group: group, intent: i}
		for _, s := range signals {
			if s.text("segment") == c.segment {
				c.signals = s
			}
		}
		if c.guards, err = l.oneIfKept(ctx, "history", "retire_guards", fmt.Sprintf(
			"select * from history.retire_guards where month = %s and group_code = %d and segment = %s", l.date(), group, sqlText(c.segment))); err != nil {
			return nil, err
		}
		cells = append(cells, c)
	}
	return cells, nil
}

// keys are the columns that say which customer group a row is about.
var keys = []string{"month", "segment", "group_code"}

// signalWords are longer names of signals whose column says too little.
var signalWords = map[string]string{
	"profit_minor":    "profit",
	"profit_mean":     "profit per customer",
	"trend_customers": "customers who are in the group or were in it a window earlier",
	"trend_mean":      "change of their profit, per customer",
	"trend_share":     "change, share of their profit then",
	"trend_z":         "change, standard errors",
	"headroom_mean":   "headroom per customer",
	"avoidable_minor": "avoidable profit",
	"residual_mean":   "residual value per customer",
	"residual_upper":  "residual value, upper bound",
	"is_young":        "young",
	"is_persistent":   "persistent",
	"nps":             "advocacy, NPS of the answers",
	"nps_error":       "standard error of it",
	"shrunk_nps":      "advocacy, NPS shrunk to the segment",
	"shrunk_error":    "standard error of it, shrunk",
	"profit_error":    "standard error of it, per customer",
	"trend_error":     "standard error of the change",
	"answer_share":    "customers who answered",
	"fixed_minor":     "avoidable profit at the segment's median cost to serve",
}

// groupSignals lists every signal that is stored, with the threshold it is held
// against.
func (l *ledger) groupSignals(c cell) Section {
	section := Section{Heading: l.headingOf("Signals", c), Table: Table{Left: 1}}
	section.Table.add("signal", "value", "threshold")
	for i, column := range c.signals.columns {
		if slices.Contains(keys, column) || c.signals.values[i] == "" {
			continue
		}
		name, ok := signalWords[column]
		if !ok {
			name = plainName(column)
		}
		if reason, isText := c.signals.values[i].(string); isText {
			section.Notes = append(section.Notes, name+": "+reason)
			continue
		}
		section.Table.add(name, l.show(column, c.signals.values[i]), l.threshold(column, c.signals))
	}
	if !l.isSameConfig() {
		section.Notes = append(section.Notes, "The thresholds are the last night's; the month was closed under another configuration.")
	}
	return section
}

// plainName is a column's name for a reader.
func plainName(column string) string {
	return strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(column, "is_"), "_minor"), "_", " ")
}

// headingOf names, too, the segment's old name where it had one.
func (l *ledger) headingOf(heading string, c cell) string {
	if l.name(c.segment) != c.segment {
		return heading + ", " + c.segment
	}
	return heading
}

// threshold says what a signal is held against.
func (l *ledger) threshold(column string, signals record) string {
	number := func(column string) float64 { n, _ := l.run.number(column); return n }
	mean, _ := signals.number("profit_mean")
	switch column {
	case "trend_z":
		return fmt.Sprintf("%.2f", number("trend_z"))
	case "trend_share":
		return percent(number("trend_min_share"))
	case "headroom_mean":
		least := max(math.Abs(mean)*number("headroom_min_share"), number("headroom_min_minor"))
		return l.money(int64(math.Ceil(least)))
	}
	return ""
}

// groupRules goes through the rules in order.
func (l *ledger) groupRules(ctx context.Context, c cell) (Section, error) {
	section := Section{Heading: l.headingOf("Rules, the first that fits decides", c)}
	rules, err := l.records(ctx, "select * from intent_rules order by position, group_code")
	if err != nil {
		return section, err
	}
	for i := 0; i < len(rules); {
		end := i
		for end < len(rules) && rules[end].whole("position") == rules[i].whole("position") {
			end++
		}
		section.Lines = append(section.Lines, l.ruleText(rules[i:end], c))
		i = end
	}
	if !l.isSameConfig() {
		section.Notes = append(section.Notes, "The rules are the last night's; the month was closed under another configuration.")
	}
	return section, nil
}

// ruleText tells of one rule, which has a row for every group it is for.
func (l *ledger) ruleText(rows []record, c cell) string {
	rule := rows[0].text("rule")
	var groups []string
	for _, row := range rows {
		if segments.Group(row.whole("group_code")) == c.group {
			return rule + "  " + l.fitText(row, c)
		}
		groups = append(groups, segments.Group(row.whole("group_code")).Key())
	}
	return rule + "  does not fit: it is for " + strings.Join(groups, ", ")
}

// fitText says whether a rule for the group fits its signals, and why.
func (l *ledger) fitText(rule record, c cell) string {
	var fits, misses []string
	for i, column := range rule.columns {
		if slices.Contains([]string{"position", "rule", "group_code", "intent", "reason"}, column) || rule.values[i] == nil {
			continue
		}
		name, isNot := strings.CutPrefix(column, "not_") // what is unknown is neither low nor high
		signal := name
		if !c.signals.has(signal) && c.signals.has("is_"+signal) {
			signal = "is_" + signal
		}
		is, wanted := l.show(signal, c.signals.at(signal)), l.show(name, rule.values[i])
		isFit := is == wanted
		if isNot {
			isFit, wanted = !isFit, "anything but "+wanted
		}
		if isFit {
			fits = append(fits, name+" is "+is)
		} else {
			misses = append(misses, fmt.Sprintf("%s is %s, it needs %s", name, is, wanted))
		}
	}
	if rule.text("intent") == string(segments.Retire) && !c.guards.isEmpty() {
		if may, _ := c.guards.at("may_retire").(bool); may {
			fits = append(fits, "all guardrails hold")
		} else {
			misses = append(misses, "guardrails do not hold: "+c.guards.text("failing"))
		}
	}
	decides := ""
	if rule.text("rule") == c.intent.text("rule") {
		decides = " <- decides"
	}
	switch {
	case len(misses) > 0:
		return "does not fit: " + strings.Join(misses, "; ") + decides
	case len(fits) == 0:
		return fmt.Sprintf("fits every one of the group: %s, %s", rule.text("intent"), rule.text("reason")) + decides
	}
	return fmt.Sprintf("fits, %s: %s, %s", strings.Join(fits, ", "), rule.text("intent"), rule.text("reason")) + decides
}

// intentText is an intent and the rule that gave it.
func (l *ledger) intentText(intent record) string {
	if intent.isEmpty() {
		return "no intent is stored"
	}
	text := fmt.Sprintf("%s by rule %s, %s", intent.text("intent"), intent.text("rule"), intent.text("reason"))
	if engine := intent.text("engine_intent"); engine != "" && engine != intent.text("intent") {
		text += ", where the rules say " + engine
	}
	return text
}

// groupGuards tells the guardrails of retire, where somebody may think of it.
func (l *ledger) groupGuards(c cell) Section {
	section := Section{Heading: l.headingOf("Guardrails of retire", c), Table: Table{Left: 1}}
	section.Table.add("guardrail", "value")
	for i, column := range c.guards.columns {
		if text, isText := c.guards.values[i].(string); isText && column != "segment" && text != "" {
			section.Notes = append(section.Notes, plainName(column)+": "+text)
		} else if !isText && !slices.Contains(keys, column) {
			section.Table.add(plainName(column), l.show(column, c.guards.values[i]))
		}
	}
	return section
}

// groupIntent tells the intent, and what else was decided with it.
func (l *ledger) groupIntent(c cell) Section {
	i := c.intent
	lines := []string{l.intentText(i) + "."}
	if since := i.on("since_month"); !since.IsZero() {
		text := "It holds since " + since.Format("2006-01")
		if before := i.text("previous_intent"); before != "" {
			text += "; before that it was " + before
		}
		lines = append(lines, text+".")
	}
	if stake, ok := i.number("at_stake_minor"); ok {
		lines = append(lines, "At stake: "+l.money(int64(stake))+" "+l.run.text("currency")+", what the two intents of a segment are chosen by.")
	}
	if parked := i.text("parked_intent"); parked != "" && parked == i.text("intent") {
		lines = append(lines, "Kept as it is, without a budget of its own: the segment follows two other intents.")
	} else if parked != "" {
		lines = append(lines, "Parked: "+parked+" has no budget, because the segment follows two other intents.")
	}
	if second := i.text("secondary"); second != "" {
		lines = append(lines, "Second intent: "+second+".")
	}
	if owner := i.text("override_owner"); owner != "" {
		lines = append(lines, "Override by "+owner+" until "+i.on("override_expires_on").Format(time.DateOnly)+".")
	}
	return Section{Heading: l.headingOf("Intent", c), Lines: lines}
}
