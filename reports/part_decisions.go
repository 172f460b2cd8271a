package reports

import (
	"strconv"
	"strings"

	"valueshift/segments"
)

// intentCell is what is meant with a group, and beneath it where that came from.
func (l spelling) intentCell(i Intent) cell {
	notes := []string{i.Rule + " · " + reasonText(i.EngineReason)}
	switch {
	case i.IsParked && i.ParkedIntent == i.Intent:
		notes = append(notes, "kept as it is, for its segment follows two other intents")
	case i.IsParked:
		notes = append(notes, "wanted "+string(i.ParkedIntent)+", "+reasonText(i.Reason))
	case i.OverrideOwner != "":
		notes = append(notes, "the rules say "+string(i.EngineIntent)+", "+i.OverrideOwner+" decided otherwise until "+l.dayName(i.OverrideExpiresOn))
	}
	if i.Secondary != "" {
		notes = append(notes, "second: "+string(i.Secondary))
	}
	return cell{Mark: intentMark(i.Intent), Sub: strings.Join(notes, " · "), Class: "l long", Key: string(i.Intent)}
}

// sinceCell tells since which month-end an intent holds, and what held before.
func (s *sheet) sinceCell(i Intent) cell {
	if i.SinceMonth.IsZero() {
		return cell{Text: none, Class: "l flat"}
	}
	c := cell{Text: s.sinceMonth(i.SinceMonth), Class: "l", Key: i.SinceMonth.Format("2006-01")}
	if i.PreviousIntent != "" {
		c.Sub = "was " + string(i.PreviousIntent)
	}
	return c
}

// resultCell is the verdict on an intent.
func resultCell(r *IntentResult) cell {
	if r == nil {
		return cell{Text: none, Class: "l flat", Key: none}
	}
	return cell{Mark: verdictMark(r.Verdict), Class: "l", Key: r.Verdict}
}

// overridesFigure lists the decisions of people.
func (w *writer) overridesFigure(list []Override) figure {
	f := figure{ID: "overrides-figure", Title: "Overrides", Sources: w.sources(tableOverrides)}
	if len(list) == 0 {
		f.Empty = "Nobody decided against the rules."
		return f
	}
	active := int64(0)
	t := table{ID: "overrides-table", Class: "dense", Head: heads("<Segment", "<Group", "<Intent", "<Rules", "<State", "<Owner", "<Reason", "<From", "<Until")}
	for _, o := range list {
		if o.State == "active" {
			active++
		}
		until := cell{Text: w.dayName(o.ExpiresOn), Class: "l"}
		if o.IsEnding {
			until.Sub, until.Class = "expires soon", "l amber"
		}
		rules := cell{Text: none, Class: "l flat"}
		if o.EngineIntent != "" {
			rules = cell{Mark: intentMark(o.EngineIntent), Class: "l"}
		}
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: o.Scope, IsHead: true, Class: "name"}, {Mark: groupMark(o.GroupCode), Class: "l"},
			{Mark: intentMark(o.Intent), Class: "l"}, rules, {Mark: stateMark(o.State), Sub: o.RefusedBecause, Class: "l long"},
			{Text: o.Owner, Class: "l"}, {Text: o.Reason, Class: "l long"}, {Text: w.dayName(o.CreatedOn), Class: "l"}, until}})
	}
	f.Title = w.plural(active, "override holds", "overrides hold") + " of " + w.count(int64(len(list)))
	f.Sub = "Decisions of people instead of the rules' · at most 180 days each, judged at the month-end"
	f.Views = []table{t}
	return f
}

// ratesFigure tells how often an owner's groups run on an override.
func (w *writer) ratesFigure() figure {
	f := figure{ID: "rates-figure", Title: "Overrides by owner", Sources: w.sources(tableRates)}
	if len(w.book.OverrideRates) == 0 {
		f.Empty = "There is no customer group to override."
		return f
	}
	t := table{ID: "rates-table", Head: heads("<Owner of the segments", "Groups", "Overridden", "Rate")}
	var groups, overridden int64
	for _, r := range w.book.OverrideRates {
		owner := r.Owner
		if owner == "" {
			owner = "(no owner)"
		}
		groups, overridden = groups+r.Groups, overridden+r.Overridden
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: owner, IsHead: true}, {Text: w.count(r.Groups)}, {Text: w.count(r.Overridden)}, {Text: w.percentOr(r.OverrideShare, 0)}}})
	}
	f.Title = w.count(overridden) + " of " + w.plural(groups, "customer group runs", "customer groups run") + " on an override"
	f.Sub = "Customer groups that an owner answers for, without New ones"
	f.Views = []table{t}
	return f
}

