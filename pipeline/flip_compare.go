package pipeline

import (
	"context"
	"fmt"
	"strings"

	"valueshift/segments"
)

// compare holds what would be against what the last night stored.
func (f *flip) compare(ctx context.Context) (Explanation, error) {
	var assumed []string
	for _, a := range f.assumptions {
		assumed = append(assumed, a.String())
	}
	found := Explanation{Title: fmt.Sprintf("If %s: what would be different at %s", strings.Join(assumed, ", "), f.month.Month.Format("2006-01"))}
	if f.before.Hash() != f.run.text("config_hash") {
		found.Sections = append(found.Sections, Section{Lines: []string{
			"The configuration was changed after the last night. What follows compares with that night, under its own configuration and the assumptions.",
		}})
	}
	found.Sections = append(found.Sections, f.boundsText())
	for _, part := range []func(context.Context) (Section, error){f.profitText, f.customersText, f.groupsText, f.intentsText} {
		section, err := part(ctx)
		if err != nil {
			return Explanation{}, err
		}
		found.Sections = append(found.Sections, section)
	}
	found.Sections = append(found.Sections, Section{Lines: []string{
		"Last month's groups, which the bands remember, are those of history. Nothing was written.",
	}})
	return found, nil
}

// profitText compares the lines of the window over all customers.
func (f *flip) profitText(ctx context.Context) (Section, error) {
	section := Section{Heading: "Profit of the window, " + f.run.text("currency"), Table: Table{Left: 1}}
	is, err := f.one(ctx, "select "+strings.TrimPrefix(lineSums(), ", ")+" from stored.value_groups")
	if err != nil {
		return section, err
	}
	would, err := f.one(ctx, "select "+strings.TrimPrefix(lineSums(), ", ")+" from value_groups")
	if err != nil {
		return section, err
	}
	section.Table.add("line", "is", "would be", "change")
	isSame := true
	for _, line := range lines {
		from, to := is.whole(line.column), would.whole(line.column)
		isSame = isSame && from == to
		section.Table.add(line.name, f.money(from), f.money(to), f.money(to-from))
	}
	if isSame {
		section.Table, section.Lines = Table{}, []string{"no change: " + f.money(is.whole("profit_minor"))}
	}
	return section, nil
}

// customersText counts the customers that would be in another group.
func (f *flip) customersText(ctx context.Context) (Section, error) {
	section := Section{Heading: "Customers that would change group", Table: Table{Left: 2}}
	moves, err := f.records(ctx, `select coalesce(i.group_code, 0) as then_code, coalesce(w.group_code, 0) as now_code, count(*) as customers
from stored.value_groups as i
full join value_groups as w on w.customer_key = i.customer_key
group by coalesce(i.group_code, 0), coalesce(w.group_code, 0)
order by then_code desc, now_code desc`)
	if err != nil {
		return section, err
	}
	section.Table.add("is", "would be", "customers")
	changed, all := int64(0), int64(0)
	for _, m := range moves {
		then, now := segments.Group(m.whole("then_code")), segments.Group(m.whole("now_code"))
		if then == segments.Out && now == segments.Out {
			continue
		}
		all += m.whole("customers")
		if then == now {
			continue
		}
		changed += m.whole("customers")
		section.Table.add(then.Name(), now.Name(), countText(m.whole("customers")))
	}
	if changed == 0 {
		section.Table, section.Lines = Table{}, []string{fmt.Sprintf("no change: all %s customers stay in their group", countText(all))}
		return section, nil
	}
	section.Notes = []string{fmt.Sprintf("%s of %s customers, %s", countText(changed), countText(all), percent(float64(changed)/float64(all)))}
	return section, nil
}

// groupsText lists the customer groups with another number of customers.
func (f *flip) groupsText(ctx context.Context) (Section, error) {
	section := Section{Heading: "Customer groups with another number of customers", Table: Table{Left: 2}}
	const cells = `select segment, group_code, cast(sum(customers) as bigint) as customers, cast(sum(profit_minor) as bigint) as profit_minor
from %s where group_code > 0 group by segment, group_code`
	groups, err := f.records(ctx, "select coalesce(i.segment, w.segment) as segment, coalesce(i.group_code, w.group_code) as group_code,\n"+
		"coalesce(i.customers, 0) as then_customers, coalesce(w.customers, 0) as now_customers,\n"+
		"coalesce(i.profit_minor, 0) as then_minor, coalesce(w.profit_minor, 0) as now_minor\n"+
		"from ("+fmt.Sprintf(cells, "stored.group_cells")+") as i full join ("+fmt.Sprintf(cells, "group_cells")+") as w\n"+
		"on w.segment = i.segment and w.group_code = i.group_code\n"+
		"where coalesce(i.customers, 0) <> coalesce(w.customers, 0) order by segment, "+groupOrderOf("coalesce(i.group_code, w.group_code)"))
	if err != nil {
		return section, err
	}
	section.Table.add("segment", "group", "customers", "would be", "change", "profit "+f.run.text("currency"), "would be")
	for _, g := range groups {
		from, to := g.whole("then_customers"), g.whole("now_customers")
		section.Table.add(g.text("segment"), segments.Group(g.whole("group_code")).Name(),
			countText(from), countText(to), signed(to-from), f.money(g.whole("then_minor")), f.money(g.whole("now_minor")))
	}
	if len(groups) == 0 {
		section.Table, section.Lines = Table{}, []string{"no change"}
	}
	return section, nil
}

// intentsText lists the customer groups with another intent or rule.
func (f *flip) intentsText(ctx context.Context) (Section, error) {
	section := Section{Heading: "Customer groups with another intent or rule", Table: Table{Left: 6}}
	intents, err := f.records(ctx, `select coalesce(i.segment, w.segment) as segment, coalesce(i.group_code, w.group_code) as group_code,
	coalesce(i.intent, '-') as then_intent, coalesce(w.intent, '-') as now_intent,
	coalesce(i.rule || ' ' || i.reason, '-') as then_rule, coalesce(w.rule || ' ' || w.reason, '-') as now_rule
from stored.intents as i
full join intents as w on w.segment = i.segment and w.group_code = i.group_code
where coalesce(i.intent, '-') <> coalesce(w.intent, '-') or coalesce(i.rule || ' ' || i.reason, '-') <> coalesce(w.rule || ' ' || w.reason, '-')
order by segment, `+groupOrderOf("coalesce(i.group_code, w.group_code)"))
	if err != nil {
		return section, err
	}
	section.Table.add("segment", "group", "intent", "would be", "rule", "would be")
	flips := 0
	for _, i := range intents {
		if i.text("then_intent") != i.text("now_intent") {
			flips++
		}
		section.Table.add(i.text("segment"), segments.Group(i.whole("group_code")).Name(),
			i.text("then_intent"), i.text("now_intent"), i.text("then_rule"), i.text("now_rule"))
	}
	if len(intents) == 0 {
		section.Table, section.Lines = Table{}, []string{"no change"}
		return section, nil
	}
	section.Notes = []string{fmt.Sprintf("%d with another intent, %d with another rule for the same", flips, len(intents)-flips)}
	return section, nil
}

func signed(n int64) string {
	if n > 0 {
		return "+" + countText(n)
	}
	return countText(n)
}