// namedGuard is a group's guardrails with the segment it is about.
type namedGuard struct {
	RetireGuard
	sheet *sheet
}

// guards are those of some sheets, in their order.
func guards(sheets []*sheet) []namedGuard {
	var list []namedGuard
	for _, s := range sheets {
		for _, g := range s.guards {
			list = append(list, namedGuard{g, s})
		}
	}
	return list
}

// guardsFigure shows what protects customer groups from being retired.
func (w *writer) guardsFigure(list []namedGuard, money money, withSegment bool) figure {
	f := figure{ID: "guards-figure", Title: "Guardrails of retire", Sources: w.sources(tableGuards)}
	if len(list) == 0 {
		f.Empty = "No rule and nobody wants to retire a customer group."
		return f
	}
	t := table{ID: "guards-table", IsSorted: true, Class: "dense", Head: heads("<Group", "<May retire", "Customers", "Avoidable profit",
		"Cost that stays", "Effect of leaving", "Attempts", "Blocked", "Linked", "<Approved by", "<What protects it")}
	if withSegment {
		t.Head = append(heads("<Segment"), t.Head...)
	}
	may, customers := int64(0), int64(0)
	for _, g := range list {
		customers += g.Customers
		verdict := &mark{"ring", "flat", "no"}
		if g.MayRetire {
			may++
			verdict = &mark{"square", string(segments.Retire), "yes"}
		}
		if withSegment && (!g.MayRetire || len(t.Rows) == mostTold) {
			continue
		}
		r := row{}
		if withSegment {
			r.Cells = append(r.Cells, segmentCell(g.sheet))
		}
		r.Cells = append(r.Cells, cell{Mark: groupMark(g.GroupCode), IsHead: !withSegment, Class: "l", Key: strconv.Itoa(-int(g.GroupCode))},
			cell{Mark: verdict, Class: "l"}, w.knownCell(&g.Customers, nil), amountCell(money, g.AvoidableMinor), amountCell(money, g.StrandedMinor),
			amountCell(money, g.EffectMinor), w.knownCell(&g.Cycles, nil), w.knownCell(g.BlockedCustomers, g.BlockedShare), w.knownCell(g.LinkedCustomers, nil),
			cell{Text: orNone(g.ApprovedBy), Class: "l"}, cell{Text: orNone(g.Failing), Class: "l long"})
		t.Rows = append(t.Rows, r)
	}
	f.Title = w.count(may) + " of " + w.plural(int64(len(list)), "customer group", "customer groups") + " may be retired"
	f.Period, f.N = list[0].sheet.window(), w.plural(customers, "customer", "customers")
	f.Sub, f.How = "Every guardrail has to hold, and what is not known does not", "effect: avoidable loss saved, less the cost that stays for others to bear"
	if withSegment && len(t.Rows) < len(list) {
		who := "The others stand"
		if may == 0 {
			who = "They stand"
		}
		f.Story = []string{who + " on the pages of their segments, with what protects them."}
	}
	if len(t.Rows) > 0 {
		f.Views = []table{t}
	}
	f.Notes = []string{"To retire is to stop investing, to reprice, to move to self-service or not to renew. It never ends a contract by itself."}
	return f
}

func amountCell(m money, minor int64) cell {
	return cell{Text: m.short(minor), Key: strconv.FormatInt(minor, 10)}
}

// knownCell is a count of customers, and its share, that may be unknown.
func (l spelling) knownCell(n *int64, share *float64) cell {
	if n == nil {
		return cell{Text: "unknown", Class: "flat", Key: "-1"}
	}
	c := cell{Text: l.count(*n), Key: strconv.FormatInt(*n, 10)}
	if share != nil {
		c.Sub = l.percent(*share, 1)
	}
	return c
}

func orNone(text string) string {
	if text == "" {
		return none
	}
	return text
}
